#include "analysis/oracle/oracle.h"

#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using namespace std::chrono_literals;

namespace
{

constexpr OracleRoute NEAR{{10'000'000}, 10ms, 0};
constexpr OracleRoute FAR{{30'000'000}, 50ms, 0};

} // namespace

TEST(Oracle, CapacityIsWhatHeadersLeaveOfAllRates)
{
    EXPECT_NEAR(CapacityOf({NEAR}), 9'551'000, 1'000);
    EXPECT_NEAR(CapacityOf({NEAR, FAR}), 38'204'000, 1'000);
    EXPECT_EQ(CapacityOf({}), 0);
}

// docs/validation.md has these figures from its own formulas.
TEST(Oracle, RenoSettlesWhereMathisSays)
{
    EXPECT_NEAR(*RenoRateOf({{50'000'000}, 25ms, 0.01}), 2.82e6, 0.01e6);
    EXPECT_NEAR(*RenoRateOf({{50'000'000}, 50ms, 0.01}), 1.41e6, 0.01e6);
    EXPECT_FALSE(RenoRateOf(NEAR));
    // A link cannot carry more than it can.
    EXPECT_DOUBLE_EQ(*RenoRateOf({{1'000'000}, 1ms, 0.01}), CapacityOf({{{1'000'000}, 1ms, 0}}));
}

TEST(Oracle, AHandshakeTakesTwoRoundTrips)
{
    EXPECT_EQ(HandshakeOf(NEAR), 40ms);
}

TEST(Oracle, OnePathIsDoneAfterItsHandshakeAtItsCapacity)
{
    const auto end = EarliestCompletion(ByteCount{9'551'000 / 8}, {NEAR});
    EXPECT_NEAR(std::chrono::duration<double>(*end).count(), 1.040, 0.001);
    EXPECT_FALSE(EarliestCompletion(ByteCount{1}, {}));
    EXPECT_FALSE(EarliestCompletion(ByteCount{1}, {{{0}, 1ms, 0}}));
}

TEST(Oracle, ASecondPathHelpsFromItsOwnHandshakeOn)
{
    // Two seconds of the near one: (T - 40 ms) + 3 x (T - 200 ms) = 2 s.
    const double unit = CapacityOf({NEAR});
    const ByteCount size{static_cast<std::uint64_t>(unit * 2 / 8)};
    const auto end = EarliestCompletion(size, {FAR, NEAR});
    EXPECT_NEAR(std::chrono::duration<double>(*end).count(), (2 + 0.04 + 3 * 0.2) / 4, 0.001);
}

TEST(Oracle, APathThatOpensTooLateIsLeftOut)
{
    const ByteCount size{static_cast<std::uint64_t>(CapacityOf({NEAR}) * 0.05 / 8)};
    const auto end = EarliestCompletion(size, {FAR, NEAR});
    EXPECT_NEAR(std::chrono::duration<double>(*end).count(), 0.090, 0.001);
}

} // namespace kwik::analysis::test

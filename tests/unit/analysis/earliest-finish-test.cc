#include "analysis/optimum/earliest-finish.h"
#include "protocol-core/base/prng.h"

#include <gtest/gtest.h>

namespace kwik::analysis::test
{

namespace
{

using namespace std::chrono_literals;

/// A byte a microsecond.
constexpr BitRate SLOW{8'000'000};
constexpr BitRate FAST{16'000'000};

/// When the last byte of a route that carries that much is there; rounded up.
Duration
LastOf(const SegmentRoute& route, std::uint64_t bytes)
{
    const std::uint64_t rate = route.rate.bitsPerSecond;
    const std::uint64_t span = (bytes * 8'000'000'000 + rate - 1) / rate;
    return bytes == 0 ? Duration{} : route.delay + Duration(static_cast<Duration::rep>(span));
}

/// The best of all assignments, tried one after the other: digit i of a number is the route of
/// segment i.
Duration
BestOfAll(const SegmentedBytes& what, const std::vector<SegmentRoute>& routes)
{
    std::vector<std::uint64_t> segments(what.size.value / what.segment.value, what.segment.value);
    segments.push_back(what.size.value % what.segment.value);
    std::uint64_t assignments = 1;
    for (std::size_t i = 0; i < segments.size(); ++i)
    {
        assignments *= routes.size();
    }
    Duration best = Duration::max();
    for (std::uint64_t number = 0; number < assignments; ++number)
    {
        std::vector<std::uint64_t> carried(routes.size());
        std::uint64_t rest = number;
        for (const std::uint64_t segment : segments)
        {
            carried[rest % routes.size()] += segment;
            rest /= routes.size();
        }
        Duration last{};
        for (std::size_t i = 0; i < routes.size(); ++i)
        {
            last = std::max(last, LastOf(routes[i], carried[i]));
        }
        best = std::min(best, last);
    }
    return best;
}

} // namespace

TEST(EarliestFinish, OneRouteTakesItsDelayAndTheSizeOverTheRate)
{
    EXPECT_EQ(EarliestFinish({ByteCount{1'000}, ByteCount{100}}, {{SLOW, 5ms}}), 6ms);
}

TEST(EarliestFinish, ARouteIsUsedOnlyWhenItsDelayIsWorthIt)
{
    const SegmentedBytes what{ByteCount{1'000}, ByteCount{100}};
    EXPECT_EQ(EarliestFinish(what, {{SLOW, 1ms}, {FAST, 2ms}}), 2ms);
    EXPECT_EQ(EarliestFinish(what, {{SLOW, 1ms}, {FAST, 1'949us}}), 1'999us);
    EXPECT_EQ(EarliestFinish(what, {{SLOW, 0ms}, {SLOW, 0ms}}), 500us);
}

TEST(EarliestFinish, ASegmentIsNotSplit)
{
    EXPECT_EQ(EarliestFinish({ByteCount{300}, ByteCount{100}}, {{SLOW, 0ms}, {SLOW, 0ms}}), 200us);
    EXPECT_EQ(EarliestFinish({ByteCount{250}, ByteCount{100}}, {{SLOW, 0ms}, {SLOW, 0ms}}), 150us);
    EXPECT_EQ(EarliestFinish({ByteCount{50}, ByteCount{100}}, {{SLOW, 0ms}, {SLOW, 0ms}}), 50us);
}

TEST(EarliestFinish, WithoutARateThereIsNone)
{
    EXPECT_EQ(EarliestFinish({ByteCount{1}, ByteCount{1}}, {}), std::nullopt);
    EXPECT_EQ(EarliestFinish({ByteCount{1}, ByteCount{1}}, {{BitRate{0}, 1ms}}), std::nullopt);
    EXPECT_EQ(EarliestFinish({ByteCount{100}, ByteCount{10}}, {{BitRate{0}, 1ms}, {SLOW, 1ms}}),
              1'100us);
}

TEST(EarliestFinish, LargeNumbersDoNotOverflow)
{
    // A TB over 1 Gbit/s and 100 Gbit/s: 8e12 / 101e9 s.
    const auto finish =
        EarliestFinish({ByteCount{1'000'000'000'000}, ByteCount{8'192}},
                       {{BitRate{1'000'000'000}, 10s}, {BitRate{100'000'000'000}, 1ms}});
    ASSERT_TRUE(finish.has_value());
    EXPECT_NEAR(static_cast<double>(finish->count()) / 1e9, (8e12 + 1e10 + 1e8) / 101e9, 1e-3);
}

TEST(EarliestFinish, IsTheBestOfAllAssignments)
{
    constexpr std::uint64_t SEED = 20;
    SCOPED_TRACE("seed " + std::to_string(SEED));
    Prng prng(SEED);
    for (int round = 0; round < 300; ++round)
    {
        std::vector<SegmentRoute> routes;
        for (std::uint64_t i = 0; i <= prng.Below(3); ++i)
        {
            routes.push_back({BitRate{1'000 + prng.Below(100'000)},
                              Duration(static_cast<Duration::rep>(prng.Below(200'000'000)))});
        }
        const SegmentedBytes what{ByteCount{1 + prng.Below(700)}, ByteCount{100}};
        ASSERT_EQ(EarliestFinish(what, routes), BestOfAll(what, routes)) << "round " << round;
    }
}

} // namespace kwik::analysis::test

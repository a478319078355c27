#include "protocol-core/base/prng.h"

#include <array>
#include <cstring>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

TEST(Prng, GivesTheReferenceSequenceOfSplitMix64)
{
    Prng prng(1234567);
    EXPECT_EQ(prng.Next(), 6457827717110365317ULL);
    EXPECT_EQ(prng.Next(), 3203168211198807973ULL);
    EXPECT_EQ(prng.Next(), 9817491932198370423ULL);
}

TEST(Prng, BelowReachesEveryValueAndNoOther)
{
    Prng prng(1);
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1000; ++i)
    {
        seen.insert(prng.Below(7));
    }
    EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Prng, JitterStaysWithinItsPercentageOnBothSides)
{
    Prng prng(2);
    Duration low = Duration::max();
    Duration high = Duration::min();
    for (int i = 0; i < 10000; ++i)
    {
        const Duration value = prng.Jitter(100ms, 10);
        low = std::min(low, value);
        high = std::max(high, value);
    }
    EXPECT_GE(low, 90ms);
    EXPECT_LT(low, 91ms);
    EXPECT_LE(high, 110ms);
    EXPECT_GT(high, 109ms);
}

TEST(Prng, ForksDependOnTheLabelAndNotOnTheOrderOfCalls)
{
    const Prng root(3);
    Prng first = root.Fork("a");
    Prng second = root.Fork("b");
    Prng again = root.Fork("a");
    const std::uint64_t value = first.Next();
    EXPECT_NE(value, second.Next());
    EXPECT_EQ(value, again.Next());
}

TEST(Prng, FillWritesEveryByteOfAnOddLength)
{
    Prng prng(4);
    ByteVector bytes(13, std::byte{0});
    prng.Fill(bytes);
    Prng words(4);
    const std::uint64_t first = words.Next();
    const std::uint64_t second = words.Next();
    EXPECT_EQ(std::memcmp(bytes.data(), &first, 8), 0);
    EXPECT_EQ(std::memcmp(bytes.data() + 8, &second, 5), 0);
}

TEST(Prng, BelowIsEvenlySpreadOverItsRange)
{
    // Chi-squared with 15 degrees of freedom: 0.1 % of honest generators lie outside (2.0, 37.7).
    for (std::uint64_t seed = 5; seed < 8; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        std::array<double, 16> count{};
        for (int i = 0; i < 160'000; ++i)
        {
            count[prng.Below(count.size())] += 1;
        }
        double chiSquared = 0;
        for (const double seen : count)
        {
            chiSquared += (seen - 10'000) * (seen - 10'000) / 10'000;
        }
        EXPECT_GT(chiSquared, 2.0);
        EXPECT_LT(chiSquared, 37.7);
    }
}

TEST(Prng, BelowHasNoModuloBiasWhereTheRangeDoesNotDivideTheWord)
{
    // Of [0, 3/4 of 2^64), a biased draw falls into the lower third twice as often as it should.
    Prng prng(9);
    const std::uint64_t bound = UINT64_MAX / 4 * 3;
    int low = 0;
    for (int i = 0; i < 30'000; ++i)
    {
        low += prng.Below(bound) < bound / 3 ? 1 : 0;
    }
    EXPECT_GT(low, 9'600);
    EXPECT_LT(low, 10'400);
}

TEST(Prng, BelowOneIsZeroAndBelowZeroIsAMistake)
{
    Prng prng(10);
    EXPECT_EQ(prng.Below(1), 0U);
    EXPECT_DEATH(static_cast<void>(prng.Below(0)), "assertion failed");
}

TEST(Prng, JitterOfNoPercentIsTheBaseAndOfTooManyAMistake)
{
    Prng prng(11);
    EXPECT_EQ(prng.Jitter(100ms, 0), 100ms);
    EXPECT_GE(prng.Jitter(100ms, 100), 0ms);
    EXPECT_DEATH(static_cast<void>(prng.Jitter(100ms, 101)), "assertion failed");
}

TEST(Prng, AForkLeavesItsOriginAlone)
{
    Prng used(12);
    Prng untouched(12);
    static_cast<void>(used.Fork("a").Next());
    EXPECT_EQ(used.Next(), untouched.Next());
}

} // namespace kwik::test

#include "protocol-core/base/prng.h"

#include <cstring>
#include <gtest/gtest.h>
#include <set>

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

} // namespace kwik::test

#include "protocol-core/base/prng.h"
#include "protocol-core/stream/interval-set.h"

#include <algorithm>
#include <bitset>
#include <gtest/gtest.h>
#include <ostream>

namespace kwik
{

/// How GoogleTest prints an interval.
static void
PrintTo(const Interval& interval, std::ostream* out)
{
    *out << '[' << interval.begin.value << ", " << interval.end.value << ')';
}

} // namespace kwik

namespace kwik::test
{

namespace
{

constexpr std::uint64_t SIZE = 96;
using Bits = std::bitset<SIZE>;
using Intervals = std::vector<Interval>;

Interval
Between(std::uint64_t begin, std::uint64_t end)
{
    return {ByteCount{begin}, ByteCount{end}};
}

/// Sometimes empty, sometimes the wrong way round, which is empty too.
Interval
RandomInterval(Prng& prng)
{
    const std::uint64_t begin = prng.Below(SIZE);
    const std::uint64_t length = prng.Below(prng.Below(4) == 0 ? SIZE : 12);
    return prng.Below(20) == 0 ? Between(begin, begin / 2)
                               : Between(begin, std::min(SIZE, begin + length));
}

void
SetBits(Bits& bits, Interval interval, bool value)
{
    for (std::uint64_t i = interval.begin.value; i < interval.end.value; ++i)
    {
        bits[i] = value;
    }
}

/// The maximal runs of bits with @p value inside @p window.
Intervals
Runs(const Bits& bits, Interval window, bool value)
{
    Intervals runs;
    for (std::uint64_t i = window.begin.value; i < window.end.value; ++i)
    {
        if (bits[i] != value)
        {
            continue;
        }
        if (runs.empty() || runs.back().end.value != i)
        {
            runs.push_back(Between(i, i));
        }
        runs.back().end.value = i + 1;
    }
    return runs;
}

void
ExpectSame(const IntervalSet& set, const Bits& bits, Interval window)
{
    const Intervals missing = Runs(bits, window, false);
    ASSERT_EQ(set.Missing(window), missing);
    ASSERT_EQ(set.Within(window), Runs(bits, window, true));
    ASSERT_EQ(set.FirstMissing(window),
              missing.empty() ? std::nullopt : std::optional(missing.front()));
    ASSERT_EQ(set.Contains(window), missing.empty());
    ASSERT_EQ(set.Total(), ByteCount{bits.count()});
    const Intervals all = Runs(bits, Between(0, SIZE), true);
    ASSERT_EQ(set.End(), all.empty() ? ByteCount{} : all.back().end);
}

} // namespace

TEST(IntervalSet, IsTheSameAsABitmapUnderRandomOperations)
{
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        IntervalSet set;
        Bits bits;
        for (int i = 0; i < 300 && !testing::Test::HasFatalFailure(); ++i)
        {
            const Interval interval = RandomInterval(prng);
            const bool isAdded = prng.Below(5) < 3;
            isAdded ? set.Add(interval) : set.Remove(interval);
            SetBits(bits, interval, isAdded);
            ExpectSame(set, bits, RandomInterval(prng));
            ExpectSame(set, bits, Between(0, SIZE));
        }
    }
}

TEST(IntervalSet, NeighboursBecomeOneIntervalAndStrangersDoNot)
{
    IntervalSet set;
    set.Add(Between(0, 10));
    set.Add(Between(10, 20));
    set.Add(Between(21, 30));
    EXPECT_EQ(set.Within(Between(0, 100)), (Intervals{Between(0, 20), Between(21, 30)}));
    set.Add(Between(20, 21));
    EXPECT_EQ(set.Within(Between(0, 100)), Intervals{Between(0, 30)});
}

TEST(IntervalSet, AnIntervalThatCoversSeveralReplacesThem)
{
    IntervalSet set;
    set.Add(Between(10, 20));
    set.Add(Between(30, 40));
    set.Add(Between(50, 60));
    set.Add(Between(15, 55));
    EXPECT_EQ(set.Within(Between(0, 100)), Intervals{Between(10, 60)});
    EXPECT_EQ(set.Total(), ByteCount{50});
}

TEST(IntervalSet, RemovingTheMiddleLeavesBothEnds)
{
    IntervalSet set;
    set.Add(Between(10, 20));
    set.Remove(Between(13, 17));
    EXPECT_EQ(set.Within(Between(0, 100)), (Intervals{Between(10, 13), Between(17, 20)}));
    EXPECT_EQ(set.End(), ByteCount{20});
    set.Remove(Between(17, 30));
    EXPECT_EQ(set.End(), ByteCount{13});
}

TEST(IntervalSet, HoldsTheLargestOffset)
{
    IntervalSet set;
    set.Add(Between(UINT64_MAX - 1, UINT64_MAX));
    set.Add(Between(0, 1));
    EXPECT_EQ(set.Missing(Between(0, UINT64_MAX)), Intervals{Between(1, UINT64_MAX - 1)});
    EXPECT_EQ(set.Total(), ByteCount{2});
    EXPECT_EQ(set.End(), ByteCount{UINT64_MAX});
}

TEST(IntervalSet, ContainsTheEmptyIntervalAlways)
{
    const IntervalSet set;
    EXPECT_TRUE(set.Contains(Between(5, 5)));
    EXPECT_FALSE(set.Contains(Between(5, 6)));
    EXPECT_EQ(set.Total(), ByteCount{0});
    EXPECT_EQ(set.End(), ByteCount{0});
}

TEST(IntervalSet, AnEmptyIntervalHasNoPartsEvenInsideTheSet)
{
    IntervalSet set;
    set.Add(Between(0, 10));
    EXPECT_EQ(set.Within(Between(5, 5)), Intervals{});
    EXPECT_EQ(set.Within(Between(7, 5)), Intervals{});
    EXPECT_EQ(set.Within(Between(5, 6)), Intervals{Between(5, 6)});
}

} // namespace kwik::test

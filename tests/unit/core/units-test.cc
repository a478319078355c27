#include "protocol-core/base/prng.h"
#include "protocol-core/base/units.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

TEST(TransmissionTime, IsExactWhereItCanBeAndRoundsUpWhereNot)
{
    EXPECT_EQ(TransmissionTime(ByteCount{1}, BitRate{8}), 1s);
    EXPECT_EQ(TransmissionTime(ByteCount{1'500}, BitRate{12'000'000}), 1ms);
    EXPECT_EQ(TransmissionTime(ByteCount{0}, BitRate{1}), 0ns);
    // 8 bits at 3 bit/s are 2.666... s.
    EXPECT_EQ(TransmissionTime(ByteCount{1}, BitRate{3}), 2'666'666'667ns);
    // One nanosecond carries 8 bits at 8 Gbit/s; a little faster is still one nanosecond.
    EXPECT_EQ(TransmissionTime(ByteCount{1}, BitRate{8'000'000'000}), 1ns);
    EXPECT_EQ(TransmissionTime(ByteCount{1}, BitRate{8'000'000'001}), 1ns);
    EXPECT_EQ(TransmissionTime(ByteCount{1}, BitRate{7'999'999'999}), 2ns);
}

TEST(TransmissionTime, HoldsTheLargestNumbersWithoutWrapping)
{
    EXPECT_EQ(TransmissionTime(ByteCount{UINT64_MAX}, BitRate{UINT64_MAX}), 8s);
    EXPECT_EQ(TransmissionTime(ByteCount{UINT64_MAX}, BitRate{UINT64_MAX - 1}), 8s + 1ns);
    // The longest time that a Duration holds, in whole seconds.
    const auto seconds = static_cast<std::uint64_t>(Duration::max() / 1s);
    EXPECT_EQ(TransmissionTime(ByteCount{seconds}, BitRate{8}), Duration::max() / 1s * 1s);
}

TEST(BytesIn, RoundsDown)
{
    EXPECT_EQ(BytesIn(BitRate{8}, 1s), ByteCount{1});
    EXPECT_EQ(BytesIn(BitRate{8}, 1s - 1ns), ByteCount{0});
    EXPECT_EQ(BytesIn(BitRate{8}, 2s - 1ns), ByteCount{1});
    EXPECT_EQ(BytesIn(BitRate{7}, 1s), ByteCount{0});
    EXPECT_EQ(BytesIn(BitRate{100'000'000}, 40ms), ByteCount{500'000});
    EXPECT_EQ(BytesIn(BitRate{100'000'000}, 0ns), ByteCount{0});
}

TEST(BytesIn, HoldsTheLargestNumbersWithoutWrapping)
{
    EXPECT_EQ(BytesIn(BitRate{UINT64_MAX}, 8s), ByteCount{UINT64_MAX});
    EXPECT_EQ(BytesIn(BitRate{UINT64_MAX}, 1s), ByteCount{UINT64_MAX / 8});
    const auto seconds = static_cast<std::uint64_t>(Duration::max() / 1s);
    EXPECT_EQ(BytesIn(BitRate{8}, Duration::max()), ByteCount{seconds});
}

TEST(MeanRate, RoundsDownAndHoldsTheLargestNumbers)
{
    EXPECT_EQ(MeanRate(ByteCount{500'000}, 40ms), BitRate{100'000'000});
    EXPECT_EQ(MeanRate(ByteCount{1}, 3s), BitRate{2});
    EXPECT_EQ(MeanRate(ByteCount{1}, 8s + 1ns), BitRate{0});
    EXPECT_EQ(MeanRate(ByteCount{1}, 8s), BitRate{1});
    EXPECT_EQ(MeanRate(ByteCount{UINT64_MAX}, 8s), BitRate{UINT64_MAX});
    EXPECT_EQ(MeanRate(ByteCount{0}, 1ns), BitRate{0});
}

TEST(TransmissionTime, IsTheFirstInstantAtWhichAllBytesFit)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        for (int i = 0; i < 20'000; ++i)
        {
            const ByteCount bytes{1 + prng.Below(std::uint64_t{1} << (1 + prng.Below(40)))};
            const BitRate rate{1'000 + prng.Below(std::uint64_t{1} << (1 + prng.Below(40)))};
            const Duration time = TransmissionTime(bytes, rate);
            ASSERT_GE(BytesIn(rate, time), bytes) << bytes.value << " at " << rate.bitsPerSecond;
            ASSERT_LT(BytesIn(rate, time - 1ns), bytes)
                << bytes.value << " at " << rate.bitsPerSecond;
        }
    }
}

TEST(MeanRate, OfWhatWasCarriedIsTheRateButForRounding)
{
    Prng prng(4);
    for (int i = 0; i < 20'000; ++i)
    {
        const BitRate rate{8'000 + prng.Below(10'000'000'000)};
        const Duration span(1'000'000 + static_cast<Duration::rep>(prng.Below(10'000'000'000)));
        const BitRate mean = MeanRate(BytesIn(rate, span), span);
        const auto aByte = MeanRate(ByteCount{1}, span).bitsPerSecond + 1;
        ASSERT_LE(mean, rate);
        ASSERT_GE(mean.bitsPerSecond + aByte, rate.bitsPerSecond);
    }
}

TEST(SubtractOrZero, StopsAtZero)
{
    EXPECT_EQ(SubtractOrZero(ByteCount{5}, ByteCount{4}), ByteCount{1});
    EXPECT_EQ(SubtractOrZero(ByteCount{5}, ByteCount{5}), ByteCount{0});
    EXPECT_EQ(SubtractOrZero(ByteCount{5}, ByteCount{6}), ByteCount{0});
    EXPECT_EQ(SubtractOrZero(ByteCount{0}, ByteCount{UINT64_MAX}), ByteCount{0});
}

TEST(Later, MovesAnInstantButLeavesNeverAlone)
{
    EXPECT_EQ(Later(Instant(3s), 2s), Instant(5s));
    EXPECT_EQ(Later(NEVER, 2s), NEVER);
    EXPECT_LT(Later(NEVER - 3s, 2s), NEVER);
}

} // namespace kwik::test

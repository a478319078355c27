#include "protocol-core/base/prng.h"
#include "protocol-core/stream/rate-estimator.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount PACKET{1'440};

/// A path that delivers packets at a constant rate, with random hiccups of less than a packet.
class Feeder
{
  public:
    Feeder(Duration roundTrip, std::uint64_t seed)
        : m_roundTrip(roundTrip),
          m_prng(seed)
    {
    }

    void Run(BitRate rate, Duration span)
    {
        const Duration gap = TransmissionTime(PACKET, rate);
        for (Instant at = m_now + gap; at <= m_now + span; at += gap)
        {
            const auto spread = static_cast<std::uint64_t>(gap.count()) / 2;
            const Duration hiccup(static_cast<Duration::rep>(m_prng.Below(spread)));
            estimator.OnReceived(at + hiccup, PACKET, m_roundTrip);
        }
        m_now += span;
    }

    void Idle(Duration span)
    {
        m_now += span;
    }

    Instant Now() const
    {
        return m_now;
    }

    RateEstimator estimator;

  private:
    Duration m_roundTrip;
    Prng m_prng;
    Instant m_now{1s};
};

void
ExpectWithin(BitRate seen, BitRate expected, std::uint64_t percent)
{
    EXPECT_GE(seen.bitsPerSecond, expected.bitsPerSecond * (100 - percent) / 100);
    EXPECT_LE(seen.bitsPerSecond, expected.bitsPerSecond * (100 + percent) / 100);
}

} // namespace

TEST(RateEstimator, KnowsNothingBeforeTheFirstSlotIsWhole)
{
    RateEstimator estimator;
    estimator.OnReceived(Instant(0ms), PACKET, 40ms);
    EXPECT_FALSE(estimator.Mean());
    EXPECT_FALSE(estimator.Best());
    EXPECT_TRUE(estimator.IsGrowing());
    estimator.OnReceived(Instant(10ms - 1ns), PACKET, 40ms);
    EXPECT_FALSE(estimator.Mean());
    estimator.OnReceived(Instant(10ms), PACKET, 40ms);
    // The packet that opened the slot came before it: two packets in 10 ms.
    EXPECT_EQ(estimator.Mean(), MeanRate(PACKET + PACKET, 10ms));
    EXPECT_EQ(estimator.Best(), estimator.Mean());
}

TEST(RateEstimator, ASlotIsNeverShorterThanFiveMilliseconds)
{
    RateEstimator estimator;
    estimator.OnReceived(Instant(0ms), PACKET, 1ms);
    estimator.OnReceived(Instant(5ms - 1ns), PACKET, 1ms);
    EXPECT_FALSE(estimator.Mean());
    estimator.OnReceived(Instant(5ms), PACKET, 1ms);
    EXPECT_TRUE(estimator.Mean());
}

TEST(RateEstimator, FindsAConstantRateWithinFivePercent)
{
    for (const std::uint64_t megabits : {2U, 10U, 100U, 1'000U})
    {
        for (const Duration roundTrip : {100ms, 300ms})
        {
            for (std::uint64_t seed = 1; seed <= 3; ++seed)
            {
                SCOPED_TRACE(std::to_string(megabits) + " Mbit/s, seed " + std::to_string(seed));
                const BitRate rate{megabits * 1'000'000};
                Feeder feeder(roundTrip, seed);
                feeder.Run(rate, roundTrip * 4);
                ExpectWithin(*feeder.estimator.Mean(), rate, 5);
            }
        }
    }
}

TEST(RateEstimator, TheBestOfAConstantRateIsThatRate)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Feeder feeder(100ms, seed);
        feeder.Run(BitRate{50'000'000}, 400ms);
        ExpectWithin(*feeder.estimator.Best(), BitRate{50'000'000}, 5);
        EXPECT_GE(*feeder.estimator.Best(), *feeder.estimator.Mean());
        EXPECT_FALSE(feeder.estimator.IsGrowing());
    }
}

TEST(RateEstimator, ADoubledRateIsGrowthForOneRoundTrip)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Feeder feeder(100ms, seed);
        feeder.Run(BitRate{20'000'000}, 400ms);
        EXPECT_FALSE(feeder.estimator.IsGrowing());
        feeder.Run(BitRate{40'000'000}, 130ms); // A slot may straddle the change.
        EXPECT_TRUE(feeder.estimator.IsGrowing());
        ExpectWithin(*feeder.estimator.Mean(), BitRate{40'000'000}, 5);
        feeder.Run(BitRate{40'000'000}, 200ms);
        EXPECT_FALSE(feeder.estimator.IsGrowing());
    }
}

TEST(RateEstimator, AQuarterMoreIsNotGrowthYetAndAThirdIs)
{
    for (const std::uint64_t percent : {115U, 140U})
    {
        Feeder feeder(100ms, 1);
        feeder.Run(BitRate{100'000'000}, 400ms);
        feeder.Run(BitRate{1'000'000 * percent}, 105ms);
        EXPECT_EQ(feeder.estimator.IsGrowing(), percent > 125) << percent;
    }
}

TEST(RateEstimator, BestIsAWholeRoundTripOfTheLastThree)
{
    Feeder feeder(100ms, 1);
    feeder.Run(BitRate{80'000'000}, 400ms);
    feeder.Run(BitRate{20'000'000}, 150ms);
    ExpectWithin(*feeder.estimator.Best(), BitRate{80'000'000}, 5);
    feeder.Run(BitRate{20'000'000}, 180ms);
    ExpectWithin(*feeder.estimator.Best(), BitRate{20'000'000}, 5);
}

TEST(RateEstimator, AShortBurstIsNotTheBestOfAnything)
{
    Feeder feeder(100ms, 1);
    feeder.Run(BitRate{20'000'000}, 400ms);
    feeder.Run(BitRate{80'000'000}, 25ms);
    feeder.Run(BitRate{20'000'000}, 130ms);
    // One slot of four at four times the rate.
    ExpectWithin(*feeder.estimator.Best(), BitRate{35'000'000}, 8);
}

TEST(RateEstimator, IdleTimeCountsForNothingWhenTheOwnerSaysSo)
{
    Feeder feeder(100ms, 1);
    feeder.Run(BitRate{50'000'000}, 400ms);
    feeder.Idle(10s);
    feeder.estimator.OnBusy(feeder.Now());
    for (int i = 0; i < 8; ++i)
    {
        feeder.Run(BitRate{50'000'000}, 50ms);
        ExpectWithin(*feeder.estimator.Mean(), BitRate{50'000'000}, 5);
    }
}

TEST(RateEstimator, APauseWhileSomethingIsOutstandingDoesCount)
{
    Feeder feeder(100ms, 1);
    feeder.Run(BitRate{50'000'000}, 400ms);
    feeder.Idle(400ms);
    feeder.Run(BitRate{50'000'000}, 25ms);
    EXPECT_LT(*feeder.estimator.Mean(), BitRate{25'000'000});
    EXPECT_GT(*feeder.estimator.Mean(), BitRate{5'000'000});
}

} // namespace kwik::test

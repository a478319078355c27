#include "protocol-core/base/prng.h"
#include "protocol-core/scaling/demand-predictor.h"

#include <functional>
#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr BitRate LOW{1'000'000};
constexpr BitRate HIGH{9'000'000};

/// What a demand is at each second, told ten times a second, until @p end.
void
Tell(DemandPredictor& predictor, Duration end, const std::function<BitRate(std::int64_t)>& demand)
{
    for (Duration at{}; at <= end; at += 100ms)
    {
        predictor.OnDemand(Instant(at), demand(at / 1s));
    }
}

/// High for 10 s at the end of every @p period.
std::function<BitRate(std::int64_t)>
Peaks(std::int64_t period)
{
    return [period](std::int64_t second) { return second % period >= period - 10 ? HIGH : LOW; };
}

} // namespace

TEST(DemandPredictor, GoesOnAlongALine)
{
    DemandPredictor predictor(1s);
    Tell(predictor, 60s, [](std::int64_t second) {
        return BitRate{static_cast<std::uint64_t>(second) * 100'000};
    });
    // The last whole second had 5.9 Mbit/s, and 100 kbit/s come every second.
    EXPECT_NEAR(static_cast<double>(predictor.Trend(0s).bitsPerSecond), 5.9e6, 1e5);
    EXPECT_NEAR(static_cast<double>(predictor.Trend(10s).bitsPerSecond), 6.9e6, 1e5);
}

TEST(DemandPredictor, StaysWhereItIsWithoutASlope)
{
    DemandPredictor predictor(1s);
    Tell(predictor, 60s, [](std::int64_t) { return HIGH; });
    EXPECT_EQ(predictor.Trend(0s), HIGH);
    EXPECT_EQ(predictor.Trend(1h), HIGH);
    EXPECT_FALSE(predictor.Period());
}

TEST(DemandPredictor, ExpectsNothingBelowZero)
{
    DemandPredictor predictor(1s);
    Tell(predictor, 30s, [](std::int64_t second) {
        return BitRate{static_cast<std::uint64_t>(30 - second) * 100'000};
    });
    EXPECT_EQ(predictor.Trend(1h), BitRate{});
}

TEST(DemandPredictor, FindsAPatternOnceItHasSeenTwoPeriods)
{
    DemandPredictor young(1s);
    Tell(young, 79s, Peaks(40));
    EXPECT_FALSE(young.Period());
    DemandPredictor old(1s);
    Tell(old, 81s, Peaks(40));
    EXPECT_EQ(old.Period(), 40s);
}

TEST(DemandPredictor, ForeseesAPeakAndNotTheTimeBeforeIt)
{
    DemandPredictor predictor(1s);
    Tell(predictor, 100s, Peaks(40)); // The next peak is from 110 s to 120 s.
    EXPECT_EQ(predictor.Pattern(0s, 9s), LOW);
    EXPECT_EQ(predictor.Pattern(0s, 10s), HIGH);
    EXPECT_EQ(predictor.Pattern(20s, 49s), LOW);
}

TEST(DemandPredictor, ForgetsAPatternThatDoesNotComeAgain)
{
    DemandPredictor predictor(1s);
    Tell(predictor, 900s, [](std::int64_t second) {
        return second < 200 ? Peaks(40)(second) : LOW;
    });
    EXPECT_FALSE(predictor.Period());
}

TEST(DemandPredictor, SeesNoPatternInNoise)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        DemandPredictor predictor(1s);
        for (std::int64_t second = 0; second < 300; ++second)
        {
            predictor.OnDemand(Instant(second * 1s), BitRate{1'000'000 + prng.Below(1'000'000)});
            EXPECT_FALSE(predictor.Period()) << "after " << second << " s";
        }
    }
}

TEST(DemandPredictor, AveragesWithinAStep)
{
    DemandPredictor predictor(10s);
    Tell(predictor, 20s, [](std::int64_t second) { return second % 2 == 0 ? LOW : HIGH; });
    EXPECT_EQ(predictor.Trend(0s), BitRate{5'000'000});
}

} // namespace kwik::test

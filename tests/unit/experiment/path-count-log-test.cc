#include "experiment/metrics/path-count-log.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Address SERVER{};

void
Finish(PathCountLog& log, Duration at, ScalingOutcome outcome, bool isPredicted = false)
{
    ScalingStarted started{};
    started.isPredicted = isPredicted;
    log.OnEvent(Instant(at - 1ms), started);
    ScalingFinished finished{};
    finished.outcome = outcome;
    log.OnEvent(Instant(at), finished);
}

void
Move(PathCountLog& log, Duration at, PathState from, PathState to)
{
    log.OnEvent(Instant(at), PathStateChanged{{}, {}, SERVER, from, to, {}});
}

} // namespace

TEST(PathCountLog, MeasuresFromTheLastChangeOfTheDemandToTheFirstPathThatFollows)
{
    PathCountLog log;
    log.OnDemandChange(Instant(0s));
    log.OnDemandChange(Instant(10s));
    Finish(log, 13s, ScalingOutcome::Added);
    Finish(log, 24s, ScalingOutcome::Added); // A second one for the same demand.
    log.OnDemandChange(Instant(30s));
    Finish(log, 91s, ScalingOutcome::Removed);
    EXPECT_EQ(log.UpTime(), 3s);
    EXPECT_EQ(log.DownTime(), 61s);
    EXPECT_EQ(log.Changes(), 3U);
}

TEST(PathCountLog, CountsNeitherWhatFailedNorWhatWasForeseenAsAReaction)
{
    PathCountLog log;
    log.OnDemandChange(Instant(0s));
    Finish(log, 3s, ScalingOutcome::Failed);
    Finish(log, 50s, ScalingOutcome::Added, true);
    EXPECT_FALSE(log.UpTime());
    EXPECT_FALSE(log.DownTime());
    EXPECT_EQ(log.Changes(), 1U);
}

TEST(PathCountLog, CountsAsAFlapWhatIsUndoneWithinAMinute)
{
    PathCountLog log;
    Finish(log, 10s, ScalingOutcome::Added);
    Finish(log, 20s, ScalingOutcome::Added);
    Finish(log, 80s, ScalingOutcome::Removed);
    Finish(log, 140s + 1ms, ScalingOutcome::Added);
    EXPECT_EQ(log.FlapsPerHour(3'600s), 1U);
    EXPECT_EQ(log.FlapsPerHour(7'200s), 1U); // Half a flap an hour is more than none.
    EXPECT_EQ(log.FlapsPerHour(1'800s), 2U);
    EXPECT_EQ(PathCountLog().FlapsPerHour(1s), 0U);
}

TEST(PathCountLog, KnowsHowManyPathsThereWereWhen)
{
    PathCountLog log;
    Move(log, 1s, PathState::Handshaking, PathState::Active);
    Move(log, 2s, PathState::Handshaking, PathState::Active);
    Move(log, 3s, PathState::Active, PathState::Degraded);
    Move(log, 4s, PathState::Degraded, PathState::Failing);
    Move(log, 5s, PathState::Handshaking, PathState::Active);
    EXPECT_EQ(log.Most({Instant(0s), Instant(10s)}), 2U);
    EXPECT_EQ(log.Least({Instant(0s), Instant(10s)}), 0U);
    EXPECT_EQ(log.Least({Instant(2s), Instant(3s)}), 2U); // [2 s, 3 s)
    EXPECT_EQ(log.Most({Instant(3s), Instant(5s)}), 1U);
    EXPECT_EQ(log.Least({Instant(6s), Instant(7s)}), 2U);
}

TEST(PathCountLog, CountsViolations)
{
    PathCountLog log;
    log.OnEvent(Instant(1s), QosViolated{});
    log.OnEvent(Instant(2s), QosRestored{});
    EXPECT_EQ(log.QosViolations(), 1U);
}

} // namespace kwik::experiment::test

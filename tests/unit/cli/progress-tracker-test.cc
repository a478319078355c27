#include "cli/progress-tracker.h"

#include <gtest/gtest.h>

namespace kwik::cli::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Instant START{1000s};
const RunSize SIZE{"a seed 1", 100s, ByteCount{1000}};

} // namespace

TEST(ProgressTracker, KnowsNothingBeforeTheFirstNews)
{
    ProgressTracker tracker(START, 2, 2);
    tracker.OnStarted(START, 0, SIZE);
    const CampaignProgress progress = tracker.At(START + 5s);
    EXPECT_EQ(progress.done, 0U);
    EXPECT_EQ(progress.total, 2U);
    EXPECT_DOUBLE_EQ(progress.share, 0);
    EXPECT_EQ(progress.left, std::nullopt);
    ASSERT_EQ(progress.running.size(), 1U);
    EXPECT_EQ(progress.running[0].title, "a seed 1");
    EXPECT_EQ(progress.running[0].limit, 100s);
}

TEST(ProgressTracker, TakesTimeOrBytesWhicheverIsFurther)
{
    ProgressTracker tracker(START, 1, 1);
    tracker.OnStarted(START, 0, SIZE);
    tracker.OnProgress(START, 0, {10s, ByteCount{250}});
    EXPECT_DOUBLE_EQ(tracker.At(START + 1s).share, 0.25);
    tracker.OnProgress(START, 0, {60s, ByteCount{250}});
    EXPECT_DOUBLE_EQ(tracker.At(START + 1s).share, 0.6);
    tracker.OnProgress(START, 0, {200s, ByteCount{250}});
    EXPECT_DOUBLE_EQ(tracker.At(START + 1s).share, 1);
}

TEST(ProgressTracker, GuessesTheRestFromWhatARunDidSinceItsFirstNews)
{
    ProgressTracker tracker(START, 1, 1);
    tracker.OnStarted(START, 0, SIZE);
    tracker.OnProgress(START + 6s, 0, {1s, ByteCount{10}});
    tracker.OnProgress(START + 8s, 0, {20s, ByteCount{200}});
    // 2 s for a fifth: 10 s for all, after 6 s of preparation.
    EXPECT_EQ(tracker.At(START + 8s).left, 8s);
    EXPECT_DOUBLE_EQ(tracker.At(START + 8s).speed, 2.5);
}

TEST(ProgressTracker, DoesNotGuessFromNoise)
{
    ProgressTracker tracker(START, 1, 1);
    tracker.OnStarted(START, 0, SIZE);
    tracker.OnProgress(START, 0, {1s, ByteCount{29}});
    EXPECT_EQ(tracker.At(START + 1s).left, std::nullopt);
    tracker.OnProgress(START, 0, {1s, ByteCount{30}});
    EXPECT_NE(tracker.At(START + 1s).left, std::nullopt);
}

TEST(ProgressTracker, ExpectsWaitingRunsToLastAsLongAsTheOthers)
{
    ProgressTracker tracker(START, 5, 2);
    tracker.OnStarted(START, 0, SIZE);
    tracker.OnStarted(START, 1, SIZE);
    tracker.OnEnded(START + 10s, 0);
    tracker.OnEnded(START + 20s, 1);
    // Three runs of 15 s on two places.
    EXPECT_EQ(tracker.At(START + 20s).left, 22'500ms);
    EXPECT_EQ(tracker.At(START + 20s).done, 2U);
    EXPECT_DOUBLE_EQ(tracker.At(START + 20s).share, 0.4);
}

TEST(ProgressTracker, IsNotDoneBeforeItsLongestRun)
{
    ProgressTracker tracker(START, 2, 8);
    tracker.OnStarted(START, 0, SIZE);
    tracker.OnStarted(START, 1, SIZE);
    tracker.OnProgress(START, 0, {50s, {}});
    tracker.OnProgress(START, 1, {10s, {}});
    EXPECT_EQ(tracker.At(START + 4s).left, 36s);
}

TEST(ProgressTracker, IgnoresNewsOfARunThatHasEnded)
{
    ProgressTracker tracker(START, 1, 1);
    tracker.OnStarted(START, 0, SIZE);
    tracker.OnEnded(START + 1s, 0);
    tracker.OnProgress(START + 2s, 0, {50s, {}});
    tracker.OnEnded(START + 3s, 0);
    const CampaignProgress progress = tracker.At(START + 4s);
    EXPECT_EQ(progress.done, 1U);
    EXPECT_DOUBLE_EQ(progress.share, 1);
    EXPECT_EQ(progress.left, 0s);
}

} // namespace kwik::cli::test

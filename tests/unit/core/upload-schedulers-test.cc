#include "protocol-core/stream/upload/blest-scheduler.h"
#include "protocol-core/stream/upload/deadline-scheduler.h"
#include "protocol-core/stream/upload/ecf-scheduler.h"
#include "protocol-core/stream/upload/min-rtt-scheduler.h"
#include "protocol-core/stream/upload/redundant-scheduler.h"
#include "protocol-core/stream/upload/round-robin-scheduler.h"
#include "protocol-core/stream/upload/scheduler-registry.h"
#include "protocol-core/stream/upload/weighted-scheduler.h"
#include "tests/unit/core/upload-view.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

/// What goes on each path when every path always has room, in @p segments segments.
std::map<PathId, std::uint64_t>
Spread(UploadScheduler& scheduler, const std::vector<UploadPath>& paths, int segments)
{
    std::map<PathId, std::uint64_t> bytes;
    for (int sent = 0; sent < segments; ++sent)
    {
        const auto choice = scheduler.Choose(ViewOf(paths, 1'000'000));
        if (!choice)
        {
            break;
        }
        scheduler.OnSent(*choice, ByteCount{1'000});
        bytes[choice->path] += 1'000;
    }
    return bytes;
}

UploadPath
WithWeight(UploadPath path, std::uint32_t weight)
{
    path.weight = weight;
    return path;
}

UploadPath
WithCandidate(UploadPath path, Instant sent)
{
    path.candidate = UploadCandidate{sent, ByteCount{1'000}};
    return path;
}

} // namespace

TEST(UploadRoom, AWindowIsSharedByWhatIsInFlightAndWhatIsQueued)
{
    UploadPath path = IdlePath(1, 10ms, 10'000);
    path.inFlight = ByteCount{6'000};
    path.queued = ByteCount{3'000};
    EXPECT_EQ(path.Room(), ByteCount{1'000});
    path.queued = ByteCount{5'000};
    EXPECT_EQ(path.Room(), ByteCount{0});
}

TEST(UploadRoom, ThePayloadThatFitsIsTheLongestThatDoes)
{
    for (std::uint64_t room = 0; room < 20'000; ++room)
    {
        const ByteCount payload = PayloadWithin(ByteCount{room});
        if (payload > ByteCount{})
        {
            ASSERT_LE(WireCost(payload), ByteCount{room});
        }
        ASSERT_GT(WireCost(payload + ByteCount{1}), ByteCount{room});
    }
}

TEST(UploadRoom, APathIsFullBelowOnePacketUnlessWhatIsLeftIsShorter)
{
    const std::vector<UploadPath> paths{IdlePath(1, 10ms, 499)};
    EXPECT_FALSE(ViewOf(paths, 10'000).HasRoom(paths[0]));
    EXPECT_TRUE(ViewOf(paths, 400).HasRoom(paths[0])) << "400 + 13 + 64 bytes on the wire";
    EXPECT_FALSE(ViewOf(paths, 422).HasRoom(paths[0])) << "422 + 14 + 64 bytes on the wire";
    EXPECT_FALSE(ViewOf(paths, 0).HasRoom(paths[0]));
    const std::vector<UploadPath> wider{IdlePath(1, 10ms, 500)};
    EXPECT_TRUE(ViewOf(wider, 10'000).HasRoom(wider[0]));
}

TEST(MinRttScheduler, TakesTheFastestPathWithRoomAndNeverWaitsForABetterOne)
{
    MinRttScheduler scheduler;
    EXPECT_EQ(
        scheduler.Choose(ViewOf({IdlePath(1, 50ms, 10'000), IdlePath(2, 10ms, 10'000)}, 5'000)),
        Next(2));
    EXPECT_EQ(
        scheduler.Choose(ViewOf({IdlePath(1, 500ms, 10'000), FullPath(2, 10ms, 10'000)}, 5'000)),
        Next(1));
    EXPECT_EQ(scheduler.Choose(ViewOf({FullPath(1, 10ms, 10'000)}, 5'000)), WAIT);
    EXPECT_EQ(scheduler.Choose(ViewOf({IdlePath(1, 10ms, 10'000)}, 0)), WAIT);
    EXPECT_EQ(scheduler.Choose(ViewOf({}, 5'000)), WAIT);
}

TEST(MinRttScheduler, TheLowerIdBreaksTies)
{
    MinRttScheduler scheduler;
    EXPECT_EQ(
        scheduler.Choose(ViewOf({IdlePath(3, 10ms, 10'000), IdlePath(7, 10ms, 10'000)}, 5'000)),
        Next(3));
}

TEST(RoundRobinScheduler, TakesTurnsWhateverTheRoundTripsAre)
{
    RoundRobinScheduler scheduler;
    const std::vector<UploadPath> paths{IdlePath(1, 10ms, 10'000),
                                        IdlePath(2, 90ms, 10'000),
                                        IdlePath(5, 500ms, 10'000)};
    const auto bytes = Spread(scheduler, paths, 30);
    EXPECT_EQ(bytes.at(PathId{1}), 10'000U);
    EXPECT_EQ(bytes.at(PathId{2}), 10'000U);
    EXPECT_EQ(bytes.at(PathId{5}), 10'000U);
}

TEST(RoundRobinScheduler, APathWithoutRoomLosesItsTurn)
{
    RoundRobinScheduler scheduler;
    const std::vector<UploadPath> paths{IdlePath(1, 10ms, 10'000),
                                        FullPath(2, 10ms, 10'000),
                                        IdlePath(3, 10ms, 10'000)};
    scheduler.OnSent(*Next(1), ByteCount{1'000});
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 5'000)), Next(3));
    scheduler.OnSent(*Next(3), ByteCount{1'000});
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 5'000)), Next(1));
}

TEST(WeightedScheduler, SplitsInTheProportionOfTheWeights)
{
    WeightedScheduler scheduler;
    const std::vector<UploadPath> paths{WithWeight(IdlePath(1, 10ms, 10'000), 3),
                                        WithWeight(IdlePath(2, 90ms, 10'000), 1)};
    const auto bytes = Spread(scheduler, paths, 400);
    EXPECT_NEAR(static_cast<double>(bytes.at(PathId{1})), 300'000, 1'000);
    EXPECT_NEAR(static_cast<double>(bytes.at(PathId{2})), 100'000, 1'000);
}

TEST(WeightedScheduler, WaitsForAPathThatIsBehindItsShareOnceTheLeadIsUsedUp)
{
    WeightedScheduler scheduler;
    const std::vector<UploadPath> paths{WithWeight(IdlePath(1, 10ms, 10'000), 1),
                                        WithWeight(FullPath(2, 90ms, 10'000), 1)};
    const auto bytes = Spread(scheduler, paths, 400);
    const std::uint64_t lead = WeightedScheduler::LEAD.value;
    EXPECT_GT(bytes.at(PathId{1}), lead);
    EXPECT_LE(bytes.at(PathId{1}), lead + 1'000);
    EXPECT_EQ(scheduler.Choose(ViewOf({paths[0]}, 5'000)), Next(1)) << "the other path is gone";
}

TEST(WeightedScheduler, APathThatJoinsDoesNotCatchUp)
{
    WeightedScheduler scheduler;
    const UploadPath old = WithWeight(IdlePath(1, 10ms, 10'000), 1);
    const UploadPath young = WithWeight(IdlePath(2, 10ms, 10'000), 1);
    Spread(scheduler, {old}, 500);
    const auto bytes = Spread(scheduler, {old, young}, 100);
    EXPECT_NEAR(static_cast<double>(bytes.at(PathId{1})), 50'000, 1'000);
}

TEST(WeightedScheduler, APathWithoutWeightIsUsedWhenNoOtherIsThere)
{
    WeightedScheduler scheduler;
    const UploadPath none = WithWeight(IdlePath(1, 10ms, 10'000), 0);
    const UploadPath some = WithWeight(FullPath(2, 10ms, 10'000), 1);
    EXPECT_EQ(scheduler.Choose(ViewOf({none, some}, 5'000)), WAIT);
    EXPECT_EQ(scheduler.Choose(ViewOf({none}, 5'000)), Next(1));
}

// F: RTT 10 ms, window 10,000 bytes, full. S: RTT 40 ms, idle. rtts = 4, so
// X = 1,000 x (10 + 3 / 2) x 4 = 46,000 bytes; times lambda = 1.2: 55,200. With S carrying 1,000
// bytes the end-to-end window has to hold 56,200.
TEST(BlestScheduler, WaitsExactlyWhenTheFastPathWouldFillTheWindowInTheMeantime)
{
    const std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 20'000)};
    UploadView view = ViewOf(paths, 100'000);
    view.window = ByteCount{56'200};
    EXPECT_EQ(BlestScheduler().Choose(view), Next(2));
    view.window = ByteCount{56'199};
    EXPECT_EQ(BlestScheduler().Choose(view), WAIT);
    EXPECT_EQ(MinRttScheduler().Choose(view), Next(2)) << "min-rtt does not look at the window";
}

TEST(BlestScheduler, WhatIsOnTheSlowPathAlreadyCountsAgainstTheWindow)
{
    std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 20'000)};
    paths[1].inFlight = ByteCount{3'000};
    paths[1].queued = ByteCount{2'000};
    UploadView view = ViewOf(paths, 100'000);
    view.window = ByteCount{61'200};
    EXPECT_EQ(BlestScheduler().Choose(view), Next(2));
    view.window = ByteCount{61'199};
    EXPECT_EQ(BlestScheduler().Choose(view), WAIT);
}

TEST(BlestScheduler, TheFastPathIsUsedWheneverItHasRoom)
{
    const std::vector<UploadPath> paths{IdlePath(1, 10ms, 10'000), IdlePath(2, 40ms, 20'000)};
    UploadView view = ViewOf(paths, 100'000);
    view.window = ByteCount{1'000};
    EXPECT_EQ(BlestScheduler().Choose(view), Next(1));
}

TEST(BlestScheduler, LambdaRisesWithEachRoundInWhichTheWindowRanFullAndFallsOtherwise)
{
    const std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 20'000)};
    BlestScheduler scheduler;
    UploadView view = ViewOf(paths, 100'000);
    const auto after = [&](Duration span, std::uint64_t stalls) {
        view.now += span;
        view.windowStalls += stalls;
        scheduler.Choose(view);
        return scheduler.LambdaPermille();
    };
    EXPECT_EQ(after(0ms, 0), 1'200U);
    EXPECT_EQ(after(39ms, 1), 1'200U) << "not a round trip of the slow path yet";
    EXPECT_EQ(after(1ms, 0), 1'240U);
    EXPECT_EQ(after(40ms, 0), 1'230U);
    for (int round = 0; round < 40; ++round)
    {
        after(40ms, 1);
    }
    EXPECT_EQ(scheduler.LambdaPermille(), 1'300U);
    for (int round = 0; round < 40; ++round)
    {
        after(40ms, 0);
    }
    EXPECT_EQ(scheduler.LambdaPermille(), 1'000U);
}

// F: RTT 10 ms, window 10,000 bytes, full. S: RTT 40 ms, window 10,000 bytes. k = 20,000:
// (1 + 2) x 10 = 30 < 40 and 2 x 40 = 80 >= 20, so waiting for F is done sooner.
TEST(EcfScheduler, WaitsWhileTheFastPathAloneIsDoneSooner)
{
    const std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 10'000)};
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 20'000)), WAIT);
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 29'999)), WAIT);
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 30'000)), Next(2)) << "(1 + 3) x 10 = 40";
    EXPECT_EQ(MinRttScheduler().Choose(ViewOf(paths, 20'000)), Next(2));
}

// The second line: k / 10,000 x 40 ms >= 20 ms from k = 5,000 on.
TEST(EcfScheduler, DoesNotWaitForWhatTheSlowPathBringsBeforeTheFastOneIsBack)
{
    const std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 10'000)};
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 5'000)), WAIT);
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 4'999)), Next(2));
}

// beta = 0.25: once it waits, the limit is 1.25 x 40 = 50 ms, k = 40,000.
TEST(EcfScheduler, KeepsWaitingAQuarterLongerThanItStartsTo)
{
    const std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 10'000)};
    EcfScheduler scheduler;
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 35'000)), Next(2));
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 29'999)), WAIT);
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 39'999)), WAIT);
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 40'000)), Next(2));
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 35'000)), Next(2)) << "it no longer waits";
}

// delta = max(5, 15) = 15: the first line is 30 + k / 1,000 < 55, the second 4 k / 1,000 >= 35.
TEST(EcfScheduler, TheLargerVarianceOfTheTwoCounts)
{
    std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 10'000)};
    paths[0].rttVariance = 15ms;
    paths[1].rttVariance = 5ms;
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 44'999)), WAIT) << "(1 + 4.4999) x 10 < 55";
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 45'000)), Next(2));
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 8'750)), WAIT) << "0.875 x 40 = 2 x 10 + 15";
    EXPECT_EQ(EcfScheduler().Choose(ViewOf(paths, 8'749)), Next(2));
}

TEST(EcfScheduler, BlestAndEcfDisagreeBecauseOnlyOneOfThemLooksAtTheWindow)
{
    const std::vector<UploadPath> paths{FullPath(1, 10ms, 10'000), IdlePath(2, 40ms, 10'000)};
    UploadView view = ViewOf(paths, 20'000);
    EXPECT_EQ(EcfScheduler().Choose(view), WAIT);
    EXPECT_EQ(BlestScheduler().Choose(view), Next(2));
    view.sendable = view.unsent = ByteCount{1'000'000};
    view.window = ByteCount{20'000};
    EXPECT_EQ(EcfScheduler().Choose(view), Next(2));
    EXPECT_EQ(BlestScheduler().Choose(view), WAIT);
}

TEST(RedundantScheduler, CopiesWhatAPathHasNotSentBeforeItSendsAnythingNew)
{
    RedundantScheduler scheduler;
    const Instant sent(500ms);
    const UploadPath behind = WithCandidate(IdlePath(1, 10ms, 10'000), sent);
    const UploadPath level = IdlePath(2, 40ms, 10'000);
    EXPECT_EQ(scheduler.Choose(ViewOf({behind, level}, 5'000)), Copy(1));
    EXPECT_EQ(scheduler.Choose(ViewOf({behind, level}, 0)), Copy(1));
    EXPECT_EQ(
        scheduler.Choose(ViewOf({WithCandidate(FullPath(1, 10ms, 10'000), sent), level}, 5'000)),
        Next(2))
        << "a full path holds nobody up";
    EXPECT_EQ(scheduler.Choose(ViewOf({level}, 5'000)), Next(2));
    EXPECT_GT(scheduler.CarriersMax(), 1'000U);
}

TEST(DeadlineScheduler, TheDeadlineIsElevenTenthsOfTheShortestRoundTripWithinBounds)
{
    const auto deadline = [](Duration rtt) {
        return DeadlineScheduler::Deadline(
            ViewOf({IdlePath(1, rtt, 10'000), IdlePath(2, 2s, 10'000)}, 5'000));
    };
    EXPECT_EQ(deadline(10ms), 20ms);
    EXPECT_EQ(deadline(100ms), 110ms);
    EXPECT_EQ(deadline(400ms), 440ms);
    EXPECT_EQ(deadline(460ms), 500ms);
}

TEST(DeadlineScheduler, SendsWhatIsOverdueOnceMoreBeforeAnythingNew)
{
    DeadlineScheduler scheduler;
    const std::vector<UploadPath> paths{WithCandidate(IdlePath(1, 100ms, 10'000), Instant(900ms)),
                                        IdlePath(2, 200ms, 10'000)};
    UploadView view = ViewOf(paths, 5'000);
    view.now = Instant(1009ms);
    EXPECT_EQ(scheduler.Choose(view), Next(1));
    EXPECT_EQ(scheduler.NextChoice(view), Instant(1010ms));
    view.now = Instant(1010ms);
    EXPECT_EQ(scheduler.Choose(view), Copy(1));
    EXPECT_EQ(scheduler.CarriersMax(), 2U);
}

TEST(DeadlineScheduler, AFullPathRescuesNothing)
{
    DeadlineScheduler scheduler;
    const std::vector<UploadPath> paths{WithCandidate(FullPath(1, 100ms, 10'000), Instant(0ms)),
                                        IdlePath(2, 200ms, 10'000)};
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 5'000)), Next(2));
    EXPECT_EQ(scheduler.Choose(ViewOf(paths, 0)), WAIT);
    EXPECT_EQ(scheduler.NextChoice(ViewOf(paths, 0)), NEVER);
    EXPECT_EQ(scheduler.Choose(ViewOf({}, 5'000)), WAIT);
}

TEST(UploadSchedulerRegistry, EveryNameLeadsToASchedulerAndNoOtherDoes)
{
    for (const UploadSchedulerName& known : UploadSchedulerNames())
    {
        EXPECT_EQ(UploadPolicyNamed(known.name), known.policy) << known.name;
        EXPECT_NE(NewUploadScheduler(known.policy), nullptr) << known.name;
    }
    EXPECT_EQ(UploadSchedulerNames().size(), 7U);
    EXPECT_EQ(UploadSchedulerNames().front().policy, UploadConfig().scheduler);
    EXPECT_EQ(UploadPolicyNamed("minrtt"), std::nullopt);
    EXPECT_EQ(UploadPolicyNamed(""), std::nullopt);
}

} // namespace kwik::test

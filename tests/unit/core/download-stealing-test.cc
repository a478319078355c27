#include "protocol-core/stream/download-scheduler.h"

#include <gtest/gtest.h>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Request = DownloadScheduler::RequestRange;
using Trim = DownloadScheduler::TrimRange;
using Abandon = DownloadScheduler::AbandonRange;

constexpr StreamId STREAM{1};
constexpr PathId SLOW{1};
constexpr PathId FAST{2};
constexpr Instant START{1s};
constexpr std::uint64_t KIBIBYTE = 1U << 10;

template <typename KIND>
std::vector<KIND>
TakeAll(DownloadScheduler& scheduler)
{
    std::vector<KIND> found;
    while (const auto action = scheduler.PollAction())
    {
        if (const auto* one = std::get_if<KIND>(&*action))
        {
            found.push_back(*one);
        }
    }
    return found;
}

/// Sizes that these tests count on, whatever the defaults are tuned to.
DownloadConfig
FixedConfig()
{
    DownloadConfig config;
    config.rangeMin = ByteCount{16 * KIBIBYTE};
    config.initialCredit = ByteCount{256 * KIBIBYTE};
    return config;
}

/// Whether a path has brought something before the ranges of a test are asked for.
enum class IsRateKnown
{
    No,
    Yes,
};

/// 256 KiB, of which the slow path owes everything in four ranges of 64 KiB.
class AllOnTheSlowPath
{
  public:
    AllOnTheSlowPath(const DownloadConfig& config,
                     Duration roundTrip,
                     IsRateKnown isRateKnown = IsRateKnown::No)
        : scheduler(config),
          m_roundTrip(roundTrip)
    {
        scheduler.OnPathReady(START - 1s, SLOW, roundTrip);
        if (isRateKnown == IsRateKnown::Yes)
        {
            BringAnotherStream();
        }
        scheduler.OnStreamOpened(STREAM);
        scheduler.OnExtent(START, STREAM, ByteCount{256 * KIBIBYTE});
        ranges = TakeAll<Request>(scheduler);
    }

    void Bring(Instant now, std::size_t index)
    {
        const Request& request = ranges.at(index);
        scheduler.OnArrived(now, SLOW, request.bytes.Length(), {m_roundTrip, m_roundTrip});
        scheduler.OnReceived(now, request.range, STREAM, request.bytes);
    }

    DownloadScheduler scheduler;
    std::vector<Request> ranges;

  private:
    /// 16 KiB within half a second.
    void BringAnotherStream()
    {
        constexpr StreamId OTHER{2};
        scheduler.OnStreamOpened(OTHER);
        scheduler.OnExtent(START - 1s, OTHER, ByteCount{16 * KIBIBYTE});
        scheduler.OnArrived(START - 1s,
                            SLOW,
                            ByteCount{},
                            {m_roundTrip, m_roundTrip}); // From here on it counts.
        for (const Request& request : TakeAll<Request>(scheduler))
        {
            scheduler.OnArrived(START - 500ms,
                                SLOW,
                                request.bytes.Length(),
                                {m_roundTrip, m_roundTrip});
            scheduler.OnReceived(START - 500ms, request.range, OTHER, request.bytes);
            scheduler.OnRangeEnded(START - 500ms, request.range);
        }
        scheduler.OnStreamClosed(START - 500ms, OTHER);
    }

    Duration m_roundTrip;
};

/// The slow path has brought 192 KiB at 128 KiB a second with a round trip of 400 ms; it owes the
/// last range, of which 51.2 KiB are beyond recall.
AllOnTheSlowPath
NearTheEnd(std::uint32_t redundancyPercent, IsRateKnown isRateKnown = IsRateKnown::No)
{
    DownloadConfig config = FixedConfig();
    config.redundancyPercent = redundancyPercent;
    AllOnTheSlowPath world(config, 400ms, isRateKnown);
    world.Bring(START + 1s, 0);
    world.Bring(START + 2s, 1);
    world.Bring(START + 2s, 2);
    world.Bring(START + 2s + 500ms, 2); // Once more.
    static_cast<void>(TakeAll<Request>(world.scheduler));
    return world;
}

} // namespace

TEST(DownloadStealing, AnIdlePathTakesOverTheUnsentTailOfASlowOne)
{
    AllOnTheSlowPath world(FixedConfig(), 40ms);
    world.scheduler.OnPathReady(START, FAST, 40ms);
    const auto action = world.scheduler.PollAction();
    const auto& trim = std::get<Trim>(*action);
    EXPECT_EQ(trim.path, SLOW);
    const auto stolen = TakeAll<Request>(world.scheduler);
    ASSERT_FALSE(stolen.empty());
    EXPECT_EQ(stolen[0].bytes.begin, trim.end);
    EXPECT_EQ(stolen[0].bytes.end, ByteCount{256 * KIBIBYTE});
    ByteCount taken;
    for (const Request& request : stolen)
    {
        EXPECT_EQ(request.path, FAST);
        EXPECT_EQ(request.purpose, RangePurpose::Stolen);
        taken += request.bytes.Length();
    }
    // Half of what is not beyond recall (an initial window of 14 kB): both would finish together.
    EXPECT_GE(taken, ByteCount{114 * KIBIBYTE});
    EXPECT_LE(taken, ByteCount{128 * KIBIBYTE});
    EXPECT_EQ(world.scheduler.Outstanding(SLOW) + world.scheduler.Outstanding(FAST),
              ByteCount{256 * KIBIBYTE});
}

TEST(DownloadStealing, NothingIsTakenFromAPathThatIsFasterAnyway)
{
    AllOnTheSlowPath world(FixedConfig(), 40ms);
    world.scheduler.OnPathReady(START, FAST, 400ms);
    EXPECT_FALSE(world.scheduler.PollAction());
}

TEST(DownloadStealing, TheTailIsOfTheNewestRangeThatStillOwesSomething)
{
    // The newest range overtook the others and is whole, but the server has not said so yet.
    AllOnTheSlowPath world(FixedConfig(), 40ms);
    world.Bring(START, 3);
    world.scheduler.OnPathReady(START, FAST, 10ms);
    const auto stolen = TakeAll<Request>(world.scheduler);
    ASSERT_FALSE(stolen.empty());
    EXPECT_EQ(stolen[0].bytes.end, world.ranges[2].bytes.end);
}

TEST(DownloadStealing, NothingIsTakenFromASilentPathAsIfItStillWorked)
{
    AllOnTheSlowPath world(FixedConfig(), 40ms);
    world.scheduler.OnPathSilent(START, SLOW);
    world.scheduler.OnPathReady(START, FAST, 40ms);
    while (const auto action = world.scheduler.PollAction())
    {
        ASSERT_TRUE(std::holds_alternative<Request>(*action));
        EXPECT_EQ(std::get<Request>(*action).purpose, RangePurpose::Rescued);
    }
}

TEST(DownloadStealing, WhatTheVictimSendsAfterAllIsAbandonedByTheThief)
{
    AllOnTheSlowPath world(FixedConfig(), 40ms);
    world.scheduler.OnPathReady(START, FAST, 40ms);
    const auto stolen = TakeAll<Request>(world.scheduler);
    ASSERT_FALSE(stolen.empty());
    // The trim came too late: the whole range arrives as it was asked for first.
    world.Bring(START + 40ms, 3);
    const auto abandoned = TakeAll<Abandon>(world.scheduler);
    ASSERT_FALSE(abandoned.empty());
    EXPECT_EQ(abandoned[0].range, stolen[0].range);
    EXPECT_EQ(abandoned[0].path, FAST);
}

TEST(DownloadStealing, WhatIsPushedIsNotTakenButAskedForOnceMore)
{
    for (const std::uint32_t redundancyPercent : {0U, 2U})
    {
        DownloadConfig config = FixedConfig();
        config.redundancyPercent = redundancyPercent;
        DownloadScheduler scheduler(config);
        scheduler.OnStreamOpened(STREAM);
        scheduler.OnPathReady(START, SLOW, 400ms);
        const Interval pushed{ByteCount{0}, ByteCount{64 * KIBIBYTE}};
        scheduler.OnPushAnnounced(START, SLOW, STREAM, pushed);
        scheduler.OnExtent(START, STREAM, pushed.end);
        scheduler.OnPathReady(START, FAST, 10ms);
        const auto action = scheduler.PollAction();
        EXPECT_EQ(action.has_value(), redundancyPercent > 0);
        if (action)
        {
            const auto& request = std::get<Request>(*action);
            EXPECT_EQ(request.purpose, RangePurpose::EndGame);
            EXPECT_EQ(request.path, FAST);
            EXPECT_EQ(request.bytes, pushed);
        }
        EXPECT_FALSE(scheduler.PollAction());
    }
}

TEST(EndGame, AsksTwiceForWhatCannotBeRecalled)
{
    AllOnTheSlowPath world = NearTheEnd(100);
    world.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    const auto asked = TakeAll<Request>(world.scheduler);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].purpose, RangePurpose::EndGame);
    EXPECT_EQ(asked[0].path, FAST);
    EXPECT_EQ(asked[0].bytes, world.ranges[3].bytes);
    EXPECT_EQ(world.scheduler.Outstanding(SLOW), ByteCount{64 * KIBIBYTE});
}

TEST(EndGame, KeepsWithinItsBudget)
{
    // 272 KiB have come, the third range twice; 64 KiB more are 23.5 % of that, and what the budget
    // does not reach is left out.
    AllOnTheSlowPath within = NearTheEnd(24, IsRateKnown::Yes);
    within.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    EXPECT_EQ(TakeAll<Request>(within.scheduler).size(), 1U);
    AllOnTheSlowPath beyond = NearTheEnd(23, IsRateKnown::Yes);
    beyond.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    const auto asked = TakeAll<Request>(beyond.scheduler);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].bytes.end, beyond.ranges[3].bytes.end);
    EXPECT_EQ(asked[0].bytes.Length(), ByteCount{272 * KIBIBYTE * 23 / 100});
}

TEST(EndGame, TheFirstWindowOfAPathIsNotCountedUnlessNothingMayBeRepeated)
{
    AllOnTheSlowPath little = NearTheEnd(1, IsRateKnown::No);
    little.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    EXPECT_EQ(TakeAll<Request>(little.scheduler).size(), 1U);
    AllOnTheSlowPath nothing = NearTheEnd(0, IsRateKnown::No);
    nothing.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    EXPECT_TRUE(TakeAll<Request>(nothing.scheduler).empty());
}

TEST(EndGame, AsksForNothingThreeTimes)
{
    AllOnTheSlowPath world = NearTheEnd(100);
    world.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    static_cast<void>(TakeAll<Request>(world.scheduler));
    world.scheduler.OnPathReady(START + 3s, PathId{3}, 10ms);
    EXPECT_TRUE(TakeAll<Request>(world.scheduler).empty());
}

TEST(EndGame, NobodyStealsWhatIsAskedForTwice)
{
    AllOnTheSlowPath world = NearTheEnd(100);
    world.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    static_cast<void>(TakeAll<Request>(world.scheduler));
    // On a shorter round trip most of what the slow path owes could be recalled after all.
    world.scheduler.OnArrived(START + 3s, SLOW, ByteCount{}, {40ms, 40ms});
    world.scheduler.OnPathReady(START + 3s, PathId{3}, 10ms);
    EXPECT_FALSE(world.scheduler.PollAction());
}

TEST(EndGame, TheSlowerCopyIsAbandonedOnceTheFasterIsHere)
{
    AllOnTheSlowPath world = NearTheEnd(100);
    world.scheduler.OnPathReady(START + 3s, FAST, 20ms);
    const Request twin = TakeAll<Request>(world.scheduler).at(0);
    const ByteCount middle{twin.bytes.end.value - 1};
    world.scheduler.OnReceived(START + 3s, twin.range, STREAM, {twin.bytes.begin, middle});
    EXPECT_TRUE(TakeAll<Abandon>(world.scheduler).empty());
    world.scheduler.OnReceived(START + 3s, twin.range, STREAM, {middle, twin.bytes.end});
    const auto abandoned = TakeAll<Abandon>(world.scheduler);
    ASSERT_EQ(abandoned.size(), 1U);
    EXPECT_EQ(abandoned[0].range, world.ranges[3].range);
    EXPECT_EQ(abandoned[0].path, SLOW);
    EXPECT_EQ(world.scheduler.Remaining(), ByteCount{0});
}

} // namespace kwik::test

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
constexpr ByteCount RANGE{64U << 10};
constexpr ByteCount EXTENT{8U << 20};

DownloadConfig
FixedConfig()
{
    DownloadConfig config;
    config.rangeMin = ByteCount{16U << 10};
    config.initialCredit = ByteCount{256U << 10};
    return config;
}

/// 8 MiB, whose first four ranges of 64 KiB the slow path owes, and what follows the fast one.
class TwoPaths
{
  public:
    explicit TwoPaths(const DownloadConfig& config = FixedConfig(),
                      Duration fastRoundTrip = 20ms,
                      Duration slowRoundTrip = 400ms,
                      ByteCount extent = EXTENT)
        : scheduler(config),
          m_roundTrips{{SLOW, slowRoundTrip}, {FAST, fastRoundTrip}}
    {
        BringAnotherStream(FAST, StreamId{2});
        scheduler.OnPathDraining(START, FAST);
        BringAnotherStream(SLOW, StreamId{3});
        scheduler.OnStreamOpened(STREAM);
        scheduler.OnExtent(START, STREAM, extent);
        slow = Take<Request>();
        scheduler.OnPathReady(START, FAST, fastRoundTrip);
        fast = Take<Request>();
    }

    template <typename KIND>
    std::vector<KIND> Take()
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

    void Arrive(Instant now, PathId path, ByteCount bytes)
    {
        const Duration roundTrip = m_roundTrips.at(path);
        scheduler.OnArrived(now, path, bytes, {roundTrip, roundTrip});
    }

    /// The same, and one more byte of the fast path behind the head.
    void Hear(Instant now, PathId path, ByteCount bytes)
    {
        Arrive(now, path, bytes);
        const ByteCount begin =
            fast.at(0).bytes.begin + std::exchange(m_heard, m_heard + ByteCount{1});
        scheduler.OnReceived(now, fast[0].range, STREAM, {begin, begin + ByteCount{1}});
    }

    void Bring(Instant now, const Request& request, ByteCount size)
    {
        Arrive(now, request.path, size);
        scheduler.OnReceived(now,
                             request.range,
                             STREAM,
                             {request.bytes.begin, request.bytes.begin + size});
    }

    /// What was asked for because the application waits, or a path fell silent.
    std::vector<Request> Rescues()
    {
        std::vector<Request> rescues;
        for (const Request& request : Take<Request>())
        {
            if (IsUrgent(request.purpose))
            {
                rescues.push_back(request);
            }
        }
        return rescues;
    }

    DownloadScheduler scheduler;
    std::vector<Request> slow;
    std::vector<Request> fast;

  private:
    /// 16 KiB within half a second, so that the path's rate is known.
    void BringAnotherStream(PathId path, StreamId stream)
    {
        const Duration roundTrip = m_roundTrips.at(path);
        scheduler.OnPathReady(START - 1s, path, roundTrip);
        scheduler.OnStreamOpened(stream);
        scheduler.OnExtent(START - 1s, stream, ByteCount{16U << 10});
        Arrive(START - 1s, path, ByteCount{}); // From here on it counts.
        for (const Request& request : Take<Request>())
        {
            Arrive(START - 500ms, path, request.bytes.Length());
            scheduler.OnReceived(START - 500ms, request.range, stream, request.bytes);
            scheduler.OnRangeEnded(START - 500ms, request.range);
        }
        scheduler.OnStreamClosed(START - 500ms, stream);
    }

    std::map<PathId, Duration> m_roundTrips;
    ByteCount m_heard;
};

/// The slow path loses the first range and brings the second.
void
LoseTheFirst(TwoPaths& world)
{
    ASSERT_GE(world.slow.size(), 2U);
    ASSERT_EQ(world.slow[0].bytes.begin, ByteCount{});
    world.Bring(START + 60ms, world.slow[1], world.slow[1].bytes.Length());
}

} // namespace

TEST(HeadRescue, AsksAnotherPathForWhatWasLostAndIsWaitedFor)
{
    TwoPaths world;
    LoseTheFirst(world);
    const auto rescues = world.Rescues();
    ASSERT_EQ(rescues.size(), 1U);
    EXPECT_EQ(rescues[0].path, FAST);
    EXPECT_EQ(rescues[0].bytes.begin, ByteCount{});
    EXPECT_EQ(rescues[0].bytes.end, DownloadScheduler::RESCUE_SIZE);
}

TEST(HeadRescue, AsksForMoreWhereMoreOfTheSameRangeWasLost)
{
    TwoPaths world;
    LoseTheFirst(world);
    const auto first = world.Rescues();
    ASSERT_EQ(first.size(), 1U);
    world.Bring(START + 90ms, first[0], first[0].bytes.Length());
    world.scheduler.OnDelivered(START + 90ms, STREAM, first[0].bytes.end);
    world.Hear(START + 140ms, SLOW, ByteCount{1});
    const auto more = world.Rescues();
    ASSERT_EQ(more.size(), 1U);
    EXPECT_EQ(more[0].bytes, (Interval{first[0].bytes.end, RANGE}));
}

TEST(HeadRescue, OnceForTheSameBytes)
{
    TwoPaths world;
    LoseTheFirst(world);
    ASSERT_EQ(world.Rescues().size(), 1U);
    world.Hear(START + 65ms, SLOW, RANGE);
    world.Hear(START + 70ms, SLOW, RANGE);
    EXPECT_TRUE(world.Rescues().empty());
}

TEST(HeadRescue, LeavesTheSlowPathToItWhenNobodyIsQuicker)
{
    TwoPaths world(FixedConfig(), 390ms);
    LoseTheFirst(world);
    EXPECT_TRUE(world.Rescues().empty());
}

TEST(HeadRescue, WaitsUntilTheTurnOfTheBytesHasPassedByThreeDatagrams)
{
    TwoPaths world;
    world.Bring(START + 60ms, world.slow[1], ByteCount{1'400});
    world.Bring(START + 60ms, world.fast[0], ByteCount{1'400});
    world.Hear(START + 70ms, SLOW, ByteCount{3'000});
    EXPECT_TRUE(world.Rescues().empty());
    world.Hear(START + 70ms, SLOW, ByteCount{101}); // 4501 with the first.
    EXPECT_EQ(world.Rescues().size(), 1U);
}

TEST(HeadRescue, NeedsSomethingThatWaitsBehindTheHead)
{
    TwoPaths world;
    world.Arrive(START + 60ms, SLOW, RANGE);
    world.Bring(START + 60ms, world.slow[0], ByteCount{1});
    world.Arrive(START + 160ms, SLOW, RANGE);
    world.Bring(START + 160ms, world.slow[0], ByteCount{1}); // Which is here already.
    EXPECT_TRUE(world.Rescues().empty());
}

TEST(HeadRescue, LetsAShortWaitPass)
{
    TwoPaths world;
    world.Bring(START + 49ms, world.slow[1], RANGE);
    EXPECT_TRUE(world.Rescues().empty());
    world.Hear(START + 50ms, SLOW, ByteCount{1});
    EXPECT_EQ(world.Rescues().size(), 1U);
}

TEST(HeadRescue, KeepsWithinHalfTheRedundancyBudget)
{
    // One percent of what there is, and nothing less than the smallest range.
    constexpr ByteCount ENOUGH{1'700'000};
    constexpr ByteCount LITTLE{1'600'000};
    TwoPaths within(FixedConfig(), 20ms, 400ms, ENOUGH);
    LoseTheFirst(within);
    const auto rescues = within.Rescues();
    ASSERT_EQ(rescues.size(), 1U);
    EXPECT_LE(rescues[0].bytes.Length(), ByteCount{ENOUGH.value / 100 + 200});
    TwoPaths beyond(FixedConfig(), 20ms, 400ms, LITTLE);
    LoseTheFirst(beyond);
    EXPECT_TRUE(beyond.Rescues().empty());
}

TEST(HeadRescue, NothingIsAskedForTwiceWithoutABudget)
{
    DownloadConfig config = FixedConfig();
    config.redundancyPercent = 0;
    TwoPaths world(config);
    LoseTheFirst(world);
    EXPECT_TRUE(world.Rescues().empty());
}

TEST(HeadRescue, TakesOverWithoutABudgetWhatIsNotSentYet)
{
    DownloadConfig config = FixedConfig();
    config.redundancyPercent = 0;
    TwoPaths world(config, 20ms, 40ms);
    for (std::size_t i = 0; i + 1 < world.slow.size(); ++i)
    {
        world.Bring(START + 1s, world.slow[i], world.slow[i].bytes.Length() - ByteCount{1});
    }
    const Request& last = world.slow.back();
    world.scheduler.OnDelivered(START + 1s, STREAM, last.bytes.begin);
    world.Bring(START + 1s, world.fast[0], ByteCount{1'400});
    static_cast<void>(world.Take<Request>());
    world.Hear(START + 1'060ms, FAST, ByteCount{1});
    const auto action = world.scheduler.PollAction();
    ASSERT_TRUE(action);
    ASSERT_TRUE(std::holds_alternative<Trim>(*action));
    EXPECT_EQ(std::get<Trim>(*action).range, last.range);
    const auto rescues = world.Rescues();
    ASSERT_EQ(rescues.size(), 1U);
    EXPECT_EQ(rescues[0].bytes, last.bytes);
    EXPECT_EQ(rescues[0].path, FAST);
    // It is urgent there, so nobody takes it away again.
    world.Hear(START + 1'070ms, SLOW, ByteCount{1});
    EXPECT_TRUE(world.Rescues().empty());
}

TEST(HeadRescue, DoesNotCountOnAPathThatBringsNothingAtAll)
{
    TwoPaths world(FixedConfig(), 150ms);
    world.Hear(START + 1ms, SLOW, ByteCount{1});
    world.Bring(START + 20ms, world.fast[0], ByteCount{1'400});
    world.Hear(START + 200ms, SLOW, ByteCount{1}); // It is slow, but it works.
    static_cast<void>(world.Take<Request>());
    world.Hear(START + 220ms, FAST, ByteCount{1});
    EXPECT_TRUE(world.Rescues().empty());
    world.Hear(START + 900ms, FAST, ByteCount{1});
    EXPECT_EQ(world.Rescues().size(), 1U);
}

TEST(HeadRescue, TheCopyIsAbandonedWhenTheLostBytesComeFirst)
{
    TwoPaths world;
    LoseTheFirst(world);
    const auto rescues = world.Rescues();
    ASSERT_EQ(rescues.size(), 1U);
    world.Bring(START + 65ms, world.slow[0], world.slow[0].bytes.Length());
    const auto abandoned = world.Take<Abandon>();
    ASSERT_EQ(abandoned.size(), 1U);
    EXPECT_EQ(abandoned[0].range, rescues[0].range);
}

TEST(HeadRescue, WhatASilentPathOwedOvertakesWhatIsNeededLater)
{
    TwoPaths world;
    world.scheduler.OnPathSilent(START + 1s, SLOW);
    const auto rescues = world.Take<Request>();
    ASSERT_FALSE(rescues.empty());
    EXPECT_EQ(rescues[0].bytes.begin, ByteCount{});
    EXPECT_EQ(rescues[0].rank, StreamRank::Urgent);
}

TEST(HeadRescue, WhatASilentPathOwedDoesNotOvertakeWhatIsNeededEarlier)
{
    TwoPaths world;
    world.scheduler.OnPathSilent(START + 1s, FAST);
    const auto rescues = world.Rescues();
    ASSERT_FALSE(rescues.empty());
    EXPECT_EQ(rescues[0].rank, StreamRank::Normal);
}

} // namespace kwik::test

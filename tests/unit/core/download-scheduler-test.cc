#include "protocol-core/stream/download-scheduler.h"

#include <gtest/gtest.h>
#include <numeric>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Request = DownloadScheduler::RequestRange;

constexpr StreamId STREAM{1};
constexpr PathId FIRST{1};
constexpr PathId SECOND{2};
constexpr Instant START{1s};
constexpr Duration ROUND_TRIP = 40ms;
constexpr std::uint64_t MEBIBYTE = 1U << 20;

/// What a scheduler asked for, sorted by kind.
struct Asked
{
    std::vector<Request> requests;
    std::vector<DownloadScheduler::TrimRange> trims;
    std::vector<DownloadScheduler::AbandonRange> abandoned;

    ByteCount BytesOn(PathId path) const
    {
        return std::accumulate(requests.begin(),
                               requests.end(),
                               ByteCount{},
                               [path](ByteCount sum, const Request& request) {
                                   return request.path == path ? sum + request.bytes.Length() : sum;
                               });
    }

    /// How far the requests reach.
    ByteCount End() const
    {
        ByteCount end;
        for (const Request& request : requests)
        {
            end = std::max(end, request.bytes.end);
        }
        return end;
    }
};

Asked
Drain(DownloadScheduler& scheduler)
{
    Asked asked;
    while (const auto action = scheduler.PollAction())
    {
        if (const auto* request = std::get_if<Request>(&*action))
        {
            asked.requests.push_back(*request);
        }
        else if (const auto* trim = std::get_if<DownloadScheduler::TrimRange>(&*action))
        {
            asked.trims.push_back(*trim);
        }
        else
        {
            asked.abandoned.push_back(std::get<DownloadScheduler::AbandonRange>(*action));
        }
    }
    return asked;
}

/// Sizes that these tests count on, whatever the defaults are tuned to.
DownloadConfig
FixedConfig()
{
    DownloadConfig config;
    config.rangeMin = ByteCount{16U << 10};
    config.initialCredit = ByteCount{256U << 10};
    return config;
}

DownloadScheduler
WithStream(ByteCount extent, const DownloadConfig& config = FixedConfig())
{
    DownloadScheduler scheduler(config);
    scheduler.OnStreamOpened(STREAM);
    scheduler.OnExtent(START, STREAM, extent);
    return scheduler;
}

/// All of @p request arrives; it is not said to have ended.
void
Bring(DownloadScheduler& scheduler, Instant now, const Request& request)
{
    scheduler.OnReceived(now, request.range, request.stream, request.bytes);
}

} // namespace

TEST(DownloadScheduler, AsksForNothingWithoutAPathOrWithoutAnExtent)
{
    DownloadScheduler pathless = WithStream(ByteCount{MEBIBYTE});
    EXPECT_TRUE(Drain(pathless).requests.empty());
    DownloadScheduler unknown{FixedConfig()};
    unknown.OnStreamOpened(STREAM);
    unknown.OnPathReady(START, FIRST, ROUND_TRIP);
    EXPECT_TRUE(Drain(unknown).requests.empty());
    EXPECT_EQ(unknown.NextTimeout(), NEVER);
}

TEST(DownloadScheduler, GivesANewPathItsInitialCreditInFourRequestsFromTheFront)
{
    DownloadScheduler scheduler = WithStream(ByteCount{10 * MEBIBYTE});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Asked asked = Drain(scheduler);
    ASSERT_EQ(asked.requests.size(), 4U);
    ByteCount next;
    for (const Request& request : asked.requests)
    {
        EXPECT_EQ(request.bytes.begin, next);
        EXPECT_EQ(request.bytes.Length(), ByteCount{64U << 10});
        EXPECT_EQ(request.purpose, RangePurpose::Fresh);
        next = request.bytes.end;
    }
    EXPECT_EQ(scheduler.Outstanding(FIRST), ByteCount{256U << 10});
    EXPECT_EQ(scheduler.Remaining(), ByteCount{10 * MEBIBYTE});
}

TEST(DownloadScheduler, AsksForASmallStreamWholeAndNoByteMore)
{
    DownloadScheduler scheduler = WithStream(ByteCount{100});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Asked asked = Drain(scheduler);
    ASSERT_EQ(asked.requests.size(), 1U);
    EXPECT_EQ(asked.requests[0].bytes, (Interval{ByteCount{0}, ByteCount{100}}));
    Bring(scheduler, START + 40ms, asked.requests[0]);
    scheduler.OnRangeEnded(START + 40ms, asked.requests[0].range);
    EXPECT_TRUE(Drain(scheduler).requests.empty());
    EXPECT_EQ(scheduler.Remaining(), ByteCount{0});
}

TEST(DownloadScheduler, DoesNotAskForWhatIsPushed)
{
    DownloadScheduler scheduler{FixedConfig()};
    scheduler.OnStreamOpened(STREAM);
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Interval pushed{ByteCount{0}, ByteCount{64U << 10}};
    scheduler.OnPushAnnounced(START, FIRST, STREAM, pushed);
    scheduler.OnExtent(START, STREAM, ByteCount{MEBIBYTE});
    const Asked asked = Drain(scheduler);
    ASSERT_FALSE(asked.requests.empty());
    EXPECT_EQ(asked.requests[0].bytes.begin, pushed.end);
    EXPECT_EQ(scheduler.Outstanding(FIRST), ByteCount{256U << 10});
}

TEST(DownloadScheduler, ASilentPathsBytesAreAskedForElsewhereAtTheSameInstant)
{
    DownloadScheduler scheduler = WithStream(ByteCount{10 * MEBIBYTE});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Asked before = Drain(scheduler);
    scheduler.OnPathReady(START, SECOND, ROUND_TRIP);
    static_cast<void>(Drain(scheduler));
    Bring(scheduler, START + 40ms, before.requests[0]);
    static_cast<void>(Drain(scheduler));
    const ByteCount owed = scheduler.Outstanding(FIRST);
    EXPECT_EQ(scheduler.OnPathSilent(START + 100ms, FIRST), owed);
    const Asked after = Drain(scheduler);
    IntervalSet rescued;
    for (const Request& request : after.requests)
    {
        EXPECT_EQ(request.path, SECOND);
        if (request.purpose == RangePurpose::Rescued)
        {
            rescued.Add(request.bytes);
        }
    }
    EXPECT_EQ(rescued.Total(), owed);
    EXPECT_TRUE(rescued.Contains({before.requests[1].bytes.begin, before.requests[3].bytes.end}));
    EXPECT_EQ(scheduler.Outstanding(FIRST), ByteCount{0});
}

TEST(DownloadScheduler, ASilentPathsBytesWaitForAPathIfThereIsNone)
{
    DownloadScheduler scheduler = WithStream(ByteCount{MEBIBYTE});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    static_cast<void>(Drain(scheduler));
    scheduler.OnPathSilent(START + 100ms, FIRST);
    EXPECT_TRUE(Drain(scheduler).requests.empty());
    scheduler.OnPathReady(START + 9s, SECOND, ROUND_TRIP);
    const Asked asked = Drain(scheduler);
    ASSERT_FALSE(asked.requests.empty());
    EXPECT_EQ(asked.requests[0].purpose, RangePurpose::Rescued);
    EXPECT_EQ(asked.requests[0].bytes.begin, ByteCount{0});
}

TEST(DownloadScheduler, ARevivedPathIsToldToAbandonWhatItOwed)
{
    DownloadScheduler scheduler = WithStream(ByteCount{10 * MEBIBYTE});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Asked before = Drain(scheduler);
    scheduler.OnPathReady(START, SECOND, ROUND_TRIP);
    scheduler.OnPathSilent(START + 100ms, FIRST);
    static_cast<void>(Drain(scheduler));
    scheduler.OnPathReady(START + 200ms, FIRST, ROUND_TRIP);
    const Asked after = Drain(scheduler);
    ASSERT_EQ(after.abandoned.size(), before.requests.size());
    for (std::size_t i = 0; i < before.requests.size(); ++i)
    {
        EXPECT_EQ(after.abandoned[i].range, before.requests[i].range);
        EXPECT_EQ(after.abandoned[i].path, FIRST);
    }
    EXPECT_GT(after.BytesOn(FIRST), ByteCount{0});
}

TEST(DownloadScheduler, WhatASilentPathBringsAfterAllIsAbandonedElsewhere)
{
    DownloadScheduler scheduler = WithStream(ByteCount{64U << 10});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Asked before = Drain(scheduler);
    scheduler.OnPathReady(START, SECOND, ROUND_TRIP);
    scheduler.OnPathSilent(START + 100ms, FIRST);
    const Asked rescued = Drain(scheduler);
    EXPECT_EQ(rescued.BytesOn(SECOND), ByteCount{64U << 10});
    Bring(scheduler, START + 120ms, before.requests[0]);
    const Asked after = Drain(scheduler);
    EXPECT_TRUE(after.requests.empty());
    // Those on the second path, and the first path's own, which is whole.
    EXPECT_GE(after.abandoned.size(), rescued.requests.size());
    EXPECT_EQ(scheduler.Outstanding(SECOND), ByteCount{0});
}

TEST(DownloadScheduler, AClosedPathIsNotSpokenToAnyMore)
{
    DownloadScheduler scheduler = WithStream(ByteCount{10 * MEBIBYTE});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Asked before = Drain(scheduler);
    scheduler.OnPathReady(START, SECOND, ROUND_TRIP);
    static_cast<void>(Drain(scheduler));
    scheduler.OnPathClosed(START + 100ms, FIRST);
    const Asked after = Drain(scheduler);
    EXPECT_TRUE(after.abandoned.empty());
    EXPECT_EQ(after.BytesOn(FIRST), ByteCount{0});
    EXPECT_GE(after.BytesOn(SECOND), before.BytesOn(FIRST));
    Bring(scheduler, START + 101ms, before.requests[0]); // A late arrival harms nobody.
    EXPECT_EQ(scheduler.Rate(FIRST), BitRate{0});
}

TEST(DownloadScheduler, APathThatEndsARangeEarlyIsNotAskedForThatStreamForAWhile)
{
    DownloadScheduler scheduler = WithStream(ByteCount{10 * MEBIBYTE});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    const Asked before = Drain(scheduler);
    scheduler.OnPathReady(START, SECOND, 10 * ROUND_TRIP);
    static_cast<void>(Drain(scheduler));
    scheduler.OnRangeEnded(START + 40ms, before.requests[0].range);
    const Asked after = Drain(scheduler);
    EXPECT_EQ(after.BytesOn(FIRST), ByteCount{0});
    EXPECT_GE(after.BytesOn(SECOND), before.requests[0].bytes.Length());
    scheduler.OnPathClosed(START + 50ms, SECOND);
    EXPECT_EQ(Drain(scheduler).BytesOn(FIRST), ByteCount{0});
    const Instant retry = START + 40ms + DownloadScheduler::UNABLE_FOR;
    EXPECT_EQ(scheduler.NextTimeout(), retry);
    scheduler.OnTimeout(retry - 1ns);
    EXPECT_EQ(Drain(scheduler).BytesOn(FIRST), ByteCount{0});
    scheduler.OnTimeout(retry);
    EXPECT_GT(Drain(scheduler).BytesOn(FIRST), ByteCount{0});
    EXPECT_EQ(scheduler.NextTimeout(), NEVER);
}

TEST(DownloadScheduler, ALossOfMoreThanItsRangesCanNameIsMadeUpForLittleByLittle)
{
    DownloadConfig config = FixedConfig();
    config.initialCredit = ByteCount{256 * MEBIBYTE};
    config.reassemblyCap = ByteCount{512 * MEBIBYTE};
    DownloadScheduler scheduler = WithStream(ByteCount{1024 * MEBIBYTE}, config);
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    scheduler.OnPathReady(START, SECOND, ROUND_TRIP);
    static_cast<void>(Drain(scheduler));
    const ByteCount owed = scheduler.Outstanding(FIRST);
    scheduler.OnPathSilent(START + 100ms, FIRST);
    Asked asked = Drain(scheduler);
    EXPECT_LE(asked.requests.size(), DownloadScheduler::RANGES_MAX);
    ByteCount rescued;
    while (rescued < owed && !asked.requests.empty())
    {
        Asked next;
        for (const Request& request : asked.requests)
        {
            rescued +=
                request.purpose == RangePurpose::Rescued ? request.bytes.Length() : ByteCount{};
            Bring(scheduler, START + 200ms, request);
            scheduler.OnRangeEnded(START + 200ms, request.range);
            const Asked more = Drain(scheduler);
            next.requests.insert(next.requests.end(), more.requests.begin(), more.requests.end());
        }
        asked = next;
    }
    EXPECT_EQ(rescued, owed);
}

TEST(DownloadScheduler, APathIsAskedWhateverTheShortestRangeIs)
{
    DownloadConfig config;
    config.rangeMin = config.rangeMax;
    DownloadScheduler scheduler = WithStream(ByteCount{10 * MEBIBYTE}, config);
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    EXPECT_GE(Drain(scheduler).BytesOn(FIRST), config.rangeMin);
}

TEST(DownloadScheduler, StreamsTakeTurns)
{
    DownloadScheduler scheduler{FixedConfig()};
    for (std::uint64_t i = 1; i <= 4; ++i)
    {
        scheduler.OnStreamOpened(StreamId{i});
        scheduler.OnExtent(START, StreamId{i}, ByteCount{MEBIBYTE});
    }
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    scheduler.OnPathReady(START, SECOND, ROUND_TRIP);
    const Asked asked = Drain(scheduler);
    ASSERT_EQ(asked.requests.size(), 8U);
    for (std::size_t i = 0; i < 8; ++i)
    {
        EXPECT_EQ(asked.requests[i].stream, StreamId{1 + i % 4}) << i;
    }
}

TEST(DownloadScheduler, AsksNoFurtherThanTheWindowBeyondWhatTheApplicationHas)
{
    // Four paths have credit for twice the window.
    DownloadConfig config = FixedConfig();
    config.initialCredit = ByteCount{MEBIBYTE};
    config.reassemblyCap = ByteCount{2 * MEBIBYTE};
    DownloadScheduler scheduler = WithStream(ByteCount{100 * MEBIBYTE}, config);
    for (std::uint32_t path = 1; path <= 4; ++path)
    {
        scheduler.OnPathReady(START, PathId{path}, 1ms);
    }
    const ByteCount window = config.reassemblyCap;
    const Asked asked = Drain(scheduler);
    EXPECT_EQ(asked.End(), window);
    // The application reads a request's worth, and one comes in: that much is asked for, no more.
    const Interval first = asked.requests[0].bytes;
    Bring(scheduler, START, asked.requests[0]);
    scheduler.OnDelivered(START, STREAM, first.end);
    EXPECT_EQ(Drain(scheduler).End(), window + first.end);
}

TEST(DownloadScheduler, TheReassemblyCapBoundsTheWindow)
{
    DownloadConfig config = FixedConfig();
    config.initialCredit = ByteCount{8 * MEBIBYTE};
    config.reassemblyCap = ByteCount{2 * MEBIBYTE};
    DownloadScheduler scheduler = WithStream(ByteCount{100 * MEBIBYTE}, config);
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    EXPECT_EQ(scheduler.Outstanding(FIRST), ByteCount{2 * MEBIBYTE});
    scheduler.OnDelivered(START, STREAM, ByteCount{config.rangeMin.value - 1});
    EXPECT_EQ(scheduler.Outstanding(FIRST), ByteCount{2 * MEBIBYTE}); // A sliver waits.
    scheduler.OnDelivered(START, STREAM, config.rangeMin);
    EXPECT_EQ(scheduler.Outstanding(FIRST), ByteCount{2 * MEBIBYTE} + config.rangeMin);
}

TEST(DownloadScheduler, AClosedStreamIsAskedForNoMore)
{
    DownloadScheduler scheduler = WithStream(ByteCount{MEBIBYTE});
    scheduler.OnPathReady(START, FIRST, ROUND_TRIP);
    static_cast<void>(Drain(scheduler));
    scheduler.OnStreamClosed(START, STREAM);
    EXPECT_EQ(scheduler.Outstanding(FIRST), ByteCount{0});
    EXPECT_EQ(scheduler.Remaining(), ByteCount{0});
    scheduler.OnPathReady(START, SECOND, ROUND_TRIP);
    EXPECT_TRUE(Drain(scheduler).requests.empty());
}

TEST(PathLoad, SlowStartDoublesTheInitialWindowEveryRoundTrip)
{
    EXPECT_EQ(PathLoad::RoundTripsOfSlowStart(ByteCount{13'999}), 0U);
    EXPECT_EQ(PathLoad::RoundTripsOfSlowStart(ByteCount{14'000}), 1U);
    EXPECT_EQ(PathLoad::RoundTripsOfSlowStart(ByteCount{41'999}), 1U);
    EXPECT_EQ(PathLoad::RoundTripsOfSlowStart(ByteCount{42'000}), 2U);
    EXPECT_EQ(PathLoad::RoundTripsOfSlowStart(ByteCount{210'000}), 4U);
}

} // namespace kwik::test

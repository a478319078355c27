#include "protocol-core/stream/upload/scheduler-registry.h"
#include "protocol-core/stream/upload/upload-sender.h"
#include "tests/unit/core/upload-view.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr StreamId S0{0};
constexpr StreamId S1{1};
constexpr PathId P1{1};
constexpr PathId P2{2};
constexpr ByteCount WIDE{std::uint64_t{1} << 40};
constexpr Instant START(1s);

UploadConfig
SmallSegments()
{
    UploadConfig config;
    config.segmentMax = ByteCount{1'000};
    config.segmentMin = ByteCount{500};
    config.buffer = ByteCount{100'000};
    return config;
}

struct Sent
{
    std::uint32_t path;
    std::uint64_t begin;
    std::uint64_t end;
    SegmentPurpose purpose;
    auto operator<=>(const Sent&) const = default;
};

/// A sender with one open stream.
struct Fixture
{
    explicit Fixture(UploadPolicy policy = UploadPolicy::MinRtt)
        : sender(SmallSegments(), NewUploadScheduler(policy))
    {
        sender.OnStreamOpened(S0, WIDE);
    }

    ByteCount Write(std::uint64_t size, StreamId stream = S0)
    {
        return sender.Write(START, stream, SharedBytes(ByteVector(size)));
    }

    /// Takes the actions; remembers what was written to streams and what is finished.
    std::vector<Sent> Drain()
    {
        std::vector<Sent> sent;
        while (const auto action = sender.PollAction())
        {
            if (const auto* segment = std::get_if<UploadSender::SendSegment>(&*action))
            {
                const Interval bytes = segment->part.bytes;
                EXPECT_EQ(segment->bytes.Size(), bytes.Length().value);
                streams.push_back(segment->part.stream);
                sent.push_back(
                    {segment->path.value, bytes.begin.value, bytes.end.value, segment->purpose});
            }
            writable += std::holds_alternative<UploadSender::Writable>(*action) ? 1 : 0;
            finished += std::holds_alternative<UploadSender::Finished>(*action) ? 1 : 0;
        }
        return sent;
    }

    void Acknowledge(Instant now, std::uint64_t cumulative, std::vector<Interval> ranges = {})
    {
        sender.OnAcknowledged(now, {S0, ByteCount{cumulative}, std::move(ranges), false});
    }

    UploadSender sender;
    std::vector<StreamId> streams;
    int writable{0};
    int finished{0};
};

constexpr auto FRESH = SegmentPurpose::Fresh;
constexpr auto RESCUED = SegmentPurpose::Rescued;
constexpr auto COPIED = SegmentPurpose::Copied;

} // namespace

TEST(UploadSender, CutsWhatIsWrittenIntoSegmentsThatFillThePathsWindow)
{
    Fixture at;
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 2'700));
    at.Write(5'000);
    // 2,700 - 2 x (1,000 + 32 + 64) = 508; (508 - 64) x 32 / 33 = 430.
    EXPECT_EQ(at.Drain(),
              (std::vector<Sent>{{1, 0, 1'000, FRESH},
                                 {1, 1'000, 2'000, FRESH},
                                 {1, 2'000, 2'430, FRESH}}));
    EXPECT_EQ(at.sender.Outstanding(P1), ByteCount{2'430});
    at.sender.OnPathMeasured(START, IdlePath(1, 10ms, 1'200));
    EXPECT_EQ(at.Drain(), (std::vector<Sent>{{1, 2'430, 3'430, FRESH}}));
}

TEST(UploadSender, NeverSendsBeyondTheEndToEndWindow)
{
    Fixture at;
    at.sender.OnStreamOpened(S1, ByteCount{1'500});
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 100'000));
    at.Write(5'000, S1);
    EXPECT_EQ(at.Drain(), (std::vector<Sent>{{1, 0, 1'000, FRESH}, {1, 1'000, 1'500, FRESH}}));
    at.sender.OnWindow(START, S1, ByteCount{1'400});
    EXPECT_TRUE(at.Drain().empty()) << "a window is never taken back";
    at.sender.OnWindow(START, S1, ByteCount{2'000});
    EXPECT_EQ(at.Drain(), (std::vector<Sent>{{1, 1'500, 2'000, FRESH}}));
}

TEST(UploadSender, WhatASilentPathOwedGoesElsewhereAtOnceAndBeforeFreshBytes)
{
    Fixture at;
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 2'300));
    at.sender.OnPathReady(START, IdlePath(2, 20ms, 1'200));
    at.Write(9'000);
    EXPECT_EQ(at.Drain(),
              (std::vector<Sent>{{1, 0, 1'000, FRESH},
                                 {1, 1'000, 2'000, FRESH},
                                 {2, 2'000, 3'000, FRESH}}));
    EXPECT_EQ(at.sender.OnPathLost(START, P1), ByteCount{2'000});
    EXPECT_TRUE(at.Drain().empty()) << "no room";
    at.sender.OnPathMeasured(START, IdlePath(2, 20ms, 3'400));
    EXPECT_EQ(at.Drain(),
              (std::vector<Sent>{{2, 0, 1'000, RESCUED},
                                 {2, 1'000, 2'000, RESCUED},
                                 {2, 3'000, 4'000, FRESH}}));
}

TEST(UploadSender, WhatIsAcknowledgedInTheMeantimeIsNotRescued)
{
    Fixture at;
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 10'000));
    at.Write(3'000);
    at.Drain();
    at.Acknowledge(START, 500, {{ByteCount{1'000}, ByteCount{2'000}}});
    EXPECT_EQ(at.sender.OnPathLost(START, P1), ByteCount{1'500});
    at.Acknowledge(START, 1'000 - 200);
    at.sender.OnPathReady(START, IdlePath(2, 20ms, 10'000));
    EXPECT_EQ(at.Drain(),
              (std::vector<Sent>{{2, 800, 1'000, RESCUED}, {2, 2'000, 3'000, RESCUED}}));
}

TEST(UploadSender, AnAcknowledgementOfWhatWasNeverSentChangesNothing)
{
    Fixture at;
    at.Write(3'000);
    at.Acknowledge(START, 2'000, {{ByteCount{5'000}, ByteCount{4'000}}});
    at.sender.OnAcknowledged(START, {S1, ByteCount{2'000}, {}, true});
    EXPECT_EQ(at.sender.Remaining(), ByteCount{3'000});
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 10'000));
    EXPECT_EQ(at.Drain().size(), 3U);
}

TEST(UploadSender, AWriterGetsNoFurtherThanTheBufferAndHearsWhenHalfOfItIsFree)
{
    Fixture at;
    EXPECT_EQ(at.Write(60'000), ByteCount{60'000});
    EXPECT_EQ(at.Write(60'000), ByteCount{40'000});
    EXPECT_EQ(at.Write(1), ByteCount{0});
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 1'000'000));
    at.Drain();
    at.Acknowledge(START, 49'999);
    at.Drain();
    EXPECT_EQ(at.writable, 0);
    at.Acknowledge(START, 50'000);
    at.Drain();
    EXPECT_EQ(at.writable, 1);
    EXPECT_EQ(at.Write(60'000), ByteCount{50'000});
}

TEST(UploadSender, AStreamIsFinishedWhenTheServerHasItsEndToo)
{
    Fixture at;
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 10'000));
    at.Write(2'000);
    at.sender.OnWritten(S0);
    at.Drain();
    at.Acknowledge(START, 2'000);
    at.Drain();
    EXPECT_EQ(at.finished, 0);
    EXPECT_TRUE(at.sender.HasOpenStreams());
    at.sender.OnAcknowledged(START, {S0, ByteCount{2'000}, {}, true});
    at.Drain();
    EXPECT_EQ(at.finished, 1);
    EXPECT_FALSE(at.sender.HasOpenStreams());
}

TEST(UploadSender, StreamsTakeTurns)
{
    Fixture at;
    at.sender.OnStreamOpened(S1, WIDE);
    at.Write(3'000);
    at.Write(3'000, S1);
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 4'600));
    at.Drain();
    EXPECT_EQ(at.streams, (std::vector<StreamId>{S1, S0, S1, S0}));
}

TEST(UploadSender, RedundantPutsEverySegmentOnEveryPath)
{
    Fixture at(UploadPolicy::Redundant);
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 10'000));
    at.sender.OnPathReady(START, IdlePath(2, 20ms, 10'000));
    at.Write(2'000);
    auto sent = at.Drain();
    std::sort(sent.begin(), sent.end());
    EXPECT_EQ(sent,
              (std::vector<Sent>{{1, 0, 1'000, FRESH},
                                 {1, 1'000, 2'000, FRESH},
                                 {2, 0, 1'000, COPIED},
                                 {2, 1'000, 2'000, COPIED}}));
    EXPECT_EQ(at.sender.OnPathLost(START, P1), ByteCount{0}) << "the other path owes it all too";
}

TEST(UploadSender, DeadlineCopiesWhatIsNotAcknowledgedInTimeOnceToTheOtherPath)
{
    Fixture at(UploadPolicy::Deadline);
    at.sender.OnPathReady(START, IdlePath(1, 100ms, 10'000));
    at.Write(1'000);
    EXPECT_EQ(at.Drain(), (std::vector<Sent>{{1, 0, 1'000, FRESH}}));
    at.sender.OnPathReady(START, IdlePath(2, 200ms, 10'000));
    EXPECT_EQ(at.sender.NextTimeout(), START + 110ms);
    at.sender.OnTimeout(START + 110ms - 1ns);
    EXPECT_TRUE(at.Drain().empty());
    at.sender.OnTimeout(START + 110ms);
    EXPECT_EQ(at.Drain(), (std::vector<Sent>{{2, 0, 1'000, COPIED}}));
    at.sender.OnTimeout(START + 1s);
    EXPECT_TRUE(at.Drain().empty()) << "once";
}

TEST(UploadSender, APathBehindWhichNothingIsAcknowledgedIsPassedOverWhileThereIsAnother)
{
    Fixture at;
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 10'000));
    at.Write(1'000);
    at.Drain();
    EXPECT_EQ(at.sender.NextTimeout(), NEVER) << "it is the only one";
    at.sender.OnPathReady(START, IdlePath(2, 20ms, 10'000));
    EXPECT_EQ(at.sender.NextTimeout(), START + 3s);
    at.sender.OnTimeout(START + 3s);
    EXPECT_EQ(at.Drain(), (std::vector<Sent>{{2, 0, 1'000, RESCUED}}));
    at.Write(1'000);
    EXPECT_EQ(at.Drain(), (std::vector<Sent>{{2, 1'000, 2'000, FRESH}}));
    at.sender.OnPathLost(START + 4s, P2);
    EXPECT_EQ(at.Drain().front().path, 1U) << "better than none";
}

TEST(UploadSender, AnAcknowledgementGivesItsPathNewPatience)
{
    Fixture at;
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 10'000));
    at.sender.OnPathReady(START, IdlePath(2, 20ms, 10'000));
    at.Write(2'000);
    at.Drain();
    at.Acknowledge(START + 2s, 1'000);
    EXPECT_EQ(at.sender.NextTimeout(), START + 5s);
    at.Acknowledge(START + 2s, 2'000);
    EXPECT_EQ(at.sender.NextTimeout(), NEVER) << "nothing is owed";
}

TEST(UploadSender, AStreamThatIsGivenUpLeavesNothingBehind)
{
    Fixture at;
    at.sender.OnPathReady(START, IdlePath(1, 10ms, 1'500));
    at.Write(9'000);
    at.Drain();
    at.sender.OnStreamClosed(S0);
    EXPECT_EQ(at.sender.Outstanding(P1), ByteCount{0});
    EXPECT_EQ(at.sender.OnPathLost(START, P1), ByteCount{0});
    at.sender.OnPathReady(START, IdlePath(2, 10ms, 10'000));
    EXPECT_TRUE(at.Drain().empty());
}

// As in the tests of BlestScheduler: on an idle slow path it takes a window of 56,200 bytes.
TEST(UploadSender, TheWindowThatSchedulersSeeBeginsAtTheFirstUnacknowledgedByte)
{
    for (const auto& [limit, segments] : {std::pair{106'199U, 0U}, std::pair{106'200U, 1U}})
    {
        Fixture at(UploadPolicy::Blest);
        at.sender.OnStreamClosed(S0);
        at.sender.OnStreamOpened(S0, ByteCount{limit});
        at.sender.OnPathReady(START, IdlePath(1, 10ms, 60'000));
        at.Write(100'000);
        at.Drain();
        at.sender.OnPathMeasured(START, FullPath(1, 10ms, 10'000));
        at.Acknowledge(START, 50'000);
        at.sender.OnPathReady(START, IdlePath(2, 40ms, 20'000));
        EXPECT_EQ(at.Drain().size(), segments) << limit;
    }
}

} // namespace kwik::test

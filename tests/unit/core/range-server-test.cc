#include "protocol-core/session/range-server.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

namespace
{

using Read = RangeServer::Read;
using Words = std::vector<std::string>;

constexpr std::uint64_t KIBIBYTE = 1'024;
constexpr CarrierStreamId FIRST = FIRST_RANGE_STREAM;
constexpr CarrierStreamId SECOND{FIRST_RANGE_STREAM.value + CARRIER_STREAM_STEP};
/// As much room as nothing in these tests needs.
constexpr ByteCount AMPLE{10'000 * KIBIBYTE};

/// A RangeServer whose contents are zeros, and what it wrote.
class Served
{
  public:
    explicit Served(ByteCount space = AMPLE)
        : server(ServerConfig{})
    {
        server.OnSendSpace(space);
    }

    void Ask(CarrierStreamId stream, const KdpMessage& message)
    {
        server.OnBytes(stream, SharedBytes(EncodeKdp(message)), StreamEnd::Open);
    }

    void AskRange(CarrierStreamId stream,
                  std::uint64_t begin,
                  std::uint64_t length,
                  RangePriority priority = RangePriority::Normal)
    {
        Ask(stream, KdpRangeRequest{StreamId{7}, {begin}, {length}, priority, "content"});
    }

    /// Takes what the server wants; what it reads is kept in `reads` and not answered.
    void Collect()
    {
        while (auto action = server.PollAction())
        {
            if (const auto* read = std::get_if<Read>(&*action))
            {
                reads.push_back(*read);
            }
            else if (const auto* write = std::get_if<WriteStream>(&*action))
            {
                Keep(*write);
            }
            else if (const auto* violated = std::get_if<RangeServer::Violated>(&*action))
            {
                violations.emplace_back(violated->detail);
            }
            else if (const auto* lookup = std::get_if<RangeServer::Lookup>(&*action))
            {
                lookups.push_back(lookup->content);
            }
        }
    }

    /// Answers everything that was read until the server wants no more.
    void AnswerAll()
    {
        for (Collect(); answered < reads.size(); Collect())
        {
            const Read read = reads[answered++];
            server.OnContent(read.transfer, SharedBytes(ByteVector(read.length.value)));
        }
    }

    ByteCount BytesOn(CarrierStreamId stream) const
    {
        ByteCount sum;
        for (const Read& read : reads)
        {
            sum += read.transfer == stream ? read.length : ByteCount{};
        }
        return sum;
    }

    RangeServer server;
    std::vector<Read> reads;
    std::size_t answered{0};
    Words lookups;
    Words violations;
    std::vector<KdpMessage> control; ///< What was said on the KDP control stream.
    std::map<CarrierStreamId, int> ends;

  private:
    void Keep(const WriteStream& write)
    {
        ends[write.stream] += write.end == StreamEnd::Final ? 1 : 0;
        if (write.stream == KDP_STREAM)
        {
            m_decoder.Append(write.bytes);
            while (auto message = m_decoder.Next().Value())
            {
                control.push_back(std::move(*message));
            }
        }
    }

    KdpDecoder m_decoder;
};

/// The size of "content" is known already.
Served
WithContent(ByteCount size, ByteCount space = AMPLE)
{
    Served served(space);
    served.server.OnContentSize("content", size);
    return served;
}

} // namespace

TEST(RangeServer, AnswersAnOpenWithTheExtentAndPushesTheFirstWindow)
{
    Served served;
    served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{7}, "content"});
    served.Collect();
    EXPECT_EQ(served.lookups, Words{"content"});
    EXPECT_TRUE(served.control.empty());
    served.server.OnContentSize("content", ByteCount{1'000 * KIBIBYTE});
    served.AnswerAll();
    ASSERT_EQ(served.control.size(), 1U);
    const auto& extent = std::get<KdpStreamExtent>(served.control[0]);
    EXPECT_EQ(extent.stream, StreamId{7});
    EXPECT_EQ(extent.extent, ByteCount{1'000 * KIBIBYTE});
    EXPECT_EQ(extent.pushed, ByteCount{64 * KIBIBYTE});
    EXPECT_EQ(extent.finish, StreamFinish::Final);
    EXPECT_EQ(served.BytesOn(FIRST_PUSH_STREAM), ByteCount{64 * KIBIBYTE});
    EXPECT_EQ(served.ends[FIRST_PUSH_STREAM], 1);
}

TEST(RangeServer, PushesNoMoreThanThereIs)
{
    Served small = WithContent(ByteCount{10});
    small.Ask(KDP_STREAM, KdpStreamOpen{StreamId{7}, "content"});
    small.AnswerAll();
    EXPECT_EQ(std::get<KdpStreamExtent>(small.control.at(0)).pushed, ByteCount{10});
    EXPECT_EQ(small.BytesOn(FIRST_PUSH_STREAM), ByteCount{10});
    Served empty = WithContent(ByteCount{0});
    empty.Ask(KDP_STREAM, KdpStreamOpen{StreamId{7}, "content"});
    empty.AnswerAll();
    EXPECT_EQ(std::get<KdpStreamExtent>(empty.control.at(0)).extent, ByteCount{0});
    EXPECT_TRUE(empty.reads.empty());
}

TEST(RangeServer, RefusesAStreamWhoseContentItDoesNotHave)
{
    Served served;
    served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{7}, "content"});
    served.server.OnContentSize("content", std::nullopt);
    served.AnswerAll();
    ASSERT_EQ(served.control.size(), 1U);
    EXPECT_EQ(std::get<KdpStreamRefused>(served.control[0]).stream, StreamId{7});
}

TEST(RangeServer, ServesARangeFrameByFrameAndEndsItsStream)
{
    Served served = WithContent(ByteCount{100'000});
    served.AskRange(FIRST, 500, 20'000);
    served.AnswerAll();
    ASSERT_EQ(served.reads.size(), 3U);
    ByteCount next{500};
    for (const Read& read : served.reads)
    {
        EXPECT_EQ(read.offset, next);
        EXPECT_LE(read.length, ByteCount{8 * KIBIBYTE});
        next += read.length;
    }
    EXPECT_EQ(next, ByteCount{20'500});
    EXPECT_EQ(served.ends[FIRST], 1);
}

TEST(RangeServer, ServesARangeAsFarAsTheContentReaches)
{
    Served served = WithContent(ByteCount{1'000});
    served.AskRange(FIRST, 900, 500);
    served.AskRange(SECOND, 1'000, 1);
    served.AnswerAll();
    EXPECT_EQ(served.BytesOn(FIRST), ByteCount{100});
    EXPECT_EQ(served.BytesOn(SECOND), ByteCount{0});
    EXPECT_EQ(served.ends[FIRST], 1);
    EXPECT_EQ(served.ends[SECOND], 1);
}

TEST(RangeServer, ReadsNoMoreThanTheSendBufferHasRoomFor)
{
    Served served = WithContent(ByteCount{1'000'000}, ByteCount{20 * KIBIBYTE});
    served.AskRange(FIRST, 0, 500'000);
    served.AnswerAll();
    // The last frame may overdraw the room, by less than its size.
    EXPECT_GE(served.BytesOn(FIRST), ByteCount{20 * KIBIBYTE});
    EXPECT_LT(served.BytesOn(FIRST), ByteCount{28 * KIBIBYTE});
    const ByteCount before = served.BytesOn(FIRST);
    served.server.OnSendSpace(ByteCount{16 * KIBIBYTE});
    served.AnswerAll();
    EXPECT_GE(served.BytesOn(FIRST), before + ByteCount{8 * KIBIBYTE});
    EXPECT_LE(served.BytesOn(FIRST), before + ByteCount{16 * KIBIBYTE});
}

TEST(RangeServer, UrgentRangesGoFirstAndOthersInOrder)
{
    Served served = WithContent(ByteCount{1'000'000}, ByteCount{1});
    served.AskRange(FIRST, 0, 16 * KIBIBYTE);
    served.AskRange(SECOND, 0, 16 * KIBIBYTE);
    const CarrierStreamId urgent{SECOND.value + CARRIER_STREAM_STEP};
    served.AskRange(urgent, 0, 16 * KIBIBYTE, RangePriority::Urgent);
    served.server.OnSendSpace(AMPLE);
    served.AnswerAll();
    std::vector<CarrierStreamId> order;
    for (const Read& read : served.reads)
    {
        order.push_back(read.transfer);
    }
    // The first frame left before the urgent request came.
    EXPECT_EQ(order, (std::vector<CarrierStreamId>{FIRST, urgent, urgent, FIRST, SECOND, SECOND}));
}

TEST(RangeServer, ATrimmedRangeEndsEarlierButNotBeforeWhatWasRead)
{
    Served early = WithContent(ByteCount{1'000'000}, ByteCount{1});
    early.AskRange(FIRST, 0, 40 * KIBIBYTE);
    early.Ask(FIRST, KdpRangeTrim{ByteCount{20 * KIBIBYTE}});
    early.server.OnSendSpace(AMPLE);
    early.AnswerAll();
    EXPECT_EQ(early.BytesOn(FIRST), ByteCount{20 * KIBIBYTE});
    EXPECT_EQ(early.ends[FIRST], 1);

    Served late = WithContent(ByteCount{1'000'000}, ByteCount{1});
    late.AskRange(FIRST, 0, 40 * KIBIBYTE);
    late.AnswerAll();
    late.Ask(FIRST, KdpRangeTrim{ByteCount{1}});
    late.server.OnSendSpace(AMPLE);
    late.AnswerAll();
    EXPECT_EQ(late.BytesOn(FIRST), ByteCount{8 * KIBIBYTE});
    EXPECT_EQ(late.ends[FIRST], 1);
}

TEST(RangeServer, ATrimThatLengthensOrComesTooLateChangesNothing)
{
    Served served = WithContent(ByteCount{1'000'000});
    served.AskRange(FIRST, 0, 10);
    served.Ask(FIRST, KdpRangeTrim{ByteCount{11}});
    served.AnswerAll();
    served.Ask(FIRST, KdpRangeTrim{ByteCount{1}});
    served.AnswerAll();
    EXPECT_EQ(served.BytesOn(FIRST), ByteCount{10});
    EXPECT_EQ(served.ends[FIRST], 1);
    EXPECT_TRUE(served.violations.empty());
}

TEST(RangeServer, AnAbortedRangeIsReadNoFurther)
{
    Served served = WithContent(ByteCount{1'000'000}, ByteCount{1});
    served.AskRange(FIRST, 0, 40 * KIBIBYTE);
    served.Collect();
    served.server.OnStreamAborted(FIRST, StreamHalf::Outbound);
    served.server.OnSendSpace(AMPLE);
    served.AnswerAll(); // The answer to what was read already comes too late.
    EXPECT_EQ(served.BytesOn(FIRST), ByteCount{8 * KIBIBYTE});
    EXPECT_EQ(served.ends[FIRST], 0);
}

TEST(RangeServer, OneStreamCarriesOneRange)
{
    Served served = WithContent(ByteCount{1'000});
    served.AskRange(FIRST, 0, 10);
    served.AskRange(FIRST, 10, 10);
    served.AnswerAll();
    EXPECT_EQ(served.violations, Words{"a range request in the wrong place"});
    EXPECT_EQ(served.BytesOn(FIRST), ByteCount{10});
    EXPECT_EQ(served.ends[FIRST], 1);
}

TEST(RangeServer, AStreamThatTheClientStoppedCarriesNoSecondRange)
{
    Served served = WithContent(ByteCount{1'000});
    served.AskRange(FIRST, 1'000, 1);
    served.server.OnStreamAborted(FIRST, StreamHalf::Outbound);
    served.AskRange(FIRST, 1'000, 1);
    served.AnswerAll();
    EXPECT_EQ(served.violations, Words{"a range request in the wrong place"});
    EXPECT_EQ(served.ends[FIRST], 1);
}

TEST(RangeServer, AStreamIsNotOpenedAgainWhileItsFirstWindowIsUnderWay)
{
    Served served = WithContent(ByteCount{1'000});
    served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{7}, "content"});
    served.AnswerAll();
    served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{7}, "content"});
    served.Collect();
    EXPECT_TRUE(served.violations.empty());
    served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{7}, "content"});
    served.AnswerAll();
    EXPECT_TRUE(served.violations.empty()); // After a silence an honest client asks again.
    EXPECT_EQ(served.control.size(), 2U);
}

TEST(RangeServer, PushesToNoMoreStreamsThanItsBoundAtATime)
{
    Served served = WithContent(ByteCount{1'000}, ByteCount{});
    for (std::uint64_t i = 0; i < RangeServer::PUSHES_MAX; ++i)
    {
        served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{i}, "content"});
    }
    served.Collect();
    EXPECT_TRUE(served.violations.empty());
    served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{RangeServer::PUSHES_MAX}, "content"});
    served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{RangeServer::PUSHES_MAX + 1}, "content"});
    served.Collect();
    EXPECT_EQ(served.violations, Words{"opens too many streams at once"});
    EXPECT_EQ(served.control.size(), RangeServer::PUSHES_MAX);
}

TEST(RangeServer, AnswersNoFurtherThanItsBacklogAClientThatDoesNotRead)
{
    constexpr std::uint64_t MANY = RangeServer::CONTROL_BACKLOG_MAX / 10;
    Served served = WithContent(ByteCount{}, ByteCount{});
    for (std::uint64_t i = 0; i < MANY; ++i)
    {
        served.Ask(KDP_STREAM, KdpStreamOpen{StreamId{1}, "content"});
        served.Collect();
    }
    EXPECT_EQ(served.violations, Words{"asks for more than it reads"});
    const std::size_t answer = EncodeKdp(served.control.at(0)).size();
    EXPECT_EQ(served.control.size(), RangeServer::CONTROL_BACKLOG_MAX / answer + 1);
}

TEST(RangeServer, ARangeIsAskedForOnAStreamOfItsOwnOnly)
{
    for (const CarrierStreamId stream : {KDP_STREAM, FIRST_PUSH_STREAM})
    {
        Served served = WithContent(ByteCount{1'000});
        served.AskRange(stream, 0, 10);
        served.AnswerAll();
        EXPECT_EQ(served.violations, Words{"a range request in the wrong place"});
        EXPECT_TRUE(served.reads.empty());
        EXPECT_EQ(served.ends[stream], 0);
    }
}

} // namespace kwik::test

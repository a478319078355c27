#include "protocol-core/session/upload-receiver.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr CarrierId DIRECT{1};
constexpr CarrierId RELAYED{2};
constexpr SessionId SESSION{77};
constexpr StreamId STREAM{0};

/// A receiver, and what it has said so far.
struct Fixture
{
    Fixture()
        : receiver(UploadConfig())
    {
    }

    void Announce(std::uint64_t extent, StreamFinish finish, CarrierId carrier = DIRECT)
    {
        receiver.OnExtent(Instant{},
                          carrier,
                          SESSION,
                          {STREAM, ByteCount{extent}, ByteCount{}, finish, "name"});
        Drain();
    }

    void Send(std::uint64_t offset, std::string_view text, CarrierId carrier = DIRECT)
    {
        receiver.OnData(Instant{},
                        carrier,
                        SESSION,
                        {STREAM,
                         ByteCount{offset},
                         StreamFinish::Open,
                         RangePriority::Normal,
                         SharedBytes(AsBytes(text))});
        Drain();
    }

    void Drain()
    {
        while (const auto action = receiver.PollAction())
        {
            if (const auto* deliver = std::get_if<UploadReceiver::Deliver>(&*action))
            {
                delivered += AsText(deliver->bytes.View());
                ends += deliver->finish == StreamFinish::Final ? 1 : 0;
            }
            else if (const auto* violated = std::get_if<UploadReceiver::Violated>(&*action))
            {
                violation = violated->detail;
            }
            else if (const auto* reply = std::get_if<UploadReceiver::Reply>(&*action))
            {
                Note(*reply);
            }
        }
    }

    void Note(const UploadReceiver::Reply& reply)
    {
        if (const auto* said = std::get_if<KdpStreamAck>(&reply.message))
        {
            ack = *said;
            answered = reply.carrier;
        }
        else
        {
            limit = std::get<KdpStreamWindow>(reply.message).limit;
        }
    }

    UploadReceiver receiver;
    std::string delivered;
    std::string violation;
    int ends{0};
    KdpStreamAck ack{};
    CarrierId answered{};
    ByteCount limit;
};

} // namespace

TEST(UploadReceiver, PutsBytesTogetherByOffsetWhicheverPathBroughtThem)
{
    Fixture at;
    at.Announce(0, StreamFinish::Open);
    at.Send(3, "def", RELAYED);
    EXPECT_EQ(at.delivered, "");
    EXPECT_EQ(at.answered, RELAYED);
    EXPECT_EQ(at.ack.cumulative, ByteCount{0});
    EXPECT_EQ(at.ack.ranges, (std::vector<KdpStreamAck::Range>{{ByteCount{3}, ByteCount{6}}}));
    at.Send(0, "abc");
    EXPECT_EQ(at.answered, DIRECT);
    EXPECT_EQ(at.ack.cumulative, ByteCount{6});
    EXPECT_EQ(at.delivered, "abcdef");
    at.Announce(6, StreamFinish::Final);
    EXPECT_EQ(at.ends, 1);
    EXPECT_EQ(at.ack.finish, StreamFinish::Final);
}

TEST(UploadReceiver, WhatComesAgainIsAcknowledgedAndNotDeliveredAgain)
{
    Fixture at;
    at.Announce(3, StreamFinish::Final);
    at.Send(0, "abc");
    at.Send(0, "abc", RELAYED);
    at.Announce(3, StreamFinish::Final, RELAYED);
    EXPECT_EQ(at.delivered, "abc");
    EXPECT_EQ(at.ends, 1);
    EXPECT_EQ(at.answered, RELAYED);
    EXPECT_EQ(at.ack.finish, StreamFinish::Final);
    EXPECT_EQ(at.violation, "");
}

TEST(UploadReceiver, NothingIsDeliveredBeforeTheNameIsKnown)
{
    Fixture at;
    at.Send(0, "abc");
    EXPECT_EQ(at.delivered, "");
    EXPECT_EQ(at.ack.cumulative, ByteCount{3}) << "it is kept all the same";
    at.Announce(3, StreamFinish::Final);
    EXPECT_EQ(at.delivered, "abc");
}

TEST(UploadReceiver, BytesBehindTheWindowAreAViolation)
{
    Fixture at;
    const std::uint64_t first = UPLOAD_FIRST_WINDOW.value;
    at.Send(first, "x");
    EXPECT_EQ(at.violation, "an upload beyond its window");
    at.violation.clear();
    at.Send(first - 1, "x");
    EXPECT_EQ(at.violation, "");
    EXPECT_EQ(at.limit, UploadConfig().window) << "the first contact widens it";
    at.Send(first, "x");
    at.Send(at.limit.value - 1, "x");
    EXPECT_EQ(at.violation, "");
    at.Send(at.limit.value, "x");
    EXPECT_EQ(at.violation, "an upload beyond its window");
}

TEST(UploadReceiver, AnEndThatMovesIsAViolation)
{
    Fixture shorter;
    shorter.Announce(0, StreamFinish::Open);
    shorter.Send(0, "abc");
    shorter.Announce(2, StreamFinish::Final);
    EXPECT_EQ(shorter.violation, "an upload that ends twice");
    Fixture moved;
    moved.Announce(5, StreamFinish::Final);
    moved.Announce(6, StreamFinish::Final);
    EXPECT_EQ(moved.violation, "an upload that ends twice");
    Fixture beyond;
    beyond.Announce(2, StreamFinish::Final);
    beyond.Send(0, "abc");
    EXPECT_EQ(beyond.violation, "an upload beyond its window");
}

TEST(UploadReceiver, AnAcknowledgementNamesNoMoreRangesThanFit)
{
    Fixture at;
    for (std::uint64_t i = 1; i <= KDP_ACK_RANGES_MAX + 5; ++i)
    {
        at.Send(i * 10, "x");
    }
    EXPECT_EQ(at.ack.ranges.size(), KDP_ACK_RANGES_MAX);
    EXPECT_EQ(at.ack.ranges.front().begin, ByteCount{10});
}

TEST(UploadReceiver, ASessionHasABoundedNumberOfUnfinishedUploads)
{
    Fixture at;
    const auto send = [&at](std::uint64_t stream) {
        at.receiver.OnExtent(
            Instant{},
            DIRECT,
            SESSION,
            {StreamId{stream}, ByteCount{1}, ByteCount{}, StreamFinish::Final, "name"});
        at.Drain();
    };
    for (std::uint64_t i = 0; i < UploadReceiver::STREAMS_MAX; ++i)
    {
        send(i);
    }
    EXPECT_EQ(at.violation, "");
    send(UploadReceiver::STREAMS_MAX);
    EXPECT_EQ(at.violation, "too many uploads");
    at.violation.clear();
    at.Send(0, "x");
    send(UploadReceiver::STREAMS_MAX);
    EXPECT_EQ(at.violation, "") << "one that is whole makes room";
}

} // namespace kwik::test

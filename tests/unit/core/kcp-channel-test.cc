#include "protocol-core/base/prng.h"
#include "protocol-core/session/kcp-channel.h"
#include "tests/support/byte-strings.h"

#include <gtest/gtest.h>
#include <set>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Message = KcpChannel::Message;

constexpr std::uint64_t WINDOW = KcpChannel::SEEN_MAX;

ByteVector
WithId(std::uint64_t id)
{
    Message message;
    message.mutable_header()->set_message_id(id);
    message.mutable_health_check_req();
    return EncodeKcp(message);
}

/// The ids of what the channel lets through of messages with @p ids.
std::vector<std::uint64_t>
LetThrough(KcpChannel& channel, const std::vector<std::uint64_t>& ids)
{
    std::vector<std::uint64_t> passed;
    for (const std::uint64_t id : ids)
    {
        channel.Append(WithId(id));
        const auto message = channel.Next();
        if (message.Value())
        {
            passed.push_back(message.Value()->header().message_id());
        }
    }
    return passed;
}

using Ids = std::vector<std::uint64_t>;

/// A message that claims to be of session @p connection.
ByteVector
Of(const std::string& connection, std::uint64_t id)
{
    Message message;
    message.mutable_header()->set_message_id(id);
    message.mutable_header()->set_connection_id(connection);
    message.mutable_health_check_req();
    return EncodeKcp(message);
}

/// A hello whose `client_id` is @p size bytes long.
Message
LongHello(std::size_t size)
{
    Message message;
    message.mutable_client_hello()->set_client_id(std::string(size, 'x'));
    return message;
}

} // namespace

TEST(KcpChannel, NumbersWhatItSendsFromOneAndStampsIt)
{
    KcpChannel sender;
    KcpChannel receiver;
    for (std::uint64_t i = 1; i <= 100; ++i)
    {
        Message message;
        message.mutable_health_check_req()->set_sequence(i * 7);
        receiver.Append(sender.Encode(Instant(i * 3ms + 999us), message));
        const auto read = receiver.Next();
        ASSERT_TRUE(read.Value());
        EXPECT_EQ(read.Value()->header().message_id(), i);
        EXPECT_EQ(read.Value()->header().timestamp_ms(), i * 3);
        EXPECT_EQ(read.Value()->health_check_req().sequence(), i * 7);
    }
}

TEST(KcpChannel, GivesNoTwoMessagesOfASessionTheSameId)
{
    std::set<std::uint64_t> ids;
    for (const std::uint32_t path : {1U, 2U, 3U, 0xffffffffU})
    {
        KcpChannel client;
        KcpChannel server;
        client.SetPath(PathId{path}, KcpChannel::Side::Client);
        server.SetPath(PathId{path}, KcpChannel::Side::Server);
        for (int i = 0; i < 3; ++i)
        {
            Message check;
            check.mutable_health_check_req();
            server.Append(client.Encode(Instant{}, check));
            client.Append(server.Encode(Instant{}, check));
            const auto heard = server.Next();
            ASSERT_TRUE(heard.Value());
            EXPECT_EQ(KcpChannel::PathOf(*heard.Value()), PathId{path});
            EXPECT_TRUE(ids.insert(heard.Value()->header().message_id()).second);
            EXPECT_TRUE(ids.insert(client.Next().Value()->header().message_id()).second);
        }
    }
}

TEST(KcpChannel, DropsAnIdOfAnotherPathOrOfItsOwnSide)
{
    constexpr std::uint64_t OWN = 7ULL << 32;
    constexpr std::uint64_t SERVER = 1ULL << 31;
    KcpChannel client;
    client.SetPath(PathId{7}, KcpChannel::Side::Client);
    const std::uint64_t other = (8ULL << 32) + SERVER + 1;
    EXPECT_EQ(LetThrough(client, {1, other, OWN + 1, OWN + SERVER + 1, OWN + SERVER + 1}),
              Ids{OWN + SERVER + 1});
    EXPECT_EQ(client.Counts().duplicates, 4U);
}

TEST(KcpChannel, NamesTheSessionFromWhenItIsKnown)
{
    KcpChannel sender;
    KcpChannel receiver;
    Message check;
    check.mutable_health_check_req();
    receiver.Append(sender.Encode(Instant{}, check));
    EXPECT_EQ(receiver.Next().Value()->header().connection_id(), "");
    sender.SetSession(SessionId{0xabc});
    receiver.Append(sender.Encode(Instant{}, check));
    EXPECT_EQ(receiver.Next().Value()->header().connection_id(), "0000000000000abc");
}

TEST(KcpChannel, DropsWhatCameBefore)
{
    KcpChannel channel;
    EXPECT_EQ(LetThrough(channel, {1, 2, 1, 3, 2, 3, 4, 4}), (Ids{1, 2, 3, 4}));
}

TEST(KcpChannel, DropsDuplicatesInTheMiddleOfOneArrival)
{
    KcpChannel channel;
    ByteVector bytes;
    for (const std::uint64_t id : {1, 1, 1, 2, 1, 3})
    {
        const ByteVector one = WithId(id);
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    channel.Append(bytes);
    for (const std::uint64_t id : {1, 2, 3})
    {
        EXPECT_EQ(channel.Next().Value()->header().message_id(), id);
    }
    EXPECT_FALSE(channel.Next().Value());
}

TEST(KcpChannel, CountsTheDuplicatesThatItDrops)
{
    KcpChannel channel;
    static_cast<void>(LetThrough(channel, {1, 2, 1, 3, 2, 3, 0}));
    EXPECT_EQ(channel.Counts().duplicates, 4U);
}

TEST(KcpChannel, LetsIdsThroughInAnyOrderWithinItsWindow)
{
    KcpChannel channel;
    EXPECT_EQ(LetThrough(channel, {5, 3, 9, 1, 3, 2}), (Ids{5, 3, 9, 1, 2}));
}

TEST(KcpChannel, AMessageWithoutAnIdIsDropped)
{
    KcpChannel channel;
    EXPECT_EQ(LetThrough(channel, {0, 1}), Ids{1});
}

TEST(KcpChannel, RemembersAsManyIdsAsItsWindowAndTakesOlderOnesForSeen)
{
    // 2 to WINDOW + 1 fill the window; 1 is still below no forgotten id.
    Ids filling;
    for (std::uint64_t id = 2; id <= WINDOW + 1; ++id)
    {
        filling.push_back(id);
    }
    KcpChannel open;
    EXPECT_EQ(LetThrough(open, filling), filling);
    EXPECT_EQ(LetThrough(open, {1}), Ids{1});

    // One more pushes 2 out; from then on neither 2 nor 1 is believed to be new.
    KcpChannel full;
    static_cast<void>(LetThrough(full, filling));
    EXPECT_EQ(LetThrough(full, {WINDOW + 2, 1, 2}), Ids{WINDOW + 2});
}

TEST(KcpChannel, NeverLetsAnIdThroughTwiceUnderRandomRepetition)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        KcpChannel channel;
        std::vector<bool> seen(10'000);
        std::uint64_t highest = 0;
        for (int i = 0; i < 20'000; ++i)
        {
            const std::uint64_t id = 1 + std::min<std::uint64_t>(highest, 9'990) -
                                     std::min(highest, prng.Below(1'500)) + prng.Below(8);
            const bool hasPassed = !LetThrough(channel, {id}).empty();
            ASSERT_FALSE(hasPassed && seen[id]) << id;
            ASSERT_TRUE(hasPassed || seen[id] || id + WINDOW / 2 < highest) << id;
            seen[id] = true;
            highest = std::max(highest, id);
        }
    }
}

TEST(KcpChannel, IgnoresAndCountsWhatItDoesNotKnow)
{
    KcpChannel channel;
    channel.Append(FromHex("07 0a 02 08 01 9a 06 00")); // Field 99 instead of a payload.
    channel.Append(FromHex("0b 0a 02 08 02 e2 03 04 08 05 78 01")); // Field 15 in a health check.
    channel.Append(FromHex("04 0a 02 08 03"));                      // Nothing but a header.
    const auto known = channel.Next();
    ASSERT_TRUE(known.Value());
    EXPECT_EQ(known.Value()->health_check_req().sequence(), 5U);
    EXPECT_FALSE(channel.Next().Value());
    EXPECT_EQ(channel.Counts().unknownPayloads, 2U);
    EXPECT_EQ(channel.Counts().unknownFields, 2U);
    EXPECT_EQ(channel.Counts().duplicates, 0U);
}

TEST(KcpChannel, AcceptsTheSessionOfItsPathFromWhenItIsNamed)
{
    KcpChannel channel;
    channel.Append(Of("", 1));
    channel.SetSession(SessionId{0xabc});
    channel.Append(Of("", 2));
    channel.Append(Of("0000000000000abc", 3));
    for (const std::uint64_t id : {1, 2, 3})
    {
        const auto message = channel.Next();
        ASSERT_TRUE(message.IsOk() && message.Value());
        EXPECT_EQ(message.Value()->header().message_id(), id);
    }
    channel.Append(Of("0000000000000abd", 4));
    EXPECT_EQ(channel.Next().Failure().where, "KCP connection_id");
    channel.Append(Of("0000000000000abc", 5));
    EXPECT_FALSE(channel.Next().IsOk()) << "the error is final";
}

TEST(KcpChannel, RefusesAPeerThatForgetsOrChangesItsSession)
{
    for (const std::string second : {"", "0000000000000abd"})
    {
        KcpChannel channel;
        channel.Append(Of("0000000000000abc", 1));
        EXPECT_TRUE(channel.Next().Value());
        channel.Append(Of(second, 2));
        EXPECT_FALSE(channel.Next().IsOk()) << second;
    }
    // What came before the session was known here is held against it too.
    KcpChannel early;
    early.Append(Of("0000000000000abc", 1));
    EXPECT_TRUE(early.Next().Value());
    early.SetSession(SessionId{0xabd});
    EXPECT_FALSE(early.Next().IsOk());
}

TEST(KcpChannel, HoldsBackWhatTheConnectionHasNoRoomForAndLetsTheUrgentPass)
{
    KcpChannel sender;
    for (int i = 0; i < 3; ++i)
    {
        Message ordinary;
        ordinary.mutable_server_discovery_req()->set_client_id(
            std::string(KcpChannel::ROOM.value, 'x'));
        sender.Enqueue(Instant{}, ordinary);
    }
    ASSERT_TRUE(sender.PollBytes(Instant{}));
    EXPECT_FALSE(sender.PollBytes(Instant{}));
    Message urgent;
    urgent.mutable_header()->set_priority(::kwik::kcp::v3::CRITICAL);
    urgent.mutable_health_check_req()->set_sequence(7);
    sender.Enqueue(Instant{}, urgent);
    sender.OnSent(ByteCount{2 * KcpChannel::ROOM.value});
    KcpChannel receiver;
    receiver.Append(*sender.PollBytes(Instant{}));
    const auto first = receiver.Next();
    EXPECT_EQ(first.Value()->health_check_req().sequence(), 7U);
    EXPECT_EQ(first.Value()->header().message_id(), 2U) << "numbered when it leaves";
}

TEST(KcpChannel, GivesEachKindOfMessageItsPriorityAndLife)
{
    KcpChannel sender;
    KcpChannel receiver;
    Message metrics;
    metrics.mutable_performance_metrics();
    sender.Enqueue(Instant{}, metrics);
    sender.Enqueue(Instant{}, LongHello(1));
    for (int i = 0; i < 2; ++i)
    {
        receiver.Append(*sender.PollBytes(Instant{}));
    }
    const auto hello = receiver.Next();
    EXPECT_EQ(hello.Value()->header().priority(), ::kwik::kcp::v3::CRITICAL);
    EXPECT_EQ(hello.Value()->header().ttl_seconds(), 0U);
    const auto late = receiver.Next();
    EXPECT_EQ(late.Value()->header().priority(), ::kwik::kcp::v3::LOW);
    EXPECT_EQ(late.Value()->header().ttl_seconds(), 30U);
}

TEST(KcpChannel, DropsItsOwnMessageThatIsTooLong)
{
    KcpChannel sender;
    sender.Enqueue(Instant{}, LongHello(KCP_MESSAGE_MAX));
    EXPECT_FALSE(sender.PollBytes(Instant{}));
    EXPECT_EQ(sender.Counts().tooLong, 1U);
    sender.Enqueue(Instant{}, LongHello(KCP_MESSAGE_MAX - 100));
    const auto longest = sender.PollBytes(Instant{});
    ASSERT_TRUE(longest);
    KcpChannel receiver;
    receiver.Append(*longest);
    EXPECT_TRUE(receiver.Next().Value());
}

TEST(KcpChannel, SendsNothingThatItsHeaderMakesTooLong)
{
    std::set<bool> passed;
    for (std::size_t length = KCP_MESSAGE_MAX - 150; length <= KCP_MESSAGE_MAX; ++length)
    {
        KcpChannel sender;
        sender.SetSession(SessionId{UINT64_MAX});
        KcpChannel::Message message = LongHello(length);
        message.mutable_header()->set_ttl_seconds(UINT32_MAX);
        sender.Enqueue(Instant{}, std::move(message));
        const auto bytes = sender.PollBytes(Instant(1h));
        EXPECT_EQ(sender.Counts().tooLong, bytes ? 0U : 1U);
        passed.insert(bytes.has_value());
        KcpChannel receiver;
        receiver.Append(bytes.value_or(ByteVector{}));
        EXPECT_EQ(receiver.Next().Value().has_value(), bytes.has_value());
    }
    EXPECT_EQ(passed, (std::set<bool>{false, true}));
}

TEST(KcpChannel, SaysWhatIsWrongWithTheBytes)
{
    KcpChannel channel;
    channel.Append(ByteVector{std::byte{1}, std::byte{0xff}});
    EXPECT_EQ(channel.Next().Failure().code, ErrorCode::Malformed);
}

} // namespace kwik::test

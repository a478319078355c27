#include "protocol-core/base/prng.h"
#include "protocol-core/session/kcp-channel.h"

#include <gtest/gtest.h>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Message = KcpChannel::Message;

constexpr std::uint64_t WINDOW = 1024; ///< Message ids that a channel remembers one by one.

ByteVector
WithId(std::uint64_t id)
{
    Message message;
    message.mutable_header()->set_message_id(id);
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

TEST(KcpChannel, NamesTheSessionFromWhenItIsKnown)
{
    KcpChannel sender;
    KcpChannel receiver;
    receiver.Append(sender.Encode(Instant{}, Message{}));
    EXPECT_EQ(receiver.Next().Value()->header().connection_id(), "");
    sender.SetSession(SessionId{0xabc});
    receiver.Append(sender.Encode(Instant{}, Message{}));
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

TEST(KcpChannel, SaysWhatIsWrongWithTheBytes)
{
    KcpChannel channel;
    channel.Append(ByteVector{std::byte{1}, std::byte{0xff}});
    EXPECT_EQ(channel.Next().Failure().code, ErrorCode::Malformed);
}

} // namespace kwik::test

#include "protocol-core/session/duplex-client.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Instant NOW(10s);
constexpr StreamId STREAM{3};
constexpr PathId PRIMARY{1};
constexpr PathId SECONDARY{2};
constexpr ByteCount MIB{1U << 20};

/// What the machine has asked for: "1 ack 100", "1 window 8388608", "widen 8388608".
using Words = std::vector<std::string>;

std::string
InWords(const DuplexClient::Tell& tell)
{
    const std::string path = std::to_string(tell.path.value);
    if (const auto* ack = std::get_if<KdpStreamAck>(&tell.message))
    {
        return path + " ack " + std::to_string(ack->cumulative.value) +
               (ack->finish == StreamFinish::Final ? " final" : "");
    }
    if (const auto* window = std::get_if<KdpStreamWindow>(&tell.message))
    {
        return path + " window " + std::to_string(window->limit.value);
    }
    const auto& reset = std::get<KdpStreamReset>(tell.message);
    return path + " reset " + std::to_string(static_cast<int>(reset.cause));
}

/// A client with one stream, whose window is 1 MiB, on a path to the primary.
class Speaking : public testing::Test
{
  protected:
    Speaking()
    {
        client.OnPathReady(PRIMARY, DuplexClient::PathKind::ToPrimary);
        client.OnOpened(STREAM);
    }

    Words Drain()
    {
        Words words;
        while (const auto action = client.PollAction())
        {
            if (const auto* tell = std::get_if<DuplexClient::Tell>(&*action))
            {
                words.push_back(InWords(*tell));
            }
            else if (const auto* widen = std::get_if<DuplexClient::Widen>(&*action))
            {
                words.push_back("widen " + std::to_string(widen->limit.value));
            }
            else if (const auto* dropped = std::get_if<DuplexClient::Dropped>(&*action))
            {
                words.push_back("dropped " + std::to_string(static_cast<int>(dropped->cause)));
            }
            else
            {
                words.push_back("answered");
            }
        }
        return words;
    }

    bool Extent(std::uint64_t extent, StreamFinish finish = StreamFinish::Open)
    {
        return client.OnExtent(PRIMARY, {STREAM, ByteCount{extent}, {}, finish, {}});
    }

    static DuplexConfig Config()
    {
        DuplexConfig config;
        config.window = MIB;
        return config;
    }

    DuplexClient client{Config()};
};

} // namespace

TEST_F(Speaking, IsAnsweredByTheFirstExtentAndSaysItsWindow)
{
    EXPECT_TRUE(client.IsAwaited(PRIMARY));
    EXPECT_TRUE(Extent(0));
    EXPECT_TRUE(Extent(10));
    EXPECT_EQ(Drain(), (Words{"answered", "widen 1048576", "1 window 1048576"}));
    EXPECT_FALSE(client.IsAwaited(PRIMARY));
}

TEST_F(Speaking, AcknowledgesInStepsAndWhateverIsTheLastForNow)
{
    Extent(100'000);
    Drain();
    client.OnDelivered(STREAM, ByteCount{16'383}, StreamFinish::Open);
    EXPECT_EQ(Drain(), Words{});
    client.OnDelivered(STREAM, ByteCount{1}, StreamFinish::Open);
    EXPECT_EQ(Drain(), Words{"1 ack 16384"});
    client.OnDelivered(STREAM, ByteCount{83'616}, StreamFinish::Open);
    EXPECT_EQ(Drain(), Words{"1 ack 100000"});
}

TEST_F(Speaking, MovesTheWindowWithWhatIsReadByQuarters)
{
    Extent(MIB.value);
    client.OnDelivered(STREAM, MIB, StreamFinish::Open);
    Drain();
    client.OnConsumed(STREAM, ByteCount{MIB.value / 4 - 1});
    EXPECT_EQ(Drain(), Words{});
    client.OnConsumed(STREAM, ByteCount{1});
    EXPECT_EQ(Drain(), (Words{"widen 1310720", "1 window 1310720"}));
}

TEST_F(Speaking, GoesOnElsewhereWhenItsPathIsLostAndComesBack)
{
    Extent(0);
    client.OnPathReady(SECONDARY, DuplexClient::PathKind::ToSecondary);
    Drain();
    client.OnPathLost(PRIMARY);
    EXPECT_EQ(Drain(), (Words{"2 ack 0", "2 window 1048576"}));
    client.OnPathReady(PRIMARY, DuplexClient::PathKind::ToPrimary);
    EXPECT_EQ(Drain(), (Words{"1 ack 0", "1 window 1048576"}));
}

TEST_F(Speaking, RemembersTheEndOfAStreamForAServerThatAsksAgain)
{
    Extent(5, StreamFinish::Final);
    client.OnSent(STREAM);
    client.OnDelivered(STREAM, ByteCount{5}, StreamFinish::Final);
    EXPECT_FALSE(client.IsOpen(STREAM));
    Drain();
    EXPECT_FALSE(Extent(5, StreamFinish::Final));
    EXPECT_EQ(Drain(), Words{"1 ack 5 final"});
    EXPECT_FALSE(client.OnExtent(PRIMARY, {StreamId{9}, {}, {}, StreamFinish::Open, {}}));
    EXPECT_EQ(Drain(), Words{"1 reset 4"});
}

TEST_F(Speaking, AResetOfEitherSideIsTheEnd)
{
    Extent(0);
    Drain();
    client.Reset(STREAM, ResetCause::Aborted);
    EXPECT_EQ(Drain(), (Words{"1 reset 0", "dropped 0"}));
    client.OnReset({STREAM, ResetCause::Refused});
    EXPECT_EQ(Drain(), Words{});
    client.OnOpened(StreamId{4});
    client.OnReset({StreamId{4}, ResetCause::Refused});
    EXPECT_EQ(Drain(), Words{"dropped 1"});
}

TEST_F(Speaking, GivesUpWhenNothingIsHeardWhileSomethingIsAwaited)
{
    client.OnAwaiting(NOW, DuplexClient::Awaiting::Answer);
    client.OnAwaiting(NOW + 5s, DuplexClient::Awaiting::Answer);
    EXPECT_EQ(client.NextTimeout(), NOW + 7500ms);
    client.OnTimeout(NOW + 7500ms); // Who has not answered yet is asked elsewhere.
    EXPECT_EQ(Drain(), Words{});
    client.OnHeard(NOW + 10s, STREAM);
    client.OnHeard(NOW + 12s, StreamId{99}); // Another stream shows nothing.
    for (const Duration wait : std::initializer_list<Duration>{7500ms, 15s, 22500ms})
    {
        EXPECT_EQ(client.NextTimeout(), NOW + 10s + wait);
        client.OnTimeout(NOW + 10s + wait);
    }
    client.OnTimeout(NOW + 40s - 1ns);
    EXPECT_EQ(Drain(), Words{});
    client.OnTimeout(NOW + 40s);
    EXPECT_EQ(Drain(), (Words{"1 reset 5", "dropped 5"}));
    EXPECT_EQ(client.NextTimeout(), NEVER);
}

TEST_F(Speaking, AsksTheServerForAWordWhileItIsSilent)
{
    client.OnExtent(PRIMARY, {STREAM, ByteCount{}, {}, StreamFinish::Open, {}});
    client.OnPathReady(SECONDARY, DuplexClient::PathKind::ToSecondary);
    Drain();
    EXPECT_TRUE(client.HasDirectPath());
    client.OnPathLost(PRIMARY);
    EXPECT_FALSE(client.HasDirectPath());
    Drain();
    client.OnAwaiting(NOW, DuplexClient::Awaiting::Answer);
    client.OnTimeout(NOW + 7500ms - 1ns);
    EXPECT_EQ(Drain(), Words{});
    client.OnTimeout(NOW + 7500ms);
    EXPECT_EQ(Drain(), Words{"2 ack 0"});
    client.OnTimeout(NOW + 15s);
    EXPECT_EQ(Drain(), Words{"2 ack 0"});
    client.OnHeard(NOW + 16s, STREAM);
    EXPECT_EQ(client.NextTimeout(), NOW + 23500ms);
    client.OnAwaiting(NOW + 17s, DuplexClient::Awaiting::Nothing);
    EXPECT_EQ(client.NextTimeout(), NEVER);
}

TEST_F(Speaking, WaitsForNothingWhenNothingIsAwaited)
{
    client.OnAwaiting(NOW, DuplexClient::Awaiting::Answer);
    client.OnAwaiting(NOW + 1s, DuplexClient::Awaiting::Nothing);
    EXPECT_EQ(client.NextTimeout(), NEVER);
}

} // namespace kwik::test

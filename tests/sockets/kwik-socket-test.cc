// The sockets of programs, over real UDP on the loopback interface, with threads that wait.
#include "protocol-core/trust/key-pin.h"
#include "testbed/key-file.h"
#include "testbed/kwik-socket.h"

#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr std::uint32_t LOOPBACK = 0x7f000001;

/// A node on the loopback interface with a key of its own.
class Peer
{
  public:
    explicit Peer(std::vector<ServerInfo> directory = {},
                  const SigningSeed& key = NewKey(),
                  std::uint16_t port = 0)
    {
        KwikNodeOptions options;
        options.drainFor = 200ms;
        options.listen = Ipv4(LOOPBACK, port);
        options.endpoint.key = key;
        options.endpoint.pin = PinOf(PublicKeyOf(options.endpoint.key));
        options.endpoint.directory = std::move(directory);
        auto opened = KwikNode::Open(options);
        EXPECT_TRUE(opened.IsOk());
        node = std::move(opened.Value());
        info = {node->LocalAddress(), options.endpoint.pin, {}};
    }

    std::unique_ptr<KwikNode> node;
    ServerInfo info;
};

ByteVector
Pattern(std::size_t size, unsigned start)
{
    ByteVector bytes(size);
    for (std::size_t i = 0; i < size; ++i)
    {
        bytes[i] = static_cast<std::byte>((i * 31 + (i >> 8) + start) & 0xff);
    }
    return bytes;
}

/// Everything until the end, or the first error.
Result<ByteVector>
ReadAll(KwikConnection& connection)
{
    ByteVector all;
    ByteVector piece(50'000);
    while (true)
    {
        const auto count = connection.Read(piece);
        if (!count.IsOk())
        {
            return count.Failure();
        }
        if (count.Value() == 0)
        {
            return all;
        }
        all.insert(all.end(),
                   piece.begin(),
                   piece.begin() + static_cast<std::ptrdiff_t>(count.Value()));
    }
}

void
Echo(KwikConnection connection)
{
    ByteVector piece(50'000);
    auto count = connection.Read(piece);
    while (count.IsOk() && count.Value() > 0)
    {
        EXPECT_TRUE(connection.Write(ByteView(piece).first(count.Value())).IsOk());
        count = connection.Read(piece);
    }
    EXPECT_TRUE(count.IsOk());
    connection.CloseWrite();
}

template <typename RESULT>
ErrorCode
CodeOf(const RESULT& result)
{
    return result.IsOk() ? ErrorCode::Malformed : result.Failure().code;
}

} // namespace

TEST(KwikSocket, SeveralThreadsTalkToAnEchoOverOneSession)
{
    constexpr std::size_t THREADS = 4;
    Peer server;
    Peer client;
    auto listener = server.node->Listen("echo");
    ASSERT_TRUE(listener.IsOk());
    std::thread accepting([&listener] {
        std::vector<std::thread> serving;
        for (std::size_t i = 0; i < THREADS; ++i)
        {
            auto connection = listener.Value().Accept();
            ASSERT_TRUE(connection.IsOk());
            serving.emplace_back(Echo, std::move(connection.Value()));
        }
        for (std::thread& thread : serving)
        {
            thread.join();
        }
    });
    std::vector<std::thread> talking;
    for (unsigned i = 0; i < THREADS; ++i)
    {
        talking.emplace_back([&, i] {
            auto connection = client.node->Dial(server.info, "echo");
            ASSERT_TRUE(connection.IsOk()) << connection.Failure().where;
            const ByteVector said = Pattern(2'000'000 + i, i);
            std::thread writing([&] {
                const auto written = connection.Value().Write(said);
                ASSERT_TRUE(written.IsOk());
                EXPECT_EQ(written.Value(), said.size());
                connection.Value().CloseWrite();
            });
            const auto heard = ReadAll(connection.Value());
            writing.join();
            ASSERT_TRUE(heard.IsOk()) << heard.Failure().where;
            EXPECT_TRUE(heard.Value() == said);
        });
    }
    for (std::thread& thread : talking)
    {
        thread.join();
    }
    accepting.join();
}

TEST(KwikSocket, ASecondaryThatGoesAwayInTheMiddleLosesNoByte)
{
    const SigningSeed key = NewKey();
    const ServerInfo later = Peer({}, key).info; // Opened again, now that it can know the other.
    auto secondary = std::make_unique<Peer>(std::vector{later});
    Peer front({secondary->info}, key, later.address.port);
    Peer client;
    auto listener = front.node->Listen("echo");
    ASSERT_TRUE(listener.IsOk());
    std::thread serving([&listener] { Echo(std::move(listener.Value().Accept().Value())); });
    auto connection = client.node->Dial(front.info, "echo");
    ASSERT_TRUE(connection.IsOk());
    const ByteVector said = Pattern(20'000'000, 3);
    std::thread writing([&] {
        const ByteView all(said);
        EXPECT_TRUE(connection.Value().Write(all.first(said.size() / 2)).IsOk());
        secondary.reset();
        EXPECT_TRUE(connection.Value().Write(all.subspan(said.size() / 2)).IsOk());
        connection.Value().CloseWrite();
    });
    const auto heard = ReadAll(connection.Value());
    writing.join();
    serving.join();
    ASSERT_TRUE(heard.IsOk()) << heard.Failure().where;
    EXPECT_TRUE(heard.Value() == said);
}

TEST(KwikSocket, NobodyWhoListensIsARefusal)
{
    Peer server;
    Peer client;
    EXPECT_EQ(CodeOf(client.node->Dial(server.info, "nobody")), ErrorCode::Refused);
    auto first = server.node->Listen("echo");
    ASSERT_TRUE(first.IsOk());
    EXPECT_EQ(CodeOf(server.node->Listen("echo")), ErrorCode::Refused);
    first.Value().Close();
    EXPECT_TRUE(server.node->Listen("echo").IsOk());
}

TEST(KwikSocket, ABacklogThatIsFullIsARefusal)
{
    Peer server;
    Peer client;
    auto listener = server.node->Listen("echo", 1);
    ASSERT_TRUE(listener.IsOk());
    auto first = client.node->Dial(server.info, "echo");
    ASSERT_TRUE(first.IsOk());
    EXPECT_EQ(CodeOf(client.node->Dial(server.info, "echo")), ErrorCode::Refused);
}

TEST(KwikSocket, WhatDoesNotBlockSaysSoAndADeadlineEndsTheWaiting)
{
    Peer server;
    Peer client;
    auto listener = server.node->Listen("echo");
    ASSERT_TRUE(listener.IsOk());
    listener.Value().SetBlocking(Blocking::No);
    EXPECT_EQ(CodeOf(listener.Value().Accept()), ErrorCode::WouldBlock);
    auto connection = client.node->Dial(server.info, "echo");
    ASSERT_TRUE(connection.IsOk());
    ByteVector into(10);
    connection.Value().SetBlocking(Blocking::No);
    EXPECT_EQ(CodeOf(connection.Value().Read(into)), ErrorCode::WouldBlock);
    connection.Value().SetBlocking(Blocking::Yes);
    connection.Value().SetReadDeadline(SocketClock::now() + 30ms);
    EXPECT_EQ(CodeOf(connection.Value().Read(into)), ErrorCode::TimedOut);
    connection.Value().SetWriteDeadline(SocketClock::now() + 30ms);
    const ByteVector much = Pattern(100'000'000, 0);
    EXPECT_EQ(CodeOf(connection.Value().Write(much)), ErrorCode::TimedOut) << "nobody reads";
}

TEST(KwikSocket, AServerThatIsNotThereIsATimeoutAtTheDeadline)
{
    Peer server;
    Peer client;
    const ServerInfo nobody = server.info;
    server.node.reset();
    const DialConfig config{nobody, "echo", Blocking::Yes, SocketClock::now() + 50ms};
    EXPECT_EQ(CodeOf(client.node->DialWithConfig(config)), ErrorCode::TimedOut);
}

TEST(KwikSocket, EachDirectionEndsOnItsOwn)
{
    Peer server;
    Peer client;
    auto listener = server.node->Listen("half");
    ASSERT_TRUE(listener.IsOk());
    auto near = client.node->Dial(server.info, "half");
    auto far = listener.Value().Accept();
    ASSERT_TRUE(near.IsOk() && far.IsOk());
    far.Value().CloseWrite(); // The server's direction first.
    EXPECT_TRUE(ReadAll(near.Value()).Value().empty());
    EXPECT_EQ(CodeOf(far.Value().Write(Pattern(1, 0))), ErrorCode::Closed);
    const ByteVector said = Pattern(300'000, 1);
    EXPECT_TRUE(near.Value().Write(said).IsOk());
    near.Value().CloseWrite();
    EXPECT_TRUE(ReadAll(far.Value()).Value() == said);
}

TEST(KwikSocket, AnAbortIsAnErrorAtTheOtherEnd)
{
    Peer server;
    Peer client;
    auto listener = server.node->Listen("echo");
    ASSERT_TRUE(listener.IsOk());
    auto near = client.node->Dial(server.info, "echo");
    auto far = listener.Value().Accept();
    ASSERT_TRUE(near.IsOk() && far.IsOk());
    near.Value().Abort();
    ByteVector into(10);
    EXPECT_EQ(CodeOf(far.Value().Read(into)), ErrorCode::Closed);
    EXPECT_EQ(CodeOf(near.Value().Read(into)), ErrorCode::Closed);
}

TEST(KwikSocket, ANodeThatGoesAwayWakesWhoeverWaits)
{
    Peer server;
    auto client = std::make_unique<Peer>();
    auto listener = server.node->Listen("echo");
    ASSERT_TRUE(listener.IsOk());
    auto near = client->node->Dial(server.info, "echo");
    auto far = listener.Value().Accept();
    ASSERT_TRUE(near.IsOk() && far.IsOk());
    std::thread reading([&near] {
        ByteVector into(10);
        EXPECT_EQ(CodeOf(near.Value().Read(into)), ErrorCode::Closed);
    });
    std::thread accepting(
        [&listener] { EXPECT_EQ(CodeOf(listener.Value().Accept()), ErrorCode::Closed); });
    client.reset();
    reading.join();
    server.node.reset();
    accepting.join();
}

} // namespace kwik::testbed

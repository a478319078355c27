#include "protocol-core/session/carrier-actions.h"
#include "protocol-core/session/kcp-channel.h"
#include "protocol-core/trust/key-pin.h"
#include "protocol-core/wire/kdp/kdp-codec.h"
#include "tests/support/byte-strings.h"
#include "tests/support/quic-peer.h"
#include "tests/support/story.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

const Address SERVER = Ipv4(0x0a000002, 443);
const Address SECOND = Ipv4(0x0a000003, 443);
const Address CLIENT = Ipv4(0x0a000001, 1'000);
constexpr std::uint64_t SIZE = 500'000;

/// A server that admits everybody and then says whatever a test wants.
class Liar
{
  public:
    Liar(SimWorld& world, const std::string& name, const Address& address, PathId path)
        : peer(world, {name, address, Acceptance::Accept, QuicConfig{}})
    {
        m_kcp.SetPath(path, KcpChannel::Side::Server);
        peer.onEvent = [this](QuicEndpoint& endpoint, const CarrierEvent& event) {
            const auto* bytes = std::get_if<CarrierBytes>(&event);
            if (bytes != nullptr && bytes->stream == KCP_STREAM && !m_hasAdmitted)
            {
                m_hasAdmitted = true;
                Admit(endpoint, bytes->id);
            }
            else if (bytes != nullptr && bytes->end == StreamEnd::Open)
            {
                asked.insert({bytes->id, bytes->stream});
            }
        };
    }

    /// What it says on its path, which has this number.
    KcpChannel& Kcp()
    {
        return m_kcp;
    }

    void Say(QuicPeer::StreamKey where, ByteView bytes, StreamEnd end = StreamEnd::Open)
    {
        peer.Write(where.first, where.second, bytes, end);
    }

    QuicPeer peer;
    std::set<QuicPeer::StreamKey> asked; ///< Streams on which the client wants something.

  private:
    void Admit(QuicEndpoint& endpoint, CarrierId id)
    {
        KcpChannel::Message hello;
        hello.mutable_server_hello()->set_version(KWIK_VERSION);
        hello.mutable_server_hello()->set_session_id(ToText(SessionId{1}));
        endpoint.Write(id,
                       KCP_STREAM,
                       SharedBytes(Kcp().Encode(Instant{}, std::move(hello))),
                       StreamEnd::Open);
    }

    KcpChannel m_kcp;
    bool m_hasAdmitted{false};
};

/// A client that downloads from a Liar, and would from a second one if it heard of it.
class DeceivedClient
{
  public:
    explicit DeceivedClient(std::uint64_t seed)
        : world(seed),
          liar(world, "liar", SERVER, PathId{1}),
          second(world, "second", SECOND, PathId{2}),
          download(GeneratedName(ByteCount{SIZE}, 7)),
          m_env(world, "client", CLIENT)
    {
        world.Connect(CLIENT, SERVER, LinkShape{BitRate{100'000'000}, 5ms});
        world.Connect(CLIENT, SECOND, LinkShape{BitRate{100'000'000}, 5ms});
        const auto newCarrier = [this](const Address& local) {
            const QuicEndpointOptions options{QuicConfig{},
                                              KeySeed{},
                                              local,
                                              Acceptance::Refuse,
                                              {nullptr, nullptr}};
            return std::make_unique<QuicEndpoint>(options, m_env, Prng(m_env.Seed("quic")));
        };
        EndpointConfig config;
        config.session.failover.recoveryTimeout = 5s;
        config.session.paths.min = 2;
        m_host = std::move(
            Host::Open({m_env, events, m_content, config, newCarrier}, CLIENT.port).Value());
        m_session = m_host->Dial({SERVER, liar.peer.Pin(), "test"}, download);
        m_host->OpenStream(m_session, download.content);
        Run(50ms);
    }

    /// Lets @p from recommend @p address with @p pin.
    void Recommend(Liar& from, const Address& address, const KeyPin& pin, Duration span = 100ms)
    {
        KcpChannel::Message message;
        auto& command = *message.mutable_add_path();
        command.set_server_address(ToString(address));
        command.set_tls_pubkey_hash_sha256(
            std::string(reinterpret_cast<const char*>(pin.data()), pin.size()));
        from.Say({CarrierId{1}, KCP_STREAM}, from.Kcp().Encode(world.Now(), std::move(message)));
        Run(span);
    }

    void Run(Duration span)
    {
        world.RunUntil(world.Now() + span);
    }

    SimWorld world;
    Liar liar;
    Liar second;
    EventLog events;
    CheckedDownload download;

  private:
    SimEnvironment m_env;
    NoContent m_content;
    std::unique_ptr<Host> m_host;
    SessionHandle m_session;
};

std::size_t
CountOf(const EventLog& events, Violation kind)
{
    const auto told = events.All<SecurityViolation>();
    return static_cast<std::size_t>(
        std::count_if(told.begin(), told.end(), [kind](const auto& one) {
            return one.kind == kind;
        }));
}

KdpMessage
RandomAnswer(Prng& prng)
{
    const StreamId stream{prng.Below(8) == 0 ? 1U : 0U};
    const ByteCount offset{prng.Below(3) == 0 ? 0 : prng.Below(SIZE)};
    switch (prng.Below(8))
    {
    case 0:
        return KdpStreamExtent{stream,
                               ByteCount{SIZE},
                               ByteCount{prng.Below(100'000)},
                               StreamFinish::Final,
                               "x"};
    case 1:
        return KdpRangeRequest{stream, offset, ByteCount{1}, RangePriority::Urgent, "x"};
    case 2:
        return KdpRangeTrim{offset};
    default:
        return KdpData{stream,
                       offset,
                       StreamFinish::Open,
                       RangePriority::Normal,
                       SharedBytes(RandomBytes(prng, prng.Below(9'000)))};
    }
}

ByteVector
WholeOf(const KdpMessage& message)
{
    ByteVector bytes = EncodeKdp(message);
    if (const auto* data = std::get_if<KdpData>(&message))
    {
        Append(bytes, data->payload.View());
    }
    return bytes;
}

} // namespace

TEST(HostileServer, OfGarbageEndsItsPathWithANamedEvent)
{
    for (const CarrierStreamId stream : {KCP_STREAM, KDP_STREAM, FIRST_PUSH_STREAM})
    {
        DeceivedClient client(1);
        client.liar.Say({CarrierId{1}, stream}, ByteVector(8, std::byte{0xff}));
        client.Run(100ms);
        const auto violations = client.events.All<SecurityViolation>();
        ASSERT_FALSE(violations.empty()) << stream.value;
        EXPECT_EQ(violations[0].peer, SERVER);
        ASSERT_FALSE(client.liar.peer.All<CarrierClosed>().empty());
        EXPECT_EQ(client.liar.peer.All<CarrierClosed>()[0].farewell.code,
                  CodeOf(violations[0].kind));
    }
}

TEST(HostileServer, ThatRefusesTheStreamIsBelieved)
{
    DeceivedClient client(1);
    client.liar.Say({CarrierId{1}, KDP_STREAM}, EncodeKdp(KdpStreamRefused{StreamId{0}}));
    client.Run(100ms);
    EXPECT_TRUE(client.download.wasRefused);
}

TEST(HostileServer, ThatIsNoPrimaryRecommendsNobody)
{
    DeceivedClient client(1);
    client.Recommend(client.liar, SECOND, client.second.peer.Pin());
    ASSERT_FALSE(client.second.peer.All<CarrierEstablished>().empty());
    EXPECT_TRUE(client.events.All<SecurityViolation>().empty());
    client.Recommend(client.second, SERVER, client.second.peer.Pin());
    const auto violations = client.events.All<SecurityViolation>();
    ASSERT_EQ(violations.size(), 1U);
    EXPECT_EQ(violations[0].peer, SECOND);
    ASSERT_FALSE(client.second.peer.All<CarrierClosed>().empty());
    EXPECT_EQ(client.second.peer.All<CarrierClosed>()[0].farewell.code,
              CodeOf(Violation::NotPrimary));
    EXPECT_TRUE(client.liar.peer.All<CarrierClosed>().empty());
}

TEST(HostileServer, DoesNotChangeThePinOfAKnownServer)
{
    DeceivedClient client(1);
    client.Recommend(client.liar, SECOND, KeyPin{});
    EXPECT_EQ(CountOf(client.events, Violation::BadRecommendation), 0U);
    client.Recommend(client.liar, SECOND, client.second.peer.Pin());
    EXPECT_EQ(CountOf(client.events, Violation::BadRecommendation), 1U);
    client.Recommend(client.liar, SERVER, client.second.peer.Pin());
    EXPECT_EQ(CountOf(client.events, Violation::BadRecommendation), 2U);
    EXPECT_GT(CountOf(client.events, Violation::WrongServerKey), 0U);
    client.Run(3s); // The client tries again, with the pin that it heard first.
    EXPECT_TRUE(client.second.peer.All<CarrierEstablished>().empty());
}

TEST(HostileServer, CannotMakeTheClientKnowServersWithoutBound)
{
    DeceivedClient client(1);
    for (std::uint32_t i = 0; i < ClientSession::SERVERS_MAX - 1; ++i)
    {
        client.Recommend(client.liar, Ipv4(0x0b000000 + i, 443), KeyPin{}, 1ms);
    }
    EXPECT_TRUE(client.events.All<SecurityViolation>().empty());
    client.Recommend(client.liar, Ipv4(0x0c000000, 443), KeyPin{});
    EXPECT_EQ(client.events.All<SecurityViolation>().size(), 1U);
}

TEST(HostileServer, NothingItSaysTakesTheClientDown)
{
    std::size_t delivered = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        DeceivedClient client(seed);
        Prng prng(seed);
        for (int i = 0; i < 60; ++i)
        {
            QuicPeer::StreamKey where{CarrierId{1}, {prng.Below(4) * 4 + 1}};
            if (!client.liar.asked.empty() && prng.Below(4) > 0)
            {
                where = *client.liar.asked.begin();
                client.liar.asked.erase(client.liar.asked.begin());
            }
            client.liar.Say(where, WholeOf(RandomAnswer(prng)));
            client.Run(1ms * prng.Below(10));
        }
        client.Run(10s);
        EXPECT_LE(client.download.delivered, ByteCount{SIZE});
        delivered += client.download.delivered.value > 0 ? 1 : 0;
    }
    EXPECT_GT(delivered, 0U); // Some lies were good enough to be believed.
}

} // namespace kwik::test

#include "tests/world/offence-world.h"

#include "protocol-core/session/carrier-actions.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

const Address CLIENT = Ipv4(0x0a000001, 1'000);
const Address CROOKED_CLIENT = Ipv4(0x0a000009, 1'000);

} // namespace

void
CrookedServer::Line::Say(CarrierStreamId stream, ByteView bytes) const
{
    endpoint.Write(id, stream, SharedBytes(bytes), StreamEnd::Open);
}

CrookedServer::CrookedServer(SimWorld& world, const QuicPeer::Options& options)
    : peer(world, options)
{
    peer.onEvent = [this](QuicEndpoint& endpoint, const CarrierEvent& event) {
        if (const auto* bytes = std::get_if<CarrierBytes>(&event))
        {
            OnBytes({endpoint, bytes->id}, *bytes);
        }
    };
}

void
CrookedServer::OnBytes(const Line& line, const CarrierBytes& bytes)
{
    if (bytes.stream == KCP_STREAM && !m_hasAdmitted)
    {
        m_heard.Append(bytes.bytes.View());
        const auto hello = m_heard.Next();
        if (hello.IsOk() && hello.Value())
        {
            Admit(line, *hello.Value());
        }
        return;
    }
    KdpDecoder decoder;
    decoder.Append(bytes.bytes);
    const auto asked = decoder.Next();
    if (onAsked && bytes.stream != KCP_STREAM && asked.IsOk() && asked.Value())
    {
        onAsked(line, bytes.stream, *asked.Value());
    }
}

void
CrookedServer::Admit(const Line& line, const KcpChannel::Message& hello)
{
    m_hasAdmitted = true;
    const auto grant = VerifyGrant(AsBytes(hello.client_hello().session_token()));
    const SessionId session = grant.IsOk() ? grant.Value().grant.session : SessionId{1};
    m_kcp.SetPath(KcpChannel::PathOf(hello), KcpChannel::Side::Server);
    m_kcp.SetSession(session);
    KcpChannel::Message answer;
    answer.mutable_server_hello()->set_version(KWIK_VERSION);
    answer.mutable_server_hello()->set_session_id(ToText(session));
    line.Say(KCP_STREAM, m_kcp.Encode(Instant{}, std::move(answer)));
    if (onAdmitted)
    {
        onAdmitted(line, m_kcp);
    }
}

OffenceWorld::OffenceWorld(const Options& options)
    : world(1),
      crookedServer(world, {"crooked server", CrookedAddress(), Acceptance::Accept, QuicConfig{}}),
      crookedClient(world,
                    {"crooked client",
                     CROOKED_CLIENT,
                     Acceptance::Refuse,
                     QuicConfig{},
                     SecurityConfig{},
                     options.crookedOffer}),
      download(GeneratedName(SIZE, 7)),
      m_env(std::make_unique<SimEnvironment>(world, "client", CLIENT))
{
    const LinkShape link{BitRate{20'000'000}, 10ms};
    for (const Address& server : {PrimaryAddress(), SecondAddress(), CrookedAddress()})
    {
        world.Connect(CLIENT, server, link);
        world.Connect(CROOKED_CLIENT, server, link);
    }
    EndpointConfig config;
    config.security = options.servers;
    config.directory = {HostedServer::InfoAt(PrimaryAddress())};
    second = std::make_unique<HostedServer>(world, SecondAddress(), content, config);
    config.directory = {{CrookedAddress(), options.toldPin.value_or(crookedServer.peer.Pin()), {}},
                        HostedServer::InfoAt(SecondAddress())};
    if (options.also)
    {
        config.directory.push_back(*options.also);
    }
    primary = std::make_unique<HostedServer>(world, PrimaryAddress(), content, config);
    EndpointConfig own;
    own.key = ClientKey();
    own.pin = ClientPin();
    own.security = options.client;
    own.session.allowedServers = options.allowedServers;
    const auto newCarrier = [this, own](const Address& local) {
        const QuicEndpointOptions quic{QuicConfig{},
                                       own.key,
                                       local,
                                       Acceptance::Refuse,
                                       {nullptr, nullptr},
                                       CarrierSecurity(own)};
        return std::make_unique<QuicEndpoint>(quic, *m_env, Prng(m_env->Seed("quic")));
    };
    m_client = std::move(
        Host::Open({*m_env, clientEvents, m_nothing, own, newCarrier}, CLIENT.port).Value());
    const SessionHandle session = m_client->Dial(primary->Info(), download);
    m_client->OpenStream(session, download.content);
}

Address
OffenceWorld::PrimaryAddress()
{
    return Ipv4(0x0a000002, 443);
}

Address
OffenceWorld::SecondAddress()
{
    return Ipv4(0x0a000003, 443);
}

Address
OffenceWorld::CrookedAddress()
{
    return Ipv4(0x0a000004, 443);
}

SigningSeed
OffenceWorld::ClientKey()
{
    return HostedServer::KeyAt(CLIENT);
}

KeyPin
OffenceWorld::ClientPin()
{
    return PinOf(PublicKeyOf(ClientKey()));
}

CarrierId
OffenceWorld::Connect()
{
    return crookedClient.Connect(primary->Target());
}

void
OffenceWorld::SayHello(CarrierId id, const std::string& token, const std::string& session)
{
    if (!session.empty())
    {
        m_kcp.SetSession(ParseSessionId(session).Value());
    }
    KcpChannel::Message hello;
    hello.mutable_client_hello()->add_versions(KWIK_VERSION);
    hello.mutable_client_hello()->set_session_token(token);
    Say(id, std::move(hello));
}

void
OffenceWorld::Say(CarrierId id, KcpChannel::Message message)
{
    crookedClient.Write(id,
                        KCP_STREAM,
                        m_kcp.Encode(world.Now(), std::move(message)),
                        StreamEnd::Open);
    Run(100ms);
}

void
OffenceWorld::Run(Duration span)
{
    world.RunUntil(world.Now() + span);
}

void
OffenceWorld::ExpectDownload()
{
    EXPECT_TRUE(world.RunUntil(Instant(20s), [this] { return download.IsDone(); }));
    EXPECT_TRUE(download.finishedAt);
    EXPECT_EQ(download.delivered, SIZE);
    EXPECT_EQ(download.corrupted, ByteCount{});
    Run(1s); // For the last words.
}

std::vector<SecurityViolation>
OffenceWorld::Violations() const
{
    std::vector<SecurityViolation> all;
    const EventLog* const logs[] = {&clientEvents, &primary->events, &second->events};
    for (const EventLog* log : logs)
    {
        const auto some = log->All<SecurityViolation>();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

std::optional<std::uint64_t>
OffenceWorld::Farewell() const
{
    auto closed = crookedServer.peer.All<CarrierClosed>();
    const auto others = crookedClient.All<CarrierClosed>();
    closed.insert(closed.end(), others.begin(), others.end());
    return closed.empty() || closed[0].cause != CarrierCloseCause::PeerClosed
               ? std::nullopt
               : std::optional(closed[0].farewell.code);
}

std::string
OffenceWorld::Token(const SessionGrant& grant, const Address& signer) const
{
    return std::string(AsText(SignGrant(grant, HostedServer::KeyAt(signer))));
}

} // namespace kwik::test

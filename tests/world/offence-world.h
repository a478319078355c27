#ifndef KWIK_TESTS_WORLD_OFFENCE_WORLD_H
#define KWIK_TESTS_WORLD_OFFENCE_WORLD_H

#include "protocol-core/session/kcp-channel.h"
#include "protocol-core/wire/kdp/kdp-codec.h"
#include "tests/support/quic-peer.h"
#include "tests/world/hosted-server.h"

#include <memory>
#include <optional>
#include <vector>

namespace kwik::test
{

/// A server that admits every client, and then does what a test wants.
class CrookedServer
{
  public:
    /// One of its connections.
    struct Line
    {
        QuicEndpoint& endpoint;
        CarrierId id;

        void Say(CarrierStreamId stream, ByteView bytes) const;
    };

    using Offence = std::function<void(const Line&, KcpChannel&)>;
    using Answer = std::function<void(const Line&, CarrierStreamId, const KdpMessage&)>;

    CrookedServer(SimWorld& world, const QuicPeer::Options& options);

    QuicPeer peer;
    Offence onAdmitted; ///< What it does as soon as it has admitted a client.
    Answer onAsked;     ///< What it says to what is asked on a stream for data.

  private:
    void OnBytes(const Line& line, const CarrierBytes& bytes);
    void Admit(const Line& line, const KcpChannel::Message& hello);

    KcpChannel m_kcp;
    KcpDecoder m_heard;
    bool m_hasAdmitted{false};
};

/**
 * Two honest servers, a crooked one, a crooked client, and an honest client that downloads from all
 * three servers: the first is its primary and recommends the others.
 */
class OffenceWorld
{
  public:
    static constexpr ByteCount SIZE{3'000'000};

    struct Options
    {
        SecurityConfig client;
        SecurityConfig servers;
        std::vector<KeyPin> allowedServers;
        std::optional<KeyPin> toldPin;  ///< Of the crooked server, if not its own.
        std::optional<ServerInfo> also; ///< One more that the primary recommends.
        TlsOffer crookedOffer = OfferOf(SecurityLevel::Standard);
    };

    explicit OffenceWorld(const Options& options);

    static Address PrimaryAddress();
    static Address SecondAddress();
    static Address CrookedAddress();
    static SigningSeed ClientKey();
    static KeyPin ClientPin();

    /// Connects the crooked client to the primary.
    CarrierId Connect();
    /// ... which then says this, after a hello with @p token.
    void SayHello(CarrierId id, const std::string& token = {}, const std::string& session = {});
    void Say(CarrierId id, KcpChannel::Message message);
    void Run(Duration span);
    /// Lets the honest download come to its end, and expects it whole.
    void ExpectDownload();
    /// All violations that honest hosts have told.
    std::vector<SecurityViolation> Violations() const;
    /// The code with which an honest host has ended a connection of a crooked one, if it did.
    std::optional<std::uint64_t> Farewell() const;
    /// A token of the primary's for the crooked client.
    std::string Token(const SessionGrant& grant, const Address& signer) const;

    SimWorld world;
    GeneratedContent content;
    CrookedServer crookedServer;
    QuicPeer crookedClient;
    CheckedDownload download;
    EventLog clientEvents;
    std::unique_ptr<HostedServer> primary;
    std::unique_ptr<HostedServer> second;

  private:
    std::unique_ptr<SimEnvironment> m_env;
    NoContent m_nothing;
    std::unique_ptr<Host> m_client;
    KcpChannel m_kcp;
};

} // namespace kwik::test

#endif // KWIK_TESTS_WORLD_OFFENCE_WORLD_H

#ifndef KWIK_SESSION_SERVER_PATH_H
#define KWIK_SESSION_SERVER_PATH_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/prng.h"
#include "protocol-core/base/security.h"
#include "protocol-core/event/event.h"
#include "protocol-core/registry/server-info.h"
#include "protocol-core/session/candidate-desk.h"
#include "protocol-core/session/kcp-channel.h"
#include "protocol-core/session/range-server.h"
#include "protocol-core/trust/session-token.h"

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace kwik
{

/// What all paths of one server share; outlives them.
struct ServerContext
{
    ServerConfig config;
    SigningSeed key;
    KeyPin pin;                           ///< Of this server.
    std::vector<ServerInfo> directory;    ///< The servers that this one recommends and trusts.
    Prng prng;                            ///< Draws session ids.
    std::vector<Capability> capabilities; ///< Of this server, as of now.
    SecurityConfig security{};
    std::uint32_t clients{0}; ///< Paths of clients that are admitted, as of now.
    bool isLeaving{false};    ///< Takes no more clients; those that there are have been told.
};

/**
 * A server's end of one path: admits the client into a session, answers KCP, serves ranges.
 *
 * A client without a token starts a new session, of which this server is the primary. A client with
 * a token joins the session that the token names, if a server of our directory has signed it for
 * us. Until the client is admitted, what it asks for waits; more than ADMISSION_BYTES_MAX is a
 * violation.
 */
class ServerPath
{
  public:
    static constexpr std::size_t ADMISSION_BYTES_MAX = 64U << 10;

    using Action = std::variant<RangeServer::Lookup,
                                RangeServer::Read,
                                WriteStream,
                                RankStream,
                                CloseConnection,
                                Event>;

    /// What is asked of the path to the primary, or of the streams that go in both directions;
    /// drained beside the actions.
    using RelayWish = std::variant<RangeServer::RelayStarted,
                                   RangeServer::RelayRead,
                                   RangeServer::RelayEnded,
                                   RangeServer::DuplexRead>;

    /// A client was admitted into a session of which this server is the primary.
    struct Admitted
    {
        SessionId session;
        bool isReturning{false}; ///< By a token: the session has had a path before.
    };

    /// Whether more servers may be recommended in a moment.
    enum class Certainty : std::uint8_t
    {
        SoFar, ///< Some have not answered.
        Final,
    };

    /// What the control desk has to hear; drained beside the actions, and dropped when too much.
    using ControlFact = std::variant<Admitted, KcpChannel::Message>;

    ServerPath(ServerContext& context, const Address& client);

    /// The handshake is complete; @p peerKey is what the client has proved, if it was asked to.
    void OnEstablished(const std::optional<KeyPin>& peerKey);
    void OnHeard(Instant now, const CarrierSnapshot& measured);
    void OnBytes(Instant now, CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end);
    void OnStreamAborted(CarrierStreamId stream, StreamHalf half);
    void OnSendSpace(Instant now, ByteCount space);
    void OnContentSize(const std::string& content, std::optional<ByteCount> size);
    void OnContent(CarrierStreamId transfer, SharedBytes bytes);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();
    std::optional<RelayWish> PollRelayWish();
    /// What the client uploads; drained beside the actions.
    std::optional<KdpMessage> PollUpload();
    /// A message of the receiver of uploads.
    void OnUploadReply(const KdpMessage& message);
    /// As RangeServer::Push and RangeServer::EndPush.
    void Push(StreamId stream, Interval bytes);
    void EndPush(StreamId stream);
    /// The client has broken the rules of uploads.
    void OnUploadViolated(Violation kind, std::string_view detail);
    std::optional<ControlFact> PollControl();
    void SendControl(Instant now, KcpChannel::Message message);
    /// Whether the client waits to hear which other servers it may use.
    bool IsAskingForServers() const;
    /// These may be recommended; a client that has asked hears of those that it has not heard of.
    void OnAdvised(Instant now, const std::vector<Advice>& advised, Certainty certainty);
    /// Whether it is the path of a client, which counts as load.
    bool IsOfClient() const;
    /// Tells a client what this server can do, unasked: it has changed.
    void TellCapabilities(Instant now);
    /// Tells a client that this server ends soon.
    void TellLeaving(Instant now);
    /// Ends the path, because the server ends.
    void Close();

    const Address& Client() const;
    /// Nothing before the client is admitted.
    const std::optional<SessionId>& Session() const;
    /// The primary of the session, from which a secondary fetches what it does not hold.
    const std::optional<ServerInfo>& Upstream() const;
    /// What proves the session to it.
    const std::string& UpstreamToken() const;
    Instant UpstreamExpiry() const; ///< Of that.
    /// The client is a server that fetches what it does not hold.
    bool IsRelay() const;

  private:
    using KcpMessage = KcpChannel::Message;

    struct Early
    {
        CarrierStreamId stream;
        SharedBytes bytes;
        StreamEnd end;
    };

    void ReadKcp(Instant now, ByteView bytes);
    void OnKcp(Instant now, const KcpMessage& message);
    void OnHello(Instant now, const KcpMessage& message);
    void OnToken(Instant now, const KcpMessage& message);
    /// @returns whether the client had not been refused before, which is a violation.
    bool Refuse(Instant now, ::kwik::kcp::v3::ServerHello::HelloStatus status);
    void Admit(Instant now, SessionId session);
    void AdmitQuery(Instant now, const KcpMessage& message);
    void OnCapabilityQuery(Instant now, const ::kwik::kcp::v3::ServerCapabilityQuery& query);
    void List(Instant now, const std::vector<Advice>& advised);
    void SendAddPath(Instant now, const Address& address, const KeyPin& pin);
    /// In time, so that a client that is there always has tokens that hold.
    void RenewTokens(Instant now);
    void OnHealthCheck(Instant now, const ::kwik::kcp::v3::HealthCheckRequest& request);
    void Send(Instant now, KcpMessage message);
    void WriteKcp(Instant now);
    std::string Grant(Instant now, const KeyPin& audience) const;
    void Violate(Violation kind, std::string_view detail);
    void Report(Violation kind, std::string_view detail);
    void TellDuplicates();
    void Drain();

    ServerContext& m_context;
    Address m_client;
    std::optional<KeyPin> m_peerKey;
    KcpChannel m_kcp;
    RangeServer m_ranges;
    std::optional<SessionId> m_session;
    std::optional<ServerInfo> m_upstream;
    std::string m_upstreamToken;
    Instant m_upstreamExpiry{};
    std::vector<Early> m_early;
    std::size_t m_earlyBytes{0};
    std::uint64_t m_datagramsSent{0}; ///< When the client was last heard.
    bool m_isViolated{false};
    bool m_hasDuplicates{false}; ///< As was told.
    bool m_isRelay{false};       ///< The client is a server that fetches what it does not hold.
    bool m_isQuery{false};       ///< The client is a server that asks how this one does.
    bool m_isRefused{false};
    bool m_isAskingForServers{false};
    bool m_hasListed{false};
    std::map<Address, KeyPin> m_recommended;
    Instant m_renewAt{NEVER}; ///< Half of the time that the client's tokens live.
    BoundedQueue<Action, 65536> m_actions;
    BoundedQueue<RelayWish, 65536> m_relayWishes;
    BoundedQueue<KdpMessage, 65536> m_uploads;
    BoundedQueue<ControlFact, 65536> m_controlFacts;
};

} // namespace kwik

#endif // KWIK_SESSION_SERVER_PATH_H

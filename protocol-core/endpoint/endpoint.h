#ifndef KWIK_ENDPOINT_ENDPOINT_H
#define KWIK_ENDPOINT_ENDPOINT_H

#include "protocol-core/session/client-session.h"
#include "protocol-core/session/server-path.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace kwik
{

/// What one host is and does.
struct EndpointConfig
{
    std::string name; ///< Names the host towards peers (KCP `client_id`).
    SessionConfig session;
    ServerConfig server;
    SigningSeed key;
    KeyPin pin;                        ///< Of the key.
    std::vector<ServerInfo> directory; ///< Other servers that this one recommends and trusts.
};

/**
 * The root machine of a host: its sessions as a client and its paths as a server.
 *
 * Finds whom a carrier connection belongs to, and hands their actions up one at a time, pulled from
 * the machines that may have some: nothing piles up here.
 */
class Endpoint
{
  public:
    /// Start a carrier connection and tell its id with OnConnecting.
    struct Connect
    {
        SessionHandle session;
        PathId path;
        CarrierTarget target;
    };

    template <typename WHAT>
    struct OnCarrier
    {
        CarrierId carrier;
        WHAT what;
    };

    struct Deliver
    {
        SessionHandle session;
        StreamId stream;
        SharedBytes bytes;
        StreamFinish finish;
    };

    struct StreamRefused
    {
        SessionHandle session;
        StreamId stream;
    };

    struct SessionEnded
    {
        SessionHandle session;
        SessionEnd end;
    };

    using Action = std::variant<Connect,
                                OnCarrier<WriteStream>,
                                OnCarrier<RankStream>,
                                OnCarrier<AbortStream>,
                                OnCarrier<CloseConnection>,
                                OnCarrier<RangeServer::Lookup>,
                                OnCarrier<RangeServer::Read>,
                                Deliver,
                                StreamRefused,
                                SessionEnded,
                                Event>;

    Endpoint(const EndpointConfig& config, Prng prng);

    SessionHandle Dial(Instant now, const ServerInfo& primary);
    StreamId OpenStream(Instant now, SessionHandle session, std::string content);
    void CloseSession(Instant now, SessionHandle session);

    void OnConnecting(SessionHandle session, PathId path, CarrierId carrier);
    void OnCarrierEvent(Instant now, const CarrierEvent& event);
    void OnContentSize(CarrierId carrier,
                       const std::string& content,
                       std::optional<ByteCount> size);
    void OnContent(CarrierId carrier, CarrierStreamId transfer, SharedBytes bytes);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// @pre the session was dialled here
    SessionReport Report(SessionHandle session) const;

  private:
    using PathKey = std::pair<SessionHandle, PathId>;

    struct SessionEntry
    {
        ClientSession session;
        Instant deadline{NEVER}; ///< As entered in m_deadlines.
    };

    void OnServerEvent(Instant now, CarrierId carrier, const CarrierEvent& event);
    void Touch(SessionHandle session);
    std::optional<Action> PollSession(SessionHandle session);
    std::optional<Action> PollServer(CarrierId carrier);
    /// Nothing when the path's connection is gone already.
    template <typename WHAT>
    std::optional<Action> ToCarrier(SessionHandle session, ClientSession::OnPath<WHAT>& action);
    std::optional<Action> Translate(SessionHandle session, ClientSession::Action& action);
    void Forget(CarrierId carrier);

    EndpointConfig m_config;
    Prng m_prng;
    ServerContext m_serverContext;
    std::map<SessionHandle, SessionEntry> m_sessions;
    std::set<std::pair<Instant, SessionHandle>> m_deadlines;
    std::map<CarrierId, std::unique_ptr<ServerPath>> m_serverPaths;
    std::map<CarrierId, PathKey> m_pathOf;
    std::map<PathKey, CarrierId> m_carrierOf;
    std::set<SessionHandle> m_readySessions; ///< May have actions to take.
    std::set<CarrierId> m_readyServerPaths;
    std::uint32_t m_nextSession{1};
};

} // namespace kwik

#endif // KWIK_ENDPOINT_ENDPOINT_H

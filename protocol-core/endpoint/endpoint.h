#ifndef KWIK_ENDPOINT_ENDPOINT_H
#define KWIK_ENDPOINT_ENDPOINT_H

#include "protocol-core/endpoint/application-actions.h"
#include "protocol-core/endpoint/endpoint-config.h"
#include "protocol-core/session/client-session.h"
#include "protocol-core/session/control-desk.h"
#include "protocol-core/session/relay.h"
#include "protocol-core/session/server-path.h"
#include "protocol-core/session/upload-receiver.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace kwik
{

/**
 * The root machine of a host: its sessions as a client and its paths as a server.
 *
 * Finds whom a carrier connection belongs to, and hands their actions up one at a time, pulled from
 * the machines that may have some: nothing piles up here.
 */
class Endpoint
{
  public:
    /// A path of one of our sessions.
    struct PathOwner
    {
        SessionHandle session;
        PathId path;
        auto operator<=>(const PathOwner&) const = default;
    };

    /// Our path to another server, from which we fetch what we do not hold.
    struct RelayOwner
    {
        Address upstream;
        /// The session whose uploads it forwards; nothing for the path that fetches for all.
        std::optional<SessionId> uploads{};
        auto operator<=>(const RelayOwner&) const = default;
    };

    /// Whom a carrier connection that we have started belongs to.
    using Owner = std::variant<PathOwner, RelayOwner>;

    /// Start a carrier connection and tell its id with OnConnecting.
    struct Connect
    {
        Owner owner;
        CarrierTarget target;
    };

    template <typename WHAT>
    struct OnCarrier
    {
        CarrierId carrier;
        WHAT what;
    };

    using Deliver = DeliverBytes;
    using StreamRefused = RefuseStream;
    using Uploaded = UploadedBytes;
    using UploadWritable = ResumeUpload;
    using UploadDone = FinishUpload;
    using SessionEnded = EndSession;

    using Action = std::variant<Connect,
                                OnCarrier<WriteStream>,
                                OnCarrier<RankStream>,
                                OnCarrier<AbortStream>,
                                OnCarrier<CloseConnection>,
                                OnCarrier<RangeServer::Lookup>,
                                OnCarrier<RangeServer::Read>,
                                Deliver,
                                StreamRefused,
                                Uploaded,
                                UploadWritable,
                                UploadDone,
                                SessionEnded,
                                Event>;

    Endpoint(const EndpointConfig& config, Prng prng);

    SessionHandle Dial(Instant now, const ServerInfo& primary);
    StreamId OpenStream(Instant now, SessionHandle session, std::string content);
    /// As ClientSession::ReadUpTo.
    void ReadUpTo(Instant now, SessionStream stream, ByteCount limit);
    StreamId OpenUpload(Instant now, SessionHandle session, std::string content);
    /// As ClientSession::Write.
    ByteCount Write(Instant now, SessionStream upload, const SharedBytes& bytes, StreamFinish end);
    void CloseSession(Instant now, SessionHandle session);

    /// As a server: what we can do has changed; all clients are told.
    void OnCapabilities(Instant now, std::vector<Capability> capabilities);

    void OnConnecting(const Owner& owner, CarrierId carrier);
    void OnCarrierEvent(Instant now, const CarrierEvent& event);
    /// What the world's ContentSource says to RangeServer::Lookup and RangeServer::Read.
    void OnContentSize(Instant now,
                       CarrierId carrier,
                       const std::string& content,
                       std::optional<ByteCount> size);
    void OnContent(Instant now, CarrierId carrier, CarrierStreamId transfer, SharedBytes bytes);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// @pre the session was dialled here
    SessionReport Report(SessionHandle session) const;
    /// As a server: gives a session of which we are the primary a command. @returns its id; nothing
    /// when there is no such session or it has too many commands.
    std::optional<std::string> Command(Instant now,
                                       SessionId session,
                                       ControlDesk::Command command);
    /// As a server: what we know of a session; nothing when we are not its primary.
    std::optional<SessionPicture> PictureOf(SessionId session) const;

  private:
    /// The one control desk.
    struct DeskOwner
    {
        auto operator<=>(const DeskOwner&) const = default;
    };

    /// A machine with deadlines of its own.
    using Clocked = std::variant<SessionHandle, RelayOwner, DeskOwner>;

    template <typename MACHINE>
    struct Entry
    {
        MACHINE machine;
        Instant deadline{NEVER}; ///< As entered in m_deadlines.
    };

    void OnServerEvent(Instant now, CarrierId carrier, const CarrierEvent& event);
    void Touch(SessionHandle session);
    void Touch(const RelayOwner& relay);
    void MoveDeadline(const Clocked& clocked, Instant& entered, Instant next);

    std::optional<Action> PollSession(SessionHandle session);
    std::optional<Action> PollRelay(const RelayOwner& relay);
    std::optional<Action> PollServer(CarrierId carrier);
    /// Nothing when the owner's connection is gone already.
    template <typename WHAT>
    std::optional<Action> ToCarrier(const Owner& owner, WHAT& what);
    std::optional<Action> Translate(SessionHandle session, ClientSession::Action& action);
    /// Carries wishes and answers between server paths and relays until all are quiet.
    void RunRelays(Instant now);
    void Grant(Instant now, CarrierId carrier, const ServerPath::RelayWish& wish);
    void Hand(Relay::Answer answer);
    bool RunUploads(Instant now);
    void OnUpload(Instant now, CarrierId carrier, KdpMessage message);
    bool HandUploads();
    void StartRelay(Instant now, CarrierId carrier, const RangeServer::RelayStarted& started);
    /// Carries what a server path has heard to the control desk, and its messages to the paths.
    void RunControl(Instant now, CarrierId carrier);
    void RunDesk(Instant now);
    void Forget(CarrierId carrier);
    void DropServerPath(CarrierId carrier);

    EndpointConfig m_config;
    Prng m_prng;
    ServerContext m_serverContext;
    std::map<SessionHandle, Entry<ClientSession>> m_sessions;
    std::map<RelayOwner, Entry<Relay>> m_relays;
    std::map<CarrierId, std::unique_ptr<ServerPath>> m_serverPaths;
    Entry<ControlDesk> m_desk;
    BoundedQueue<Event, 65536> m_deskEvents;
    std::set<std::pair<Instant, Clocked>> m_deadlines;
    std::map<CarrierId, Owner> m_ownerOf;
    std::map<Owner, CarrierId> m_carrierOf;
    std::set<SessionHandle> m_readySessions; ///< May have actions to take.
    std::set<RelayOwner> m_readyRelays;
    std::set<CarrierId> m_readyServerPaths;
    std::map<RelayKey, RelayOwner> m_relayOf; ///< Which relay fetches a transfer.
    UploadReceiver m_uploads;
    BoundedQueue<Action, 65536> m_uploaded;
    std::uint32_t m_nextSession{1};
};

} // namespace kwik

#endif // KWIK_ENDPOINT_ENDPOINT_H

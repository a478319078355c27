#ifndef KWIK_ENDPOINT_ENDPOINT_H
#define KWIK_ENDPOINT_ENDPOINT_H

#include "protocol-core/endpoint/application-actions.h"
#include "protocol-core/endpoint/carrier-owner.h"
#include "protocol-core/endpoint/clocked.h"
#include "protocol-core/endpoint/endpoint-config.h"
#include "protocol-core/endpoint/served-paths.h"
#include "protocol-core/session/candidate-desk.h"
#include "protocol-core/session/client-session.h"
#include "protocol-core/session/control-desk.h"
#include "protocol-core/session/duplex-server.h"
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
#include <vector>

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
    using Owner = CarrierOwner;

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

    using Action = std::variant<Connect,
                                OnCarrier<WriteStream>,
                                OnCarrier<RankStream>,
                                OnCarrier<AbortStream>,
                                OnCarrier<CloseConnection>,
                                OnCarrier<RangeServer::Lookup>,
                                OnCarrier<RangeServer::Read>,
                                DeliverBytes,
                                RefuseStream,
                                UploadedBytes,
                                ResumeUpload,
                                FinishUpload,
                                AnswerStream,
                                DropStream,
                                OfferStream,
                                ServedBytes,
                                ResumeServed,
                                FinishServed,
                                EndServed,
                                EndSession,
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

    // Streams in both directions; a DuplexStream is one of either side.
    /// As ClientSession::OpenDuplex.
    StreamId OpenDuplex(Instant now, SessionHandle session, std::string service);
    /// As a server: takes what was offered.
    void Accept(Instant now, const ServedStream& stream);
    /// As DuplexServer::Write.
    ByteCount Write(Instant now,
                    const ServedStream& stream,
                    const SharedBytes& bytes,
                    StreamFinish end);
    void Consume(Instant now, const DuplexStream& stream, ByteCount bytes);
    void Reset(Instant now, const DuplexStream& stream, ResetCause cause);
    /// What Write() would take.
    ByteCount Room(const DuplexStream& stream) const;

    /// As a server: what we can do has changed; all clients are told.
    void OnCapabilities(Instant now, std::vector<Capability> capabilities);
    void OnTerms(Instant now, const ServerTerms& terms);
    // As a server that ends: tells the clients, ends the paths that are left, says which are.
    void OnLeaving(Instant now);
    void EndServing();
    ServedPaths Served() const;
    void OnConnecting(const Owner& owner, CarrierId carrier);
    void OnCarrierEvent(Instant now, const CarrierEvent& event);
    /// What the world's ContentSource says to RangeServer::Lookup and RangeServer::Read.
    void OnContentSize(Instant now,
                       CarrierId carrier,
                       const std::string& content,
                       std::optional<ByteCount> size);
    void OnContent(Instant now, CarrierId carrier, CarrierStreamId transfer, SharedBytes bytes);
    void OnUnreachable(Instant now, const Address& peer);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// @pre the session was dialled here
    SessionReport Report(SessionHandle session) const;
    /// As a server: gives a session of which we are the primary a command. @returns its id; nothing
    /// when there is no such session or it has too many commands.
    std::optional<std::string> Command(Instant now, SessionId id, ControlDesk::Command command);
    /// As a server: what we know of a session; nothing when we are not its primary.
    std::optional<SessionPicture> PictureOf(SessionId session) const;

  private:
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
    void OnDuplex(Instant now, CarrierId carrier, const KdpMessage& message);
    bool HandDuplex(Instant now);
    void HandDuplexBytes(UploadReceiver::Deliver deliver);
    void TellClient(CarrierId carrier, const KdpMessage& message);
    template <typename WHAT>
    void CarryOut(WHAT& what);
    ByteCount WindowOf(SessionId session) const;
    void OnServerPathClosed(CarrierId carrier, const CarrierClosed& closed);
    void StartRelay(Instant now, CarrierId carrier, const RangeServer::RelayStarted& started);
    /// Carries what a server path has heard to the control desk, and its messages to the paths.
    void RunControl(Instant now, CarrierId carrier);
    void RunDesk(Instant now);
    void RunCandidates(Instant now);
    std::optional<Action> PollCandidates();
    void Forget(CarrierId carrier);
    void DropServerPath(CarrierId carrier);

    EndpointConfig m_config;
    Prng m_prng;
    ServerContext m_serverContext;
    std::map<SessionHandle, Entry<ClientSession>> m_sessions;
    std::map<RelayOwner, Entry<Relay>> m_relays;
    std::map<CarrierId, std::unique_ptr<ServerPath>> m_serverPaths;
    Entry<ControlDesk> m_desk;
    std::set<CarrierId> m_asking;      ///< Their clients wait to hear of other servers.
    Entry<CandidateDesk> m_candidates; ///< Its deadline is that of InquiryOwner{}.
    BoundedQueue<Event, 65536> m_deskEvents;
    std::set<std::pair<Instant, Clocked>> m_deadlines;
    std::map<CarrierId, Owner> m_ownerOf;
    std::map<Owner, CarrierId> m_carrierOf;
    std::set<SessionHandle> m_readySessions; ///< May have actions to take.
    std::set<RelayOwner> m_readyRelays;
    std::set<CarrierId> m_readyServerPaths;
    std::map<RelayKey, RelayOwner> m_relayOf; ///< Which relay fetches a transfer.
    UploadReceiver m_uploads;
    Entry<DuplexServer> m_duplex;
    std::vector<std::pair<SessionId, CarrierId>> m_goneServerPaths; ///< m_duplex has to hear.
    BoundedQueue<Action, 65536> m_uploaded;
    std::uint32_t m_nextSession{1};
};

} // namespace kwik

#endif // KWIK_ENDPOINT_ENDPOINT_H

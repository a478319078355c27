#ifndef KWIK_SESSION_CLIENT_SESSION_H
#define KWIK_SESSION_CLIENT_SESSION_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/prng.h"
#include "protocol-core/event/event.h"
#include "protocol-core/failover/failover-manager.h"
#include "protocol-core/session/command-runner.h"
#include "protocol-core/session/downloads.h"
#include "protocol-core/session/duplex-client.h"
#include "protocol-core/session/establishment.h"
#include "protocol-core/session/session-config.h"
#include "protocol-core/session/session-lifecycle.h"
#include "protocol-core/session/session-records.h"
#include "protocol-core/session/session-report.h"
#include "protocol-core/session/steering.h"
#include "protocol-core/session/uploads.h"

#include <map>
#include <optional>
#include <string>
#include <variant>

namespace kwik
{

/**
 * A client's session: one path to each server, streams whose bytes come from all of them.
 *
 * Composes the paths (life and messages), FailoverManager (which paths there are), Steering (how
 * many, and how good), Downloads and Uploads (which path carries which bytes) and SessionLifecycle.
 * Establishment as in PROTOCOL section 2: hello, capabilities and discovery leave in one flight
 * after the QUIC handshake with the primary, and so do the streams that are open by then.
 */
class ClientSession
{
  public:
    /// Servers that a session knows, the primary included; those beyond are not taken.
    static constexpr std::size_t SERVERS_MAX = 1024;

    struct Connect ///< Start a carrier connection for the path.
    {
        PathId path;
        CarrierTarget target;
    };

    template <typename WHAT>
    struct OnPath
    {
        PathId path;
        WHAT what;
    };

    struct Ended
    {
        SessionEnd end;
    };

    using Action = std::variant<Connect,
                                OnPath<WriteStream>,
                                OnPath<RankStream>,
                                OnPath<AbortStream>,
                                OnPath<CloseConnection>,
                                Downloads::Deliver,
                                Downloads::Refused,
                                UploadSender::Writable,
                                UploadSender::Finished,
                                DuplexClient::Answered,
                                DuplexClient::Dropped,
                                Ended,
                                Event>;

    struct Identity
    {
        SessionHandle handle;
        std::string client; ///< KCP `client_id`.
    };

    ClientSession(const SessionConfig& config, Identity identity, Prng prng);

    void OnStart(Instant now, const ServerInfo& primary);
    StreamId OpenStream(Instant now, std::string content);
    /// The application takes the stream's bytes below @p limit only, and says so as it reads on.
    void ReadUpTo(Instant now, StreamId stream, ByteCount limit);
    /// Opens a stream whose bytes the server gets. Streams of this kind are numbered apart.
    StreamId OpenUpload(Instant now, std::string content);
    /// Opens a stream in both directions: an upload and a download under one number.
    StreamId OpenDuplex(Instant now, std::string service);
    /// The program has read so much of a duplex stream, or gives it up.
    void Consume(Instant now, StreamId stream, ByteCount bytes);
    void Reset(Instant now, StreamId stream, ResetCause cause);
    /// What Write() would take of an upload or a duplex stream.
    ByteCount Room(StreamId stream) const;
    /// @returns how many of the bytes were taken; after fewer than all UploadSender::Writable
    /// follows, and @p finish counts only when all were taken. @pre the upload is not finished
    ByteCount Write(Instant now, StreamId upload, const SharedBytes& bytes, StreamFinish finish);
    void OnClose(Instant now);
    void OnCarrier(Instant now, PathId path, const CarrierEvent& event);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    SessionState State() const;
    SessionReport Report() const;

  private:
    void OpenPath(Instant now, const FailoverManager::OpenPath& wanted);
    void AssignRole(Instant now, const FailoverManager::AssignRole& assigned);
    void Greet(Instant now, PathId id);
    void OnKcp(Instant now, PathId id, const ClientPath::KcpMessage& message);
    void OnHello(Instant now, PathId id, const ::kwik::kcp::v3::ServerHello& hello);
    void OnCapabilities(PathId id, const ::kwik::kcp::v3::ServerCapabilityResponse& response);
    void OnOrder(Instant now, PathId id, const ClientPath::KcpMessage& message);
    void OnAddPath(Instant now, PathId id, const ::kwik::kcp::v3::AddPathCommand& command);
    void OnRemovePath(Instant now, const ::kwik::kcp::v3::RemovePathCommand& command);
    /// Whether the session may use @p info; never when that would change whom it trusts.
    bool Learn(const ServerInfo& info, const std::string& token);
    void OnKdp(Instant now, PathId id, const ClientPath::KdpReceived& received);
    void OnPathState(Instant now, PathId id, const Path::ChangeState& change);
    void StartFailover(PathId id, ByteCount owed);
    /// The server has broken the rules; Violate also ends its path.
    void Report(PathId id, Violation kind, std::string_view detail);
    void Violate(Instant now, PathId id, Violation kind, std::string_view detail);
    void OnCarrierClosed(Instant now, PathId id, const CarrierClosed& closed);
    bool IsAllowedServer(const ServerInfo& info) const;

    /// Lets every part hear what the others have decided, until all are quiet.
    void Settle(Instant now);
    bool SettlePaths(Instant now);
    bool SettlePath(Instant now, PathId id);
    bool SettleDownloads(Instant now);
    bool SettleUploads();
    bool SettleDuplex(Instant now);
    void AwaitServer(Instant now);
    bool SettleFailover(Instant now);
    bool SettleCommands(Instant now);
    bool SettleSteering(Instant now);
    void SettleLeaving(Instant now);
    void OnServerLeaving(Instant now, PathId id);
    void OnSteering(Instant now, const Steering::Action& action);
    void OnJudged(Instant now, PathId id);
    SteeringReading Reading();
    void ScaleTo(Instant now, std::uint32_t paths);
    void ClosePath(Instant now, const Address& server);
    std::uint32_t OpenCarriers() const;
    void OnCommandAction(Instant now, const CommandBook::Action& action);
    void Advise(Instant now, const CommandRunner::Action& action);
    void DropPath(Instant now, const Address& server);
    void TellPrimary(Instant now, const Address& server, PathState state);
    SessionView View() const;
    void OnPathAction(Instant now, PathId id, ClientPath::Action& action);
    void OnDownloadAction(Instant now, Downloads::Action& action);
    void OnDuplexKdp(Instant now, PathId id, const KdpMessage& message);
    void OnUploadAction(Uploads::Action& action);
    void OnPathReady(Instant now, PathId id);
    /// @returns the bytes that go elsewhere now, of downloads and uploads together.
    ByteCount OnPathLost(Instant now, PathId id);
    void UpdateExpectations(Instant now);
    void UpdateDemand(Instant now);
    void UpdateState();
    /// Of a session that has a path that works.
    void UpdateActivity();
    void MoveTo(SessionState next);
    void TellSteps();
    void End(Instant now, SessionEnd end);

    ClientPath* Find(PathId id);
    std::optional<PathId> PathTo(const Address& server) const;
    Duration FirstRoundTrip() const;
    bool IsOpeningPaths() const;

    SessionConfig m_config;
    Identity m_identity;
    SessionLifecycle m_lifecycle;
    FailoverManager m_failover;
    Downloads m_downloads;
    Uploads m_uploads;
    DuplexClient m_duplex;
    std::map<Address, KnownServer> m_servers;
    std::map<PathId, PathRecord> m_paths;
    std::map<Address, ServerShare> m_traffic;
    ByteCount m_reinjected; ///< SessionReport::reinjected.
    std::optional<Address> m_primary;
    std::optional<SessionId> m_id;
    Establishment m_steps;
    CommandBook m_commands;
    CommandRunner m_runner;
    Steering m_steering;
    std::map<Address, std::uint64_t> m_probed; ///< The last health check that each has answered.
    std::optional<std::uint32_t> m_scaledTo;   ///< Paths, as commanded.
    bool m_isListHere{false};                  ///< The discovery response came.
    int m_pathsToCome{0}; ///< Servers that were listed, less those that were recommended.
    std::uint32_t m_nextPath{1};
    std::uint32_t m_wantedPaths{1};
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_CLIENT_SESSION_H

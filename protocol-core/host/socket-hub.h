#ifndef KWIK_HOST_SOCKET_HUB_H
#define KWIK_HOST_SOCKET_HUB_H

#include "protocol-core/host/host.h"
#include "protocol-core/socket/socket.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace kwik
{

/// Who holds a socket.
class SocketObserver
{
  public:
    /// Something may be possible that was not before: look. May call the hub.
    virtual void OnSocketReady(Instant now, SocketId socket) = 0;

  protected:
    ~SocketObserver() = default;
};

/// Who waits for clients of one service.
class SocketListener
{
  public:
    /// A client has connected. @returns who holds the new socket; nobody refuses the client
    virtual SocketObserver* OnSocketOffered(Instant now,
                                            SocketId socket,
                                            const Address& client) = 0;

  protected:
    ~SocketListener() = default;
};

/// How much of everything a hub has.
struct SocketLimits
{
    std::size_t sockets = 65'536;
    std::size_t sessions = 1'024; ///< As a client.
    /// Sockets that share a session; a server allows DuplexConfig::streamsMax.
    std::size_t socketsPerSession = 256;
    /// A session without sockets stays so long for the next one, and for the last acknowledgements.
    Duration sessionIdleFor = std::chrono::seconds(5);
    SocketConfig socket;
};

/// What became of a write.
struct SocketWrite
{
    SocketStatus status;
    ByteCount taken; ///< Fewer than all: OnSocketReady follows.
};

/**
 * The multiplexer of a host (seed 004, "Connection Multiplexing"): all its sockets, the sessions
 * that they share, and the services that it offers. Sockets to the same server share a session as
 * long as it has room; a session that no socket uses ends after a while.
 *
 * Calls name sockets by id, never block and may come from inside a notification; all happen on the
 * thread of the environment. A socket that its program has closed is forgotten once its stream is
 * over, and nobody is notified of it any more.
 */
class SocketHub final : private Application, private StreamAcceptor, private Timer::Listener
{
  public:
    /// Opens the host too. Errors: as Host::Open.
    static Result<std::unique_ptr<SocketHub>> Open(HostParts parts,
                                                   std::uint16_t port,
                                                   const SocketLimits& limits);
    ~SocketHub();

    Host& Kwik();

    /// Errors: TooLarge for the name of a service, Exhausted at a limit of the hub.
    Result<SocketId> Dial(const ServerInfo& server, std::string service, SocketObserver& observer);
    /// Errors: TooLarge for the name, Refused when somebody listens there already.
    Result<std::monostate> Listen(std::string service, SocketListener& listener);
    void Unlisten(const std::string& service);

    /// As Socket::Read.
    SocketRead Read(SocketId socket, ByteCount most);
    SocketWrite Write(SocketId socket, const SharedBytes& bytes);
    /// As Socket::CloseWrite and Socket::Close; the latter ends the notifications.
    void CloseWrite(SocketId socket);
    void Close(SocketId socket);
    /// Ends both directions at once, and is a Close().
    void Abort(SocketId socket);
    void SetReadDeadline(SocketId socket, Instant deadline);
    void SetWriteDeadline(SocketId socket, Instant deadline);

    /// Ends all sessions of this host as a client, and with them its sockets there.
    void CloseSessions();

    /// Nothing for a socket that is forgotten.
    const Socket* Find(SocketId socket) const;
    /// What Write() would take.
    ByteCount Room(SocketId socket) const;
    /// The server that was dialled, or the client. @pre Find() finds the socket
    Address Peer(SocketId socket) const;
    std::size_t Sessions() const;
    std::size_t Sockets() const;

  private:
    struct Entry
    {
        Socket machine;
        DuplexStream stream;
        Address peer;
        SocketObserver* observer; ///< Nobody once the program has closed it.
        Instant deadline{NEVER};  ///< As entered in m_deadlines.
    };

    struct Session
    {
        ServerInfo server;
        std::size_t sockets{0};
        Instant idleUntil{NEVER}; ///< As entered in m_idle.
    };

    SocketHub(Environment& env, EventSink& events, const SocketLimits& limits);

    // Application
    void OnStreamBytes(Instant now,
                       SessionStream stream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;
    void OnStreamRefused(Instant now, SessionStream stream) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;
    void OnUploadWritable(Instant now, SessionStream stream) override;
    void OnUploadFinished(Instant now, SessionStream stream) override;
    void OnStreamAnswered(Instant now, SessionStream stream) override;
    void OnStreamDropped(Instant now, SessionStream stream, ResetCause cause) override;
    // StreamAcceptor
    Verdict OnStreamOffered(Instant now, const Offer& offer) override;
    void OnServedBytes(Instant now,
                       const ServedStream& stream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;
    void OnServedWritable(Instant now, const ServedStream& stream) override;
    void OnServedSent(Instant now, const ServedStream& stream) override;
    void OnServedEnded(Instant now,
                       const ServedStream& stream,
                       std::optional<ResetCause> cause) override;
    void OnTimer(Instant now) override;

    SessionHandle SessionTo(const ServerInfo& server);
    SocketId NewSocket(const DuplexStream& stream, const Address& peer, SocketObserver* observer);
    /// Does @p what with the machine of a stream, if it still has one, and carries on from there.
    template <typename WHAT>
    void With(Instant now, const DuplexStream& stream, WHAT&& what);
    template <typename WHAT>
    void With(SocketId socket, WHAT&& what);
    /// Carries out what machines ask for, until all are quiet.
    void Settle(Instant now);
    void CarryOut(Instant now, SocketId socket, Socket::Action& action);
    void ForgetIfOver(SocketId socket);
    void Leave(Instant now, SessionHandle session);
    void CloseIdleSessions(Instant now);
    void MoveDeadline(SocketId socket);
    void Arm();

    Environment& m_env;
    EventSink& m_events;
    SocketLimits m_limits;
    std::map<SocketId, Entry> m_sockets;
    std::map<DuplexStream, SocketId> m_socketOf;
    std::map<SessionHandle, Session> m_sessions;
    std::map<std::string, SocketListener*> m_listeners;
    std::set<SocketId> m_ready; ///< May have actions.
    std::set<std::pair<Instant, SocketId>> m_deadlines;
    std::set<std::pair<Instant, SessionHandle>> m_idle;
    std::uint32_t m_nextSocket{1};
    bool m_isSettling{false};
    std::unique_ptr<Timer> m_timer;
    Instant m_armedFor{NEVER};
    std::unique_ptr<Host> m_host; ///< Goes first: it calls us.
};

} // namespace kwik

#endif // KWIK_HOST_SOCKET_HUB_H

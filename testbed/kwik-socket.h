#ifndef KWIK_TESTBED_KWIK_SOCKET_H
#define KWIK_TESTBED_KWIK_SOCKET_H

#include "protocol-core/base/result.h"
#include "protocol-core/host/socket-hub.h"
#include "testbed/real-quic.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace kwik::testbed
{

class SocketLoop;
class SocketSeat;
class ListenerSeat;

/// Whether a call waits until it can do something.
enum class Blocking : std::uint8_t
{
    Yes,
    No, ///< ErrorCode::WouldBlock instead of waiting.
};

/// The clock of deadlines.
using SocketClock = std::chrono::steady_clock;

/**
 * One end of a stream in both directions. Any thread may call it; calls of several threads on the
 * same connection are served one after the other, and a reader and a writer do not disturb each
 * other. Destroying it is a Close().
 *
 * Errors of all calls: WouldBlock, TimedOut (the deadline, or the peer's silence), Refused (nobody
 * listens, or nobody takes more), Exhausted (a limit of the server), Closed.
 */
class KwikConnection
{
  public:
    KwikConnection(KwikConnection&&) noexcept;
    KwikConnection& operator=(KwikConnection&&) noexcept;
    ~KwikConnection();

    /// @returns how many bytes came, at least 1; 0 at the end of the peer's direction.
    Result<std::size_t> Read(MutableBytes into);
    /// Blocking, @returns after all bytes were taken; else how many there was room for.
    Result<std::size_t> Write(ByteView bytes);
    /// No more will be written: the peer reads to the end.
    void CloseWrite();
    /// What was written still goes out; what comes is dropped.
    void Close();
    /// Ends both directions at once.
    void Abort();

    void SetBlocking(Blocking blocking);
    /// Calls of that direction fail from then on; nothing: they never do. A call that waits already
    /// is woken.
    void SetReadDeadline(std::optional<SocketClock::time_point> deadline);
    void SetWriteDeadline(std::optional<SocketClock::time_point> deadline);

    Address Peer() const;

  private:
    friend class KwikNode;
    friend class KwikListener;

    KwikConnection(std::shared_ptr<SocketLoop> loop, std::shared_ptr<SocketSeat> seat);
    Result<std::monostate> WaitUntilConnected();

    std::shared_ptr<SocketLoop> m_loop;
    std::shared_ptr<SocketSeat> m_seat;
    Blocking m_blocking{Blocking::Yes};
};

/// Takes the clients of one service. Destroying it is a Close().
class KwikListener
{
  public:
    KwikListener(KwikListener&&) noexcept;
    KwikListener& operator=(KwikListener&&) noexcept;
    ~KwikListener();

    /// The next client. Errors: WouldBlock, TimedOut, Closed.
    Result<KwikConnection> Accept();
    /// Clients that wait are refused.
    void Close();
    void SetBlocking(Blocking blocking);
    void SetDeadline(std::optional<SocketClock::time_point> deadline);

  private:
    friend class KwikNode;

    KwikListener(std::shared_ptr<SocketLoop> loop, std::shared_ptr<ListenerSeat> seat);

    std::shared_ptr<SocketLoop> m_loop;
    std::shared_ptr<ListenerSeat> m_seat;
    Blocking m_blocking{Blocking::Yes};
    std::optional<SocketClock::time_point> m_deadline;
};

struct KwikNodeOptions
{
    Address listen; ///< Port 0: any.
    EndpointConfig endpoint;
    QuicConfig quic = RealQuic();
    SocketLimits limits;
    /// A node that goes away waits so long for what its connections have written.
    Duration drainFor = std::chrono::seconds(2);
    EventSink* events{nullptr}; ///< Called on the node's own thread; outlives the node.
};

/// Whom to dial, and how.
struct DialConfig
{
    ServerInfo server;
    std::string service;
    Blocking blocking = Blocking::Yes;
    /// Until the server has answered; nothing: as DuplexConfig::giveUpAfter.
    std::optional<SocketClock::time_point> deadline{};
};

/**
 * A host of this process on real UDP sockets, with a thread of its own on which everything happens.
 * Connections and listeners may outlive it; their calls then fail with Closed.
 */
class KwikNode
{
  public:
    /// Clients of one service that wait for Accept().
    static constexpr std::size_t BACKLOG = 128;

    /// Errors: as Host::Open.
    static Result<std::unique_ptr<KwikNode>> Open(const KwikNodeOptions& options);
    ~KwikNode();

    /// Waits until the server has answered, unless the configuration says otherwise.
    Result<KwikConnection> Dial(const ServerInfo& server, std::string service);
    Result<KwikConnection> DialWithConfig(const DialConfig& config);
    /// Errors: as SocketHub::Listen.
    Result<KwikListener> Listen(const std::string& service, std::size_t backlog = BACKLOG);
    Address LocalAddress() const;

  private:
    KwikNode(std::shared_ptr<SocketLoop> loop, Duration drainFor);

    std::shared_ptr<SocketLoop> m_loop;
    Duration m_drainFor;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIK_SOCKET_H

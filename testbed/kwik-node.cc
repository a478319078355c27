// The part of kwik-socket.h that makes connections: nodes and listeners.
#include "testbed/kwik-socket.h"
#include "testbed/socket-loop.h"

namespace kwik::testbed
{

KwikListener::KwikListener(std::shared_ptr<SocketLoop> loop, std::shared_ptr<ListenerSeat> seat)
    : m_loop(std::move(loop)),
      m_seat(std::move(seat))
{
}

KwikListener::KwikListener(KwikListener&&) noexcept = default;

KwikListener&
KwikListener::operator=(KwikListener&& other) noexcept
{
    Close();
    m_loop = std::move(other.m_loop);
    m_seat = std::move(other.m_seat);
    m_blocking = other.m_blocking;
    m_deadline = other.m_deadline;
    return *this;
}

KwikListener::~KwikListener()
{
    Close();
}

Result<KwikConnection>
KwikListener::Accept()
{
    using Seat = std::shared_ptr<SocketSeat>;
    const Error gone{ErrorCode::Closed, "the listener is closed"};
    while (true)
    {
        const std::uint64_t seen = m_seat->changes.Seen();
        const auto next = m_loop->Ask(
            [this, gone](SocketHub&) -> Result<Seat> {
                if (!m_seat->isOpen)
                {
                    return gone;
                }
                if (m_seat->waiting.empty())
                {
                    return Error{ErrorCode::WouldBlock, "no client waits"};
                }
                Seat seat = m_seat->waiting.front();
                m_seat->waiting.pop_front();
                return seat;
            },
            Result<Seat>(gone));
        if (next.IsOk())
        {
            return KwikConnection(m_loop, next.Value());
        }
        if (next.Failure().code != ErrorCode::WouldBlock || m_blocking == Blocking::No)
        {
            return next.Failure();
        }
        if (!m_seat->changes.WaitBeyond(seen, m_deadline))
        {
            return Error{ErrorCode::TimedOut, "the deadline"};
        }
    }
}

void
KwikListener::Close()
{
    if (m_seat == nullptr)
    {
        return; // Moved away.
    }
    m_loop->Ask(
        [this](SocketHub& hub) {
            if (!std::exchange(m_seat->isOpen, false))
            {
                return true;
            }
            hub.Unlisten(m_seat->service);
            m_loop->Release(m_seat->service);
            for (const auto& seat : std::exchange(m_seat->waiting, {}))
            {
                hub.Abort(seat->socket);
                m_loop->Release(seat->socket);
            }
            return true;
        },
        true);
    m_seat->changes.Add();
}

void
KwikListener::SetBlocking(Blocking blocking)
{
    m_blocking = blocking;
}

void
KwikListener::SetDeadline(std::optional<SocketClock::time_point> deadline)
{
    m_deadline = deadline;
}

KwikNode::KwikNode(std::shared_ptr<SocketLoop> loop, Duration drainFor)
    : m_loop(std::move(loop)),
      m_drainFor(drainFor)
{
}

Result<std::unique_ptr<KwikNode>>
KwikNode::Open(const KwikNodeOptions& options)
{
    auto loop = SocketLoop::Start(options);
    if (!loop.IsOk())
    {
        return loop.Failure();
    }
    return std::unique_ptr<KwikNode>(new KwikNode(std::move(loop.Value()), options.drainFor));
}

KwikNode::~KwikNode()
{
    Stop();
}

void
KwikNode::Stop()
{
    m_loop->Stop(m_drainFor);
}

Result<KwikConnection>
KwikNode::Dial(const ServerInfo& server, std::string service)
{
    return DialWithConfig({server, std::move(service)});
}

Result<KwikConnection>
KwikNode::DialWithConfig(const DialConfig& config)
{
    auto seat = std::make_shared<SocketSeat>();
    seat->peer = config.server.address;
    const auto dialled = m_loop->Ask(
        [&](SocketHub& hub) {
            auto socket = hub.Dial(config.server, config.service, *seat);
            if (socket.IsOk())
            {
                seat->socket = socket.Value();
                m_loop->Keep(seat);
                hub.SetWriteDeadline(seat->socket, m_loop->InstantOf(config.deadline));
            }
            return socket;
        },
        Result<SocketId>(Error{ErrorCode::Closed, "the node is gone"}));
    if (!dialled.IsOk())
    {
        return dialled.Failure();
    }
    KwikConnection connection(m_loop, seat);
    connection.SetBlocking(config.blocking);
    if (config.blocking == Blocking::Yes)
    {
        const auto connected = connection.WaitUntilConnected();
        if (!connected.IsOk())
        {
            return connected.Failure();
        }
        connection.SetWriteDeadline(std::nullopt);
    }
    return connection;
}

Result<KwikListener>
KwikNode::Listen(const std::string& service, std::size_t backlog)
{
    auto seat = std::make_shared<ListenerSeat>(*m_loop, service, backlog);
    const auto listening = m_loop->Ask(
        [&](SocketHub& hub) {
            auto result = hub.Listen(service, *seat);
            if (result.IsOk())
            {
                m_loop->Keep(seat);
            }
            return result;
        },
        Result<std::monostate>(Error{ErrorCode::Closed, "the node is gone"}));
    if (!listening.IsOk())
    {
        return listening.Failure();
    }
    return KwikListener(m_loop, std::move(seat));
}

Address
KwikNode::LocalAddress() const
{
    return m_loop->LocalAddress();
}

} // namespace kwik::testbed

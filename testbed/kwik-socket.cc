#include "testbed/kwik-socket.h"

#include "testbed/socket-loop.h"

#include <algorithm>

namespace kwik::testbed
{

namespace
{

Error
ErrorOf(ResetCause cause)
{
    switch (cause)
    {
    case ResetCause::Refused:
        return {ErrorCode::Refused, "nobody takes clients of this service"};
    case ResetCause::TooManyStreams:
        return {ErrorCode::Exhausted, "streams of the session"};
    case ResetCause::TooManySessions:
        return {ErrorCode::Exhausted, "sessions of the server"};
    case ResetCause::Unknown:
        return {ErrorCode::Closed, "the server has lost the stream"};
    case ResetCause::TimedOut:
        return {ErrorCode::TimedOut, "nothing was heard of the peer"};
    case ResetCause::Aborted:
        return {ErrorCode::Closed, "a program has aborted the stream"};
    }
    return {ErrorCode::Closed, "reset"};
}

/// What a call came to that did nothing.
Error
ErrorOf(SocketStatus status, const Socket* socket)
{
    switch (status)
    {
    case SocketStatus::WouldBlock:
        return {ErrorCode::WouldBlock, "not now"};
    case SocketStatus::TimedOut:
        return {ErrorCode::TimedOut, "the deadline"};
    case SocketStatus::Finished:
        return {ErrorCode::Closed, "this side has ended its direction"};
    case SocketStatus::Reset:
        return ErrorOf(socket->ResetBy().value_or(ResetCause::Aborted));
    default:
        return {ErrorCode::Closed, "the connection is closed"};
    }
}

Error
Gone()
{
    return {ErrorCode::Closed, "the node is gone"};
}

/// Calls @p once until it does not have to wait any more. @p once tries, and does not wait.
template <typename ONCE>
auto
Repeat(Blocking blocking, const Changes& changes, ONCE&& once)
{
    while (true)
    {
        const std::uint64_t seen = changes.Seen();
        auto result = once();
        const bool isWaiting = !result.IsOk() && result.Failure().code == ErrorCode::WouldBlock;
        if (!isWaiting || blocking == Blocking::No)
        {
            return result;
        }
        changes.WaitBeyond(seen, std::nullopt); // Deadlines of the socket count as changes.
    }
}

} // namespace

KwikConnection::KwikConnection(std::shared_ptr<SocketLoop> loop, std::shared_ptr<SocketSeat> seat)
    : m_loop(std::move(loop)),
      m_seat(std::move(seat))
{
}

KwikConnection::KwikConnection(KwikConnection&&) noexcept = default;

KwikConnection&
KwikConnection::operator=(KwikConnection&& other) noexcept
{
    Close();
    m_loop = std::move(other.m_loop);
    m_seat = std::move(other.m_seat);
    m_blocking = other.m_blocking;
    return *this;
}

KwikConnection::~KwikConnection()
{
    Close();
}

Result<std::size_t>
KwikConnection::Read(MutableBytes into)
{
    const auto once = [this, into](SocketHub& hub) -> Result<std::size_t> {
        const SocketRead read = hub.Read(m_seat->socket, ByteCount{into.size()});
        if (read.status == SocketStatus::EndOfStream)
        {
            return std::size_t{0};
        }
        if (read.status != SocketStatus::Ok)
        {
            return ErrorOf(read.status, hub.Find(m_seat->socket));
        }
        std::copy(read.bytes.View().begin(), read.bytes.View().end(), into.begin());
        return read.bytes.Size();
    };
    return Repeat(m_blocking, m_seat->changes, [&] {
        return m_loop->Ask(once, Result<std::size_t>(Gone()));
    });
}

Result<std::size_t>
KwikConnection::Write(ByteView bytes)
{
    const SharedBytes shared(bytes);
    std::size_t written = 0;
    const auto once = [this, &shared, &written](SocketHub& hub) -> Result<std::size_t> {
        const SocketWrite done =
            hub.Write(m_seat->socket, shared.Slice(written, shared.Size() - written));
        written += done.taken.value;
        const bool isPart = done.status == SocketStatus::Ok && written < shared.Size();
        if (isPart || (done.status == SocketStatus::WouldBlock && written == 0))
        {
            return Error{ErrorCode::WouldBlock, "not now"};
        }
        return done.status == SocketStatus::Ok
                   ? Result<std::size_t>(written)
                   : Result<std::size_t>(ErrorOf(done.status, hub.Find(m_seat->socket)));
    };
    auto result = Repeat(m_blocking, m_seat->changes, [&] {
        return m_loop->Ask(once, Result<std::size_t>(Gone()));
    });
    const bool isShort = !result.IsOk() && result.Failure().code == ErrorCode::WouldBlock;
    return isShort && written > 0 ? Result<std::size_t>(written) : result;
}

void
KwikConnection::CloseWrite()
{
    m_loop->Ask(
        [this](SocketHub& hub) {
            hub.CloseWrite(m_seat->socket);
            return true;
        },
        true);
}

void
KwikConnection::Close()
{
    if (m_seat == nullptr)
    {
        return; // Moved away.
    }
    m_loop->Ask(
        [this](SocketHub& hub) {
            hub.Close(m_seat->socket);
            m_loop->Release(m_seat->socket);
            return true;
        },
        true);
    m_seat->changes.Add(); // A call that waits finds that it is over.
}

void
KwikConnection::Abort()
{
    m_loop->Ask(
        [this](SocketHub& hub) {
            hub.Abort(m_seat->socket);
            m_loop->Release(m_seat->socket);
            return true;
        },
        true);
    m_seat->changes.Add();
}

void
KwikConnection::SetBlocking(Blocking blocking)
{
    m_blocking = blocking;
}

void
KwikConnection::SetReadDeadline(std::optional<SocketClock::time_point> deadline)
{
    m_loop->Ask(
        [this, deadline](SocketHub& hub) {
            hub.SetReadDeadline(m_seat->socket, m_loop->InstantOf(deadline));
            return true;
        },
        true);
}

void
KwikConnection::SetWriteDeadline(std::optional<SocketClock::time_point> deadline)
{
    m_loop->Ask(
        [this, deadline](SocketHub& hub) {
            hub.SetWriteDeadline(m_seat->socket, m_loop->InstantOf(deadline));
            return true;
        },
        true);
}

Address
KwikConnection::Peer() const
{
    return m_seat->peer;
}

Result<std::monostate>
KwikConnection::WaitUntilConnected()
{
    const auto once = [this](SocketHub& hub) -> Result<std::monostate> {
        const Socket* socket = hub.Find(m_seat->socket);
        if (socket == nullptr || socket->ResetBy())
        {
            return ErrorOf(SocketStatus::Reset, socket);
        }
        if (socket->State() == SocketState::Connected)
        {
            return std::monostate();
        }
        const auto status = socket->CheckWrite(m_loop->InstantOf(SocketClock::now()));
        return ErrorOf(status == SocketStatus::TimedOut ? status : SocketStatus::WouldBlock,
                       socket);
    };
    return Repeat(Blocking::Yes, m_seat->changes, [&] {
        return m_loop->Ask(once, Result<std::monostate>(Gone()));
    });
}

} // namespace kwik::testbed

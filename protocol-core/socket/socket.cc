#include "protocol-core/socket/socket.h"

#include "protocol-core/base/machine.h"

#include <algorithm>
#include <utility>

namespace kwik
{

static_assert(Machine<Socket>);

Socket::Socket(SocketId id, const SocketConfig& config)
    : m_id(id),
      m_config(config)
{
}

void
Socket::OnDialled()
{
    MoveTo(SocketState::Connecting);
}

void
Socket::OnAccepted()
{
    MoveTo(SocketState::Connected);
}

void
Socket::OnAnswered()
{
    if (State() == SocketState::Connecting)
    {
        MoveTo(SocketState::Connected);
        Notify();
    }
}

void
Socket::OnBytes(SharedBytes bytes, StreamFinish finish)
{
    if (State() == SocketState::Closed)
    {
        return;
    }
    const ByteCount size{bytes.Size()};
    m_hasEnd = m_hasEnd || finish == StreamFinish::Final;
    if (State() == SocketState::Closing)
    {
        if (size > ByteCount{})
        {
            m_actions.Push(Consume{size}); // Else a peer that writes on would never end.
        }
        CloseIfDone();
        return;
    }
    if (size > ByteCount{})
    {
        m_inbox.push_back(std::move(bytes));
        m_readable += size;
    }
    Notify();
}

void
Socket::OnWritable()
{
    m_isFull = false;
    Notify();
}

void
Socket::OnSent()
{
    m_isSent = true;
    CloseIfDone();
    Notify();
}

void
Socket::OnReset(ResetCause cause)
{
    if (State() == SocketState::Closed || (m_isSent && m_hasEnd))
    {
        return; // Nothing is left that could be lost.
    }
    m_reset = cause;
    m_actions.Push(Event(SocketReset{m_id, cause}));
    MoveTo(SocketState::Closed);
    Notify();
}

SocketRead
Socket::Read(Instant now, ByteCount most)
{
    if (m_read.HasPassed(now))
    {
        return {SocketStatus::TimedOut, {}};
    }
    if (m_inbox.empty())
    {
        const bool isOpen = State() == SocketState::Connected || State() == SocketState::Connecting;
        return {m_hasEnd  ? SocketStatus::EndOfStream
                : m_reset ? SocketStatus::Reset
                : isOpen  ? SocketStatus::WouldBlock
                          : SocketStatus::NotConnected,
                {}};
    }
    SharedBytes& front = m_inbox.front();
    const std::size_t size = std::min<std::size_t>(front.Size(), most.value);
    SharedBytes bytes = front.Slice(0, size);
    front = front.Slice(size, front.Size() - size);
    if (front.Size() == 0)
    {
        m_inbox.pop_front();
    }
    m_readable -= ByteCount{size};
    if (State() != SocketState::Closed && size > 0)
    {
        m_actions.Push(Consume{ByteCount{size}});
    }
    return {SocketStatus::Ok, std::move(bytes)};
}

SocketStatus
Socket::CheckWrite(Instant now) const
{
    if (m_reset)
    {
        return SocketStatus::Reset;
    }
    if (State() == SocketState::Closed || State() == SocketState::Closing)
    {
        return SocketStatus::NotConnected;
    }
    if (m_isFinished)
    {
        return SocketStatus::Finished;
    }
    if (m_write.HasPassed(now))
    {
        return SocketStatus::TimedOut;
    }
    return m_isFull ? SocketStatus::WouldBlock : SocketStatus::Ok;
}

void
Socket::OnTaken(ByteCount taken, ByteCount offered)
{
    m_isFull = taken < offered;
}

void
Socket::CloseWrite()
{
    const bool isOpen = State() == SocketState::Connected || State() == SocketState::Connecting;
    if (isOpen && !std::exchange(m_isFinished, true))
    {
        m_actions.Push(Finish{});
    }
}

void
Socket::Close(Instant now)
{
    if (State() == SocketState::Closed || State() == SocketState::Closing)
    {
        return;
    }
    CloseWrite();
    MoveTo(SocketState::Closing);
    m_lingerEnd = now + m_config.lingerFor;
    m_inbox.clear();
    if (m_readable > ByteCount{})
    {
        m_actions.Push(Consume{std::exchange(m_readable, {})});
    }
    CloseIfDone();
}

void
Socket::SetReadDeadline(Instant deadline)
{
    m_read = {deadline};
}

void
Socket::SetWriteDeadline(Instant deadline)
{
    m_write = {deadline};
}

void
Socket::OnTimeout(Instant now)
{
    Tell(now, m_read);
    Tell(now, m_write);
    if (now >= m_lingerEnd && State() == SocketState::Closing)
    {
        m_actions.Push(Abort{ResetCause::Aborted});
        OnReset(ResetCause::Aborted);
    }
}

Instant
Socket::NextTimeout() const
{
    return std::min({m_read.isTold ? NEVER : m_read.at,
                     m_write.isTold ? NEVER : m_write.at,
                     State() == SocketState::Closing ? m_lingerEnd : NEVER});
}

std::optional<Socket::Action>
Socket::PollAction()
{
    auto action = m_actions.Pop();
    if (action && std::holds_alternative<Ready>(*action))
    {
        m_isNotified = false;
    }
    return action;
}

SocketState
Socket::State() const
{
    return m_lifecycle.State();
}

ByteCount
Socket::Readable() const
{
    return m_readable;
}

bool
Socket::IsAtEnd() const
{
    return m_inbox.empty() && (m_hasEnd || m_reset);
}

std::optional<ResetCause>
Socket::ResetBy() const
{
    return m_reset;
}

bool
Socket::IsSent() const
{
    return m_isSent;
}

void
Socket::MoveTo(SocketState next)
{
    if (const auto change = m_lifecycle.MoveTo(next))
    {
        m_actions.Push(Event(SocketStateChanged{m_id, change->from, change->to}));
    }
}

void
Socket::CloseIfDone()
{
    if (State() == SocketState::Closing && m_isSent && m_hasEnd)
    {
        MoveTo(SocketState::Closed);
    }
}

void
Socket::Notify()
{
    if (!std::exchange(m_isNotified, true))
    {
        m_actions.Push(Ready{});
    }
}

void
Socket::Tell(Instant now, Deadline& deadline)
{
    if (deadline.HasPassed(now) && !std::exchange(deadline.isTold, true))
    {
        Notify();
    }
}

} // namespace kwik

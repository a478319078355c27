#include "protocol-core/session/client-path.h"

#include "protocol-core/base/machine.h"
#include "protocol-core/session/violations.h"

namespace kwik
{

static_assert(Machine<ClientPath>);

ClientPath::ClientPath(const PathConfig& config, const Address& server, PathId id)
    : m_path(config),
      m_server(server)
{
    if (id != PathId{})
    {
        m_kcp.SetPath(id, KcpChannel::Side::Client);
    }
}

void
ClientPath::OnOpened(Instant now)
{
    m_path.OnOpened(now);
    Drain();
}

void
ClientPath::OnCarrier(Instant now, const CarrierEvent& event)
{
    if (std::holds_alternative<CarrierReplied>(event))
    {
        OnReplied(now);
    }
    else if (const auto* heard = std::get_if<CarrierHeard>(&event))
    {
        OnHeard(now, heard->snapshot);
    }
    else if (const auto* bytes = std::get_if<CarrierBytes>(&event))
    {
        OnBytes(now, bytes->stream, bytes->bytes, bytes->end);
    }
    else if (const auto* space = std::get_if<CarrierSendSpace>(&event))
    {
        OnSendSpace(now, space->space);
    }
    else if (const auto* aborted = std::get_if<CarrierStreamAborted>(&event))
    {
        OnStreamAborted(aborted->stream);
    }
}

void
ClientPath::OnReplied(Instant now)
{
    m_path.OnPeerReplied(now);
    Drain();
}

void
ClientPath::OnHeard(Instant now, const CarrierSnapshot& snapshot)
{
    m_measured = snapshot;
    m_path.OnHeard(now, snapshot.probeTimeout);
    Drain();
}

void
ClientPath::OnStreamAborted(CarrierStreamId stream)
{
    if (const auto range = m_rangeOf.find(stream); range != m_rangeOf.end())
    {
        EndRange(range->second);
    }
}

void
ClientPath::OnSendSpace(Instant now, ByteCount space)
{
    m_kcp.OnSent(space);
    WriteKcp(now);
}

void
ClientPath::OnSessionClaimed(SessionId session)
{
    m_kcp.SetSession(session);
}

void
ClientPath::OnHelloAccepted(Instant now, SessionId session)
{
    m_kcp.SetSession(session);
    m_path.OnHelloAccepted(now);
    Drain();
}

void
ClientPath::OnExpectation(Instant now, Path::Expectation expectation)
{
    m_path.OnExpectation(now, expectation);
}

void
ClientPath::OnClosed(Instant now, PathCause cause)
{
    m_path.OnClosed(now, cause);
    Drain();
}

void
ClientPath::Close(Instant now, PathCause cause, FarewellCode code)
{
    if (m_path.State() == PathState::Closed)
    {
        return;
    }
    m_actions.Push(CloseConnection{{static_cast<std::uint64_t>(code), std::string(ToText(cause))}});
    OnClosed(now, cause);
}

void
ClientPath::CloseFor(Instant now, Violation violation, std::string_view detail)
{
    if (m_path.State() != PathState::Closed)
    {
        m_actions.Push(kwik::CloseFor(violation, detail));
        OnClosed(now, PathCause::ProtocolError);
    }
}

void
ClientPath::OnTimeout(Instant now)
{
    m_path.OnTimeout(now);
    while (const auto action = m_path.PollAction())
    {
        if (const auto* change = std::get_if<Path::ChangeState>(&*action))
        {
            m_actions.Push(*change);
        }
        else if (std::holds_alternative<Path::SendProbe>(*action))
        {
            KcpMessage probe;
            probe.mutable_health_check_req();
            SendKcp(now, std::move(probe));
        }
        else
        {
            m_actions.Push(
                CloseConnection{{static_cast<std::uint64_t>(FarewellCode::PeerSilent), "silence"}});
        }
    }
}

Instant
ClientPath::NextTimeout() const
{
    return m_path.NextTimeout();
}

std::optional<ClientPath::Action>
ClientPath::PollAction()
{
    return m_actions.Pop();
}

void
ClientPath::SendKcp(Instant now, KcpMessage message)
{
    m_kcp.Enqueue(now, std::move(message));
    WriteKcp(now);
}

void
ClientPath::SendKdpControl(const KdpMessage& message)
{
    m_expected.OnControlSent(message);
    Write(KDP_STREAM, EncodeKdp(message), StreamEnd::Open);
    m_actions.Push(RankStream{KDP_STREAM, StreamRank::Control});
}

void
ClientPath::RequestRange(RangeId range, const KdpRangeRequest& request)
{
    const CarrierStreamId stream = m_nextStream;
    m_nextStream.value += CARRIER_STREAM_STEP;
    m_ranges.emplace(range, RangeStream{stream, {}});
    m_rangeOf.emplace(stream, range);
    m_expected.OnRequested(range, request);
    Write(stream, EncodeKdp(request), StreamEnd::Open);
}

void
ClientPath::TrimRange(RangeId range, ByteCount end)
{
    if (const auto entry = m_ranges.find(range); entry != m_ranges.end())
    {
        Write(entry->second.stream, EncodeKdp(KdpRangeTrim{end}), StreamEnd::Open);
    }
}

void
ClientPath::AbandonRange(RangeId range)
{
    if (const auto entry = m_ranges.find(range); entry != m_ranges.end())
    {
        m_actions.Push(AbortStream{entry->second.stream});
        EndRange(range);
    }
}

void
ClientPath::SendFrame(const KdpData& frame)
{
    const auto [entry, isNew] = m_uploads.emplace(frame.stream, m_nextStream);
    if (isNew)
    {
        m_nextStream.value += CARRIER_STREAM_STEP;
    }
    Write(entry->second, EncodeKdp(frame), StreamEnd::Open);
    m_actions.Push(WriteStream{entry->second, frame.payload, StreamEnd::Open});
}

void
ClientPath::EndFrames(StreamId stream)
{
    if (const auto entry = m_uploads.find(stream); entry != m_uploads.end())
    {
        Write(entry->second, {}, StreamEnd::Final);
        m_uploads.erase(entry);
    }
}

const Address&
ClientPath::Server() const
{
    return m_server;
}

KcpCounts
ClientPath::ControlCounts() const
{
    return m_kcp.Counts();
}

PathState
ClientPath::State() const
{
    return m_path.State();
}

const CarrierSnapshot&
ClientPath::Measured() const
{
    return m_measured;
}

void
ClientPath::Drain()
{
    while (const auto action = m_path.PollAction())
    {
        m_actions.Push(std::get<Path::ChangeState>(*action));
    }
}

void
ClientPath::WriteKcp(Instant now)
{
    while (auto bytes = m_kcp.PollBytes(now))
    {
        Write(KCP_STREAM, std::move(*bytes), StreamEnd::Open);
        m_actions.Push(RankStream{KCP_STREAM, StreamRank::Control});
    }
}

void
ClientPath::Write(CarrierStreamId stream, ByteVector bytes, StreamEnd end)
{
    m_actions.Push(WriteStream{stream, SharedBytes(std::move(bytes)), end});
}

} // namespace kwik

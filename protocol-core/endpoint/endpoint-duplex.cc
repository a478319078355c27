// The part of Endpoint that has streams in both directions, as their client and as their server.
#include "protocol-core/endpoint/endpoint.h"

namespace kwik
{

StreamId
Endpoint::OpenDuplex(Instant now, SessionHandle session, std::string service)
{
    const StreamId stream = m_sessions.at(session).machine.OpenDuplex(now, std::move(service));
    Touch(session);
    return stream;
}

void
Endpoint::Accept(Instant now, const ServedStream& stream)
{
    m_duplex.machine.Accept(now, stream);
    RunRelays(now);
}

ByteCount
Endpoint::Write(Instant now, const ServedStream& stream, const SharedBytes& bytes, StreamFinish end)
{
    const ByteCount taken = m_duplex.machine.Write(now, stream, bytes, end);
    RunRelays(now);
    return taken;
}

void
Endpoint::Consume(Instant now, const DuplexStream& stream, ByteCount bytes)
{
    if (const auto* ours = std::get_if<SessionStream>(&stream))
    {
        m_sessions.at(ours->session).machine.Consume(now, ours->stream, bytes);
        Touch(ours->session);
        return;
    }
    const auto& served = std::get<ServedStream>(stream);
    m_uploads.OnConsumed(served, bytes, WindowOf(served.session));
    RunRelays(now);
}

void
Endpoint::Reset(Instant now, const DuplexStream& stream, ResetCause cause)
{
    if (const auto* ours = std::get_if<SessionStream>(&stream))
    {
        m_sessions.at(ours->session).machine.Reset(now, ours->stream, cause);
        Touch(ours->session);
        return;
    }
    m_duplex.machine.Reset(std::get<ServedStream>(stream), cause);
    RunRelays(now);
}

ByteCount
Endpoint::Room(const DuplexStream& stream) const
{
    const auto* ours = std::get_if<SessionStream>(&stream);
    return ours != nullptr ? m_sessions.at(ours->session).machine.Room(ours->stream)
                           : m_duplex.machine.Room(std::get<ServedStream>(stream));
}

ByteCount
Endpoint::WindowOf(SessionId session) const
{
    const DuplexConfig& config = m_config.server.duplex;
    return FairShare(config.sessionWindow,
                     config.window,
                     config.shareMin,
                     m_duplex.machine.Streams(session));
}

void
Endpoint::OnDuplex(Instant now, CarrierId carrier, const KdpMessage& message)
{
    const ServerPath& path = *m_serverPaths.at(carrier);
    const auto way = path.IsRelay() ? DuplexServer::Way::Relayed : DuplexServer::Way::Direct;
    const DuplexServer::Caller caller{carrier, *path.Session(), path.Client(), way};
    if (const auto* ack = std::get_if<KdpStreamAck>(&message))
    {
        m_duplex.machine.OnAck(now, caller, *ack);
    }
    else if (const auto* window = std::get_if<KdpStreamWindow>(&message))
    {
        m_duplex.machine.OnWindow(now, caller, *window);
    }
    else if (const auto* reset = std::get_if<KdpStreamReset>(&message))
    {
        m_duplex.machine.OnReset(now, caller, *reset);
    }
    else
    {
        const auto& connect = std::get<KdpStreamConnect>(message);
        if (m_duplex.machine.OnConnect(now, caller, connect))
        {
            HandDuplex(now); // The offer goes before what the stream brings.
            const ServedStream id{caller.session, connect.stream};
            m_uploads.OnPaced(now, carrier, id, WindowOf(caller.session));
            m_uploads.OnExtent(now,
                               carrier,
                               caller.session,
                               {connect.stream, connect.extent, {}, connect.finish, {}});
        }
    }
}

bool
Endpoint::HandDuplex(Instant now)
{
    bool hasMoved = false;
    for (const auto& [session, carrier] : std::exchange(m_goneServerPaths, {}))
    {
        m_duplex.machine.OnGone(now, session, carrier);
    }
    while (auto action = m_duplex.machine.PollAction())
    {
        hasMoved = true;
        std::visit([this](auto& what) { CarryOut(what); }, *action);
    }
    MoveDeadline(DuplexOwner{}, m_duplex.deadline, m_duplex.machine.NextTimeout());
    return hasMoved;
}

template <typename WHAT>
void
Endpoint::CarryOut(WHAT& what)
{
    if constexpr (std::is_same_v<WHAT, DuplexServer::Reply>)
    {
        TellClient(what.carrier, what.message);
    }
    else if constexpr (std::is_same_v<WHAT, DuplexServer::Push> ||
                       std::is_same_v<WHAT, DuplexServer::EndPush>)
    {
        const auto path = m_serverPaths.find(what.carrier);
        if (path == m_serverPaths.end())
        {
            return;
        }
        m_readyServerPaths.insert(what.carrier);
        if constexpr (std::is_same_v<WHAT, DuplexServer::Push>)
        {
            path->second->Push(what.stream.stream, what.bytes);
        }
        else
        {
            path->second->EndPush(what.stream);
        }
    }
    else if constexpr (std::is_same_v<WHAT, DuplexServer::Offered>)
    {
        m_uploaded.Push(OfferStream{what.stream, what.client, std::move(what.service)});
    }
    else if constexpr (std::is_same_v<WHAT, DuplexServer::Writable>)
    {
        m_uploaded.Push(ResumeServed{what.stream});
    }
    else if constexpr (std::is_same_v<WHAT, DuplexServer::Sent>)
    {
        m_uploaded.Push(FinishServed{what.stream});
    }
    else if constexpr (std::is_same_v<WHAT, DuplexServer::Ended>)
    {
        if (what.cause)
        {
            m_uploads.OnAbandoned(what.stream);
        }
        m_uploaded.Push(EndServed{what.stream, what.cause});
    }
    else
    {
        m_uploaded.Push(std::move(what));
    }
}

void
Endpoint::HandDuplexBytes(UploadReceiver::Deliver deliver)
{
    const ServedStream id{deliver.session, deliver.stream};
    m_uploaded.Push(ServedBytes{id, std::move(deliver.bytes), deliver.finish});
    if (deliver.finish == StreamFinish::Final)
    {
        m_duplex.machine.OnReceivedAll(id);
    }
}

void
Endpoint::TellClient(CarrierId carrier, const KdpMessage& message)
{
    if (const auto path = m_serverPaths.find(carrier); path != m_serverPaths.end())
    {
        path->second->OnUploadReply(message);
        m_readyServerPaths.insert(carrier);
    }
}

void
Endpoint::OnServerPathClosed(CarrierId carrier, const CarrierClosed& closed)
{
    const ServerPath& path = *m_serverPaths.at(carrier);
    const bool isDone = closed.cause == CarrierCloseCause::PeerClosed &&
                        closed.farewell.code == static_cast<std::uint64_t>(FarewellCode::Done);
    if (isDone && path.Session() && !path.Upstream() && !path.IsRelay())
    {
        m_duplex.machine.OnSessionOver(*path.Session()); // Its client never leaves its primary.
    }
    DropServerPath(carrier);
}

} // namespace kwik

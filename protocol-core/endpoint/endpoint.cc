#include "protocol-core/endpoint/endpoint.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<Endpoint>);

Endpoint::Endpoint(const EndpointConfig& config, Prng prng)
    : m_config(config),
      m_prng(prng),
      m_serverContext{config.server,
                      config.key,
                      config.pin,
                      config.directory,
                      prng.Fork("session ids"),
                      config.capabilities,
                      config.security},
      m_candidates{{config.session.path, config.server.inquiry, config.directory, config.key}},
      m_uploads(config.server.upload),
      m_duplex{DuplexServer(config.server.duplex)}
{
}

SessionHandle
Endpoint::Dial(Instant now, const ServerInfo& primary)
{
    const SessionHandle handle{m_nextSession++};
    const Prng prng = m_prng.Fork("session " + std::to_string(handle.value));
    ClientSession session(m_config.session, {handle, m_config.name}, prng);
    m_sessions.emplace(handle, Entry<ClientSession>{std::move(session)});
    m_sessions.at(handle).machine.OnStart(now, primary);
    Touch(handle);
    return handle;
}

void
Endpoint::ReadUpTo(Instant now, SessionStream stream, ByteCount limit)
{
    m_sessions.at(stream.session).machine.ReadUpTo(now, stream.stream, limit);
    Touch(stream.session);
}

StreamId
Endpoint::OpenStream(Instant now, SessionHandle session, std::string content)
{
    const StreamId stream = m_sessions.at(session).machine.OpenStream(now, std::move(content));
    Touch(session);
    return stream;
}

StreamId
Endpoint::OpenUpload(Instant now, SessionHandle session, std::string content)
{
    const StreamId stream = m_sessions.at(session).machine.OpenUpload(now, std::move(content));
    Touch(session);
    return stream;
}

ByteCount
Endpoint::Write(Instant now, SessionStream upload, const SharedBytes& bytes, StreamFinish end)
{
    const ByteCount taken =
        m_sessions.at(upload.session).machine.Write(now, upload.stream, bytes, end);
    Touch(upload.session);
    return taken;
}

void
Endpoint::CloseSession(Instant now, SessionHandle session)
{
    m_sessions.at(session).machine.OnClose(now);
    Touch(session);
}

SessionReport
Endpoint::Report(SessionHandle session) const
{
    return m_sessions.at(session).machine.Report();
}

void
Endpoint::OnConnecting(const Owner& owner, CarrierId carrier)
{
    m_ownerOf[carrier] = owner;
    m_carrierOf[owner] = carrier;
}

void
Endpoint::OnCarrierEvent(Instant now, const CarrierEvent& event)
{
    const CarrierId carrier = std::visit([](const auto& fact) { return fact.id; }, event);
    const auto entry = m_ownerOf.find(carrier);
    if (entry == m_ownerOf.end())
    {
        OnServerEvent(now, carrier, event);
    }
    else if (const auto* path = std::get_if<PathOwner>(&entry->second))
    {
        m_sessions.at(path->session).machine.OnCarrier(now, path->path, event);
        Touch(path->session);
    }
    else if (const auto* inquiry = std::get_if<InquiryOwner>(&entry->second))
    {
        m_candidates.machine.OnCarrier(now, inquiry->candidate, event);
    }
    else
    {
        const RelayOwner relay = std::get<RelayOwner>(entry->second);
        m_relays.at(relay).machine.OnCarrier(now, event);
        Touch(relay);
    }
    if (std::holds_alternative<CarrierClosed>(event))
    {
        Forget(carrier);
    }
    RunCandidates(now);
    RunRelays(now);
}

void
Endpoint::OnServerEvent(Instant now, CarrierId carrier, const CarrierEvent& event)
{
    if (const auto* accepted = std::get_if<CarrierAccepted>(&event))
    {
        m_serverPaths[carrier] = std::make_unique<ServerPath>(m_serverContext, accepted->peer);
        return;
    }
    const auto entry = m_serverPaths.find(carrier);
    if (entry == m_serverPaths.end())
    {
        return;
    }
    ServerPath& path = *entry->second;
    m_readyServerPaths.insert(carrier);
    if (const auto* bytes = std::get_if<CarrierBytes>(&event))
    {
        path.OnBytes(now, bytes->stream, bytes->bytes, bytes->end);
    }
    else if (const auto* heard = std::get_if<CarrierHeard>(&event))
    {
        path.OnHeard(now, heard->snapshot);
    }
    else if (const auto* aborted = std::get_if<CarrierStreamAborted>(&event))
    {
        path.OnStreamAborted(aborted->stream, aborted->half);
    }
    else if (const auto* space = std::get_if<CarrierSendSpace>(&event))
    {
        path.OnSendSpace(now, space->space);
    }
    else if (const auto* established = std::get_if<CarrierEstablished>(&event))
    {
        path.OnEstablished(established->peerKey);
    }
    else if (const auto* closed = std::get_if<CarrierClosed>(&event))
    {
        OnServerPathClosed(carrier, *closed);
    }
    RunControl(now, carrier);
}

void
Endpoint::OnContentSize(Instant now,
                        CarrierId carrier,
                        const std::string& content,
                        std::optional<ByteCount> size)
{
    if (const auto entry = m_serverPaths.find(carrier); entry != m_serverPaths.end())
    {
        entry->second->OnContentSize(content, size);
        m_readyServerPaths.insert(carrier);
        RunRelays(now);
    }
}

void
Endpoint::OnContent(Instant now, CarrierId carrier, CarrierStreamId transfer, SharedBytes bytes)
{
    if (const auto entry = m_serverPaths.find(carrier); entry != m_serverPaths.end())
    {
        entry->second->OnContent(transfer, std::move(bytes));
        m_readyServerPaths.insert(carrier);
        RunRelays(now);
    }
}

void
Endpoint::OnTimeout(Instant now)
{
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        const auto due = *m_deadlines.begin();
        if (const auto* session = std::get_if<SessionHandle>(&due.second))
        {
            m_sessions.at(*session).machine.OnTimeout(now);
            Touch(*session);
        }
        else if (std::holds_alternative<DeskOwner>(due.second))
        {
            m_desk.machine.OnTimeout(now);
            RunDesk(now);
        }
        else if (std::holds_alternative<InquiryOwner>(due.second))
        {
            m_candidates.machine.OnTimeout(now);
            RunCandidates(now);
        }
        else if (std::holds_alternative<DuplexOwner>(due.second))
        {
            m_duplex.machine.OnTimeout(now);
            HandDuplex(now);
        }
        else
        {
            const RelayOwner relay = std::get<RelayOwner>(due.second);
            m_relays.at(relay).machine.OnTimeout(now);
            Touch(relay);
        }
        KWIK_ASSERT(!m_deadlines.contains(due));
    }
    RunRelays(now);
}

Instant
Endpoint::NextTimeout() const
{
    return m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
}

void
Endpoint::Touch(SessionHandle session)
{
    m_readySessions.insert(session);
    Entry<ClientSession>& entry = m_sessions.at(session);
    MoveDeadline(session, entry.deadline, entry.machine.NextTimeout());
}

void
Endpoint::Touch(const RelayOwner& relay)
{
    m_readyRelays.insert(relay);
    Entry<Relay>& entry = m_relays.at(relay);
    MoveDeadline(relay, entry.deadline, entry.machine.NextTimeout());
}

void
Endpoint::MoveDeadline(const Clocked& clocked, Instant& entered, Instant next)
{
    if (next != entered)
    {
        m_deadlines.erase({entered, clocked});
        entered = next;
        if (next != NEVER)
        {
            m_deadlines.insert({next, clocked});
        }
    }
}

void
Endpoint::Forget(CarrierId carrier)
{
    const auto owner = m_ownerOf.find(carrier);
    if (owner != m_ownerOf.end())
    {
        m_carrierOf.erase(owner->second);
        m_ownerOf.erase(owner);
    }
}

} // namespace kwik

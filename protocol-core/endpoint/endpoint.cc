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
                      prng.Fork("session ids")}
{
}

SessionHandle
Endpoint::Dial(Instant now, const ServerInfo& primary)
{
    const SessionHandle handle{m_nextSession++};
    const Prng prng = m_prng.Fork("session " + std::to_string(handle.value));
    ClientSession session(m_config.session, {handle, m_config.name}, prng);
    m_sessions.emplace(handle, SessionEntry{std::move(session)});
    m_sessions.at(handle).session.OnStart(now, primary);
    Touch(handle);
    return handle;
}

StreamId
Endpoint::OpenStream(Instant now, SessionHandle session, std::string content)
{
    const StreamId stream = m_sessions.at(session).session.OpenStream(now, std::move(content));
    Touch(session);
    return stream;
}

void
Endpoint::CloseSession(Instant now, SessionHandle session)
{
    m_sessions.at(session).session.OnClose(now);
    Touch(session);
}

void
Endpoint::OnConnecting(SessionHandle session, PathId path, CarrierId carrier)
{
    m_pathOf[carrier] = {session, path};
    m_carrierOf[{session, path}] = carrier;
}

void
Endpoint::OnCarrierEvent(Instant now, const CarrierEvent& event)
{
    const CarrierId carrier = std::visit([](const auto& fact) { return fact.id; }, event);
    const auto path = m_pathOf.find(carrier);
    if (path == m_pathOf.end())
    {
        OnServerEvent(now, carrier, event);
        return;
    }
    const auto [session, id] = path->second;
    m_sessions.at(session).session.OnCarrier(now, id, event);
    Touch(session);
    if (std::holds_alternative<CarrierClosed>(event))
    {
        Forget(carrier);
    }
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
    else if (const auto* aborted = std::get_if<CarrierStreamAborted>(&event))
    {
        path.OnStreamAborted(aborted->stream);
    }
    else if (const auto* space = std::get_if<CarrierSendSpace>(&event))
    {
        path.OnSendSpace(space->space);
    }
    else if (std::holds_alternative<CarrierClosed>(event))
    {
        m_serverPaths.erase(entry);
        m_readyServerPaths.erase(carrier);
    }
}

void
Endpoint::OnContentSize(CarrierId carrier,
                        const std::string& content,
                        std::optional<ByteCount> size)
{
    if (const auto entry = m_serverPaths.find(carrier); entry != m_serverPaths.end())
    {
        entry->second->OnContentSize(content, size);
        m_readyServerPaths.insert(carrier);
    }
}

void
Endpoint::OnContent(CarrierId carrier, CarrierStreamId transfer, SharedBytes bytes)
{
    if (const auto entry = m_serverPaths.find(carrier); entry != m_serverPaths.end())
    {
        entry->second->OnContent(transfer, std::move(bytes));
        m_readyServerPaths.insert(carrier);
    }
}

void
Endpoint::OnTimeout(Instant now)
{
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        const SessionHandle handle = m_deadlines.begin()->second;
        ClientSession& session = m_sessions.at(handle).session;
        session.OnTimeout(now);
        KWIK_ASSERT(session.NextTimeout() > now);
        Touch(handle);
    }
}

Instant
Endpoint::NextTimeout() const
{
    return m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
}

std::optional<Endpoint::Action>
Endpoint::PollAction()
{
    while (!m_readySessions.empty())
    {
        const SessionHandle handle = *m_readySessions.begin();
        if (auto action = PollSession(handle))
        {
            return action;
        }
        m_readySessions.erase(handle);
    }
    while (!m_readyServerPaths.empty())
    {
        const CarrierId carrier = *m_readyServerPaths.begin();
        if (auto action = PollServer(carrier))
        {
            return action;
        }
        m_readyServerPaths.erase(carrier);
    }
    return std::nullopt;
}

SessionReport
Endpoint::Report(SessionHandle session) const
{
    return m_sessions.at(session).session.Report();
}

void
Endpoint::Touch(SessionHandle handle)
{
    m_readySessions.insert(handle);
    SessionEntry& entry = m_sessions.at(handle);
    const Instant next = entry.session.NextTimeout();
    if (next != entry.deadline)
    {
        m_deadlines.erase({entry.deadline, handle});
        entry.deadline = next;
        if (next != NEVER)
        {
            m_deadlines.insert({next, handle});
        }
    }
}

std::optional<Endpoint::Action>
Endpoint::PollSession(SessionHandle handle)
{
    const auto entry = m_sessions.find(handle);
    if (entry == m_sessions.end())
    {
        return std::nullopt;
    }
    while (auto action = entry->second.session.PollAction())
    {
        if (auto translated = Translate(handle, *action))
        {
            return translated;
        }
    }
    return std::nullopt;
}

template <typename WHAT>
std::optional<Endpoint::Action>
Endpoint::ToCarrier(SessionHandle session, ClientSession::OnPath<WHAT>& action)
{
    const auto carrier = m_carrierOf.find({session, action.path});
    if (carrier == m_carrierOf.end())
    {
        return std::nullopt;
    }
    return Action(OnCarrier<WHAT>{carrier->second, std::move(action.what)});
}

std::optional<Endpoint::Action>
Endpoint::Translate(SessionHandle handle, ClientSession::Action& action)
{
    if (auto* write = std::get_if<ClientSession::OnPath<WriteStream>>(&action))
    {
        return ToCarrier(handle, *write);
    }
    if (auto* rank = std::get_if<ClientSession::OnPath<RankStream>>(&action))
    {
        return ToCarrier(handle, *rank);
    }
    if (auto* abort = std::get_if<ClientSession::OnPath<AbortStream>>(&action))
    {
        return ToCarrier(handle, *abort);
    }
    if (auto* close = std::get_if<ClientSession::OnPath<CloseConnection>>(&action))
    {
        auto translated = ToCarrier(handle, *close);
        if (translated)
        {
            Forget(std::get<OnCarrier<CloseConnection>>(*translated).carrier);
        }
        return translated;
    }
    if (auto* connect = std::get_if<ClientSession::Connect>(&action))
    {
        return Action(Connect{handle, connect->path, connect->target});
    }
    if (auto* deliver = std::get_if<Downloads::Deliver>(&action))
    {
        return Action(Deliver{handle, deliver->stream, std::move(deliver->bytes), deliver->finish});
    }
    if (const auto* refused = std::get_if<Downloads::Refused>(&action))
    {
        return Action(StreamRefused{handle, refused->stream});
    }
    if (const auto* ended = std::get_if<ClientSession::Ended>(&action))
    {
        return Action(SessionEnded{handle, ended->end});
    }
    return Action(std::get<Event>(std::move(action)));
}

std::optional<Endpoint::Action>
Endpoint::PollServer(CarrierId carrier)
{
    const auto entry = m_serverPaths.find(carrier);
    auto action = entry == m_serverPaths.end() ? std::nullopt : entry->second->PollAction();
    if (!action)
    {
        return std::nullopt;
    }
    if (auto* event = std::get_if<Event>(&*action))
    {
        return Action(std::move(*event));
    }
    if (auto* close = std::get_if<CloseConnection>(&*action))
    {
        Action closing = OnCarrier<CloseConnection>{carrier, std::move(*close)};
        m_serverPaths.erase(entry);
        return closing;
    }
    if (auto* lookup = std::get_if<RangeServer::Lookup>(&*action))
    {
        return Action(OnCarrier<RangeServer::Lookup>{carrier, std::move(*lookup)});
    }
    if (auto* read = std::get_if<RangeServer::Read>(&*action))
    {
        return Action(OnCarrier<RangeServer::Read>{carrier, std::move(*read)});
    }
    if (auto* write = std::get_if<WriteStream>(&*action))
    {
        return Action(OnCarrier<WriteStream>{carrier, std::move(*write)});
    }
    return Action(OnCarrier<RankStream>{carrier, std::get<RankStream>(*action)});
}

void
Endpoint::Forget(CarrierId carrier)
{
    const auto path = m_pathOf.find(carrier);
    if (path != m_pathOf.end())
    {
        m_carrierOf.erase(path->second);
        m_pathOf.erase(path);
    }
}

} // namespace kwik

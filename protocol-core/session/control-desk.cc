#include "protocol-core/session/control-desk.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<ControlDesk>);

namespace
{

namespace wire = ::kwik::kcp::v3;

constexpr std::uint32_t COMMAND_SECONDS = 10;

std::string
TypeOf(const wire::TransportCommand& command)
{
    return wire::TransportCommand::CommandType_Name(command.type());
}

} // namespace

void
ControlDesk::OnOpened(CarrierId path, SessionId id)
{
    if (Session* session = Enter(id, path))
    {
        session->picture.isCurrent = true;
    }
}

void
ControlDesk::OnReturned(Instant now, CarrierId path, SessionId id)
{
    Session* session = Enter(id, path);
    if (session == nullptr)
    {
        return;
    }
    session->picture.isCurrent = false;
    if (session->sync)
    {
        Close(id, *session, *session->sync, "replaced by a newer one");
    }
    for (const auto& [name, pending] : session->commands)
    {
        Transmit(path, pending.command);
    }
    Command sync;
    sync.set_type(Command::SYNC_STATE);
    session->sync = Give(now, id, std::move(sync));
}

void
ControlDesk::OnGone(CarrierId path)
{
    const auto entry = m_sessionOf.find(path);
    if (entry == m_sessionOf.end())
    {
        return;
    }
    Session& session = m_sessions.at(entry->second);
    session.path.reset();
    session.leftAs = ++m_left;
    m_away[session.leftAs] = entry->second;
    session.picture.isCurrent = false;
    m_sessionOf.erase(entry);
}

void
ControlDesk::OnMessage(Instant, CarrierId path, const Message& message)
{
    const auto entry = m_sessionOf.find(path);
    if (entry == m_sessionOf.end())
    {
        return;
    }
    if (message.has_transport_response())
    {
        OnResponse(entry->second, message.transport_response());
    }
    else if (message.has_path_status())
    {
        OnStatus(m_sessions.at(entry->second), message.path_status());
    }
}

std::optional<std::string>
ControlDesk::Issue(Instant now, SessionId id, Command command)
{
    const auto known = m_sessions.find(id);
    if (known == m_sessions.end() || known->second.commands.size() >= COMMANDS_MAX)
    {
        return std::nullopt;
    }
    return Give(now, id, std::move(command));
}

std::string
ControlDesk::Give(Instant now, SessionId id, Command command)
{
    Session& session = m_sessions.at(id);
    // A restarted server must not call a new command what it called an old one.
    const std::string name =
        std::to_string(now.time_since_epoch().count()) + "-" + std::to_string(m_nextCommand++);
    command.set_command_id(name);
    command.set_connection_id(ToText(id));
    if (command.options().timeout_seconds() == 0)
    {
        command.mutable_options()->set_timeout_seconds(COMMAND_SECONDS);
    }
    const Duration time = std::chrono::seconds(command.options().timeout_seconds());
    m_actions.Push(Event(CommandIssued{id, name, TypeOf(command)}));
    if (session.path)
    {
        Transmit(*session.path, command);
    }
    const Instant deadline = now + time + ANSWER_GRACE;
    session.commands[name] = Pending{std::move(command), deadline};
    m_deadlines.emplace(deadline, id, name);
    return name;
}

void
ControlDesk::OnTimeout(Instant now)
{
    while (NextTimeout() <= now)
    {
        const auto [deadline, id, name] = *m_deadlines.begin();
        Close(id, m_sessions.at(id), name, "no response in time");
    }
}

Instant
ControlDesk::NextTimeout() const
{
    return m_deadlines.empty() ? NEVER : std::get<Instant>(*m_deadlines.begin());
}

std::optional<ControlDesk::Action>
ControlDesk::PollAction()
{
    return m_actions.Pop();
}

std::optional<SessionPicture>
ControlDesk::PictureOf(SessionId session) const
{
    const auto known = m_sessions.find(session);
    return known == m_sessions.end() ? std::nullopt : std::optional(known->second.picture);
}

ControlDesk::Session*
ControlDesk::Enter(SessionId id, CarrierId path)
{
    if (!m_sessions.contains(id) && !MakeRoom())
    {
        return nullptr;
    }
    Session& session = m_sessions[id];
    if (session.path)
    {
        m_sessionOf.erase(*session.path);
    }
    m_away.erase(session.leftAs);
    session.path = path;
    m_sessionOf[path] = id;
    return &session;
}

void
ControlDesk::Close(SessionId id, Session& session, std::string command, std::string_view reason)
{
    const std::string type = TypeOf(session.commands.at(command).command);
    m_actions.Push(Event(CommandAnswered{id, command, type, "UNANSWERED", std::string(reason)}));
    Erase(id, session, command);
}

void
ControlDesk::Erase(SessionId id, Session& session, const std::string& command)
{
    if (session.sync == command)
    {
        session.sync.reset();
    }
    const auto pending = session.commands.find(command);
    m_deadlines.erase({pending->second.deadline, id, command});
    session.commands.erase(pending);
}

bool
ControlDesk::MakeRoom()
{
    if (m_sessions.size() < SESSIONS_MAX)
    {
        return true;
    }
    if (m_away.empty())
    {
        return false;
    }
    const auto oldest = m_sessions.find(m_away.begin()->second);
    for (const auto& [name, pending] : oldest->second.commands)
    {
        m_deadlines.erase({pending.deadline, oldest->first, name});
    }
    m_sessions.erase(oldest);
    m_away.erase(m_away.begin());
    return true;
}

void
ControlDesk::Transmit(CarrierId path, const Command& command)
{
    Message message;
    *message.mutable_transport_command() = command;
    m_actions.Push(Send{path, std::move(message)});
}

void
ControlDesk::OnStatus(Session& session, const wire::PathStatusUpdate& status)
{
    const auto server = ParseIpv4(status.server_address());
    auto& paths = session.picture.paths;
    if (!server.IsOk())
    {
        return;
    }
    if (status.status() == wire::PathStatusUpdate::CLOSED)
    {
        paths.erase(server.Value());
    }
    else if (paths.contains(server.Value()) || paths.size() < PATHS_MAX)
    {
        paths[server.Value()] = {status.status(), status.latency_ms()};
    }
}

void
ControlDesk::OnResponse(SessionId id, const wire::TransportResponse& response)
{
    Session& session = m_sessions.at(id);
    const auto pending = session.commands.find(response.command_id());
    if (pending == session.commands.end() ||
        response.status() == wire::TransportResponse::IN_PROGRESS)
    {
        return;
    }
    const bool isLatest = !session.sync || session.sync == pending->first;
    if (isLatest && pending->second.command.type() == Command::SYNC_STATE)
    {
        Replace(session.picture, response);
    }
    m_actions.Push(
        Event(CommandAnswered{id,
                              pending->first,
                              TypeOf(pending->second.command),
                              wire::TransportResponse::ResponseStatus_Name(response.status()),
                              response.error_message().substr(0, 1024)}));
    Erase(id, session, response.command_id());
}

void
ControlDesk::Replace(SessionPicture& picture, const wire::TransportResponse& response)
{
    if (response.status() == wire::TransportResponse::FAILURE)
    {
        return;
    }
    picture.paths.clear();
    for (const auto& path : response.result().path_contributions())
    {
        const auto server = ParseIpv4(path.server_address());
        if (server.IsOk() && picture.paths.size() < PATHS_MAX)
        {
            picture.paths[server.Value()] = {wire::PathStatusUpdate::ACTIVE, path.latency_ms()};
        }
    }
    picture.isCurrent = true;
}

} // namespace kwik

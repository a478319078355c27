#include "protocol-core/session/command-book.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<CommandBook>);

namespace
{

namespace wire = ::kwik::kcp::v3;

wire::TransportResponse
ResponseOf(const std::string& id, wire::TransportResponse::ResponseStatus status)
{
    wire::TransportResponse response;
    response.set_command_id(id);
    response.set_status(status);
    return response;
}

constexpr std::size_t ACTIONS_OF_A_COMMAND = 8;

Duration
TimeoutOf(const wire::TransportCommand& command)
{
    const Duration asked = std::chrono::seconds(command.options().timeout_seconds());
    return asked == Duration{} ? CommandBook::TIMEOUT_DEFAULT
                               : std::min(asked, CommandBook::TIMEOUT_MAX);
}

} // namespace

std::string_view
FaultOf(const CommandBook::Command& command, const std::string& connection)
{
    if (command.command_id().empty() || command.command_id().size() > CommandBook::ID_MAX)
    {
        return "command_id must have 1 to 64 bytes";
    }
    if (!wire::TransportCommand::CommandType_IsValid(command.type()))
    {
        return "unknown type of command";
    }
    if (command.connection_id() != connection)
    {
        return "another session";
    }
    return {};
}

CommandBook::CommandBook(SessionHandle session)
    : m_session(session)
{
}

void
CommandBook::OnCommand(Instant now,
                       const Address& issuer,
                       const Command& command,
                       const std::string& connection)
{
    if (m_actions.FreeSlots() < ACTIONS_OF_A_COMMAND)
    {
        return;
    }
    const CommandKey key{issuer, command.command_id().substr(0, ID_MAX)};
    if (const auto known = m_finished.find(key); known != m_finished.end())
    {
        m_actions.Push(Respond{issuer, known->second});
        return;
    }
    if (m_pending.contains(key))
    {
        m_actions.Push(Respond{issuer, ResponseOf(key.id, Response::IN_PROGRESS)});
        return;
    }
    std::string_view fault = FaultOf(command, connection);
    if (fault.empty() && m_pending.size() >= PENDING_MAX)
    {
        fault = "too many commands at a time";
    }
    if (!fault.empty())
    {
        Response refusal = ResponseOf(key.id, Response::FAILURE);
        refusal.set_error_message(std::string(fault));
        Finish(key, command.type(), std::move(refusal));
        return;
    }
    m_pending[key] = Entry{command.type(), now + TimeoutOf(command)};
    m_actions.Push(Execute{key, command});
}

void
CommandBook::OnStarted(const CommandKey& key)
{
    if (m_pending.contains(key))
    {
        m_actions.Push(Respond{key.issuer, ResponseOf(key.id, Response::IN_PROGRESS)});
    }
}

void
CommandBook::OnOutcome(const CommandKey& key, const Outcome& outcome)
{
    KWIK_ASSERT(outcome.status != Response::IN_PROGRESS);
    const auto entry = m_pending.find(key);
    if (entry == m_pending.end())
    {
        return;
    }
    const Command::CommandType type = entry->second.type;
    m_pending.erase(entry);
    Response response = ResponseOf(key.id, outcome.status);
    response.set_error_message(outcome.reason);
    *response.mutable_result() = outcome.result;
    Finish(key, type, std::move(response));
}

void
CommandBook::OnTimeout(Instant now)
{
    for (auto& [key, entry] : m_pending)
    {
        if (entry.deadline <= now)
        {
            entry.deadline = NEVER;
            m_actions.Push(Conclude{key});
        }
    }
}

Instant
CommandBook::NextTimeout() const
{
    Instant next = NEVER;
    for (const auto& [key, entry] : m_pending)
    {
        next = std::min(next, entry.deadline);
    }
    return next;
}

std::optional<CommandBook::Action>
CommandBook::PollAction()
{
    return m_actions.Pop();
}

std::size_t
CommandBook::Pending() const
{
    return m_pending.size();
}

std::size_t
CommandBook::Remembered() const
{
    return m_finished.size();
}

void
CommandBook::Finish(const CommandKey& key, Command::CommandType type, Response response)
{
    m_actions.Push(Event(CommandFinished{m_session,
                                         key.issuer,
                                         key.id,
                                         wire::TransportCommand::CommandType_Name(type),
                                         Response::ResponseStatus_Name(response.status()),
                                         response.error_message()}));
    m_actions.Push(Respond{key.issuer, response});
    m_finished.insert_or_assign(key, std::move(response));
    m_finishedOrder.push_back(key);
    if (m_finishedOrder.size() > REMEMBERED_MAX)
    {
        m_finished.erase(m_finishedOrder.front());
        m_finishedOrder.pop_front();
    }
}

} // namespace kwik

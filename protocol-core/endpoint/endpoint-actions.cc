// The outgoing half of Endpoint: whose action is whose, on which carrier connection.
#include "protocol-core/endpoint/endpoint.h"

#include <type_traits>

namespace kwik
{

namespace
{

/// What a program has to hear of what it writes; nothing when that is not it.
std::optional<Endpoint::Action>
ToProgram(SessionHandle handle, const ClientSession::Action& action)
{
    if (const auto* writable = std::get_if<UploadSender::Writable>(&action))
    {
        return Endpoint::Action(ResumeUpload{{handle, writable->stream}});
    }
    if (const auto* finished = std::get_if<UploadSender::Finished>(&action))
    {
        return Endpoint::Action(FinishUpload{{handle, finished->stream}});
    }
    if (const auto* answered = std::get_if<DuplexClient::Answered>(&action))
    {
        return Endpoint::Action(AnswerStream{{handle, answered->stream}});
    }
    if (const auto* dropped = std::get_if<DuplexClient::Dropped>(&action))
    {
        return Endpoint::Action(DropStream{{handle, dropped->stream}, dropped->cause});
    }
    return std::nullopt;
}

} // namespace

template <typename WHAT>
std::optional<Endpoint::Action>
Endpoint::ToCarrier(const Owner& owner, WHAT& what)
{
    const auto entry = m_carrierOf.find(owner);
    if (entry == m_carrierOf.end())
    {
        return std::nullopt;
    }
    const CarrierId carrier = entry->second;
    if constexpr (std::is_same_v<WHAT, CloseConnection>)
    {
        Forget(carrier);
    }
    return Action(OnCarrier<WHAT>{carrier, std::move(what)});
}

std::optional<Endpoint::Action>
Endpoint::PollAction()
{
    if (auto event = m_deskEvents.Pop())
    {
        return Action(std::move(*event));
    }
    while (!m_readySessions.empty())
    {
        const SessionHandle session = *m_readySessions.begin();
        if (auto action = PollSession(session))
        {
            return action;
        }
        m_readySessions.erase(session);
    }
    while (!m_readyRelays.empty())
    {
        const RelayOwner relay = *m_readyRelays.begin();
        if (auto action = PollRelay(relay))
        {
            return action;
        }
        m_readyRelays.erase(relay);
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
    return m_uploaded.Pop();
}

std::optional<Endpoint::Action>
Endpoint::PollSession(SessionHandle handle)
{
    while (auto action = m_sessions.at(handle).machine.PollAction())
    {
        if (auto translated = Translate(handle, *action))
        {
            return translated;
        }
    }
    return std::nullopt;
}

std::optional<Endpoint::Action>
Endpoint::PollRelay(const RelayOwner& relay)
{
    while (auto action = m_relays.at(relay).machine.PollAction())
    {
        auto translated = std::visit(
            [&](auto& what) -> std::optional<Action> {
                if constexpr (std::is_same_v<decltype(what), Relay::Connect&>)
                {
                    return Action(Connect{relay, what.target});
                }
                else
                {
                    return ToCarrier(relay, what);
                }
            },
            *action);
        if (translated)
        {
            return translated;
        }
    }
    return std::nullopt;
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
    if (std::holds_alternative<CloseConnection>(*action))
    {
        DropServerPath(carrier);
    }
    return std::visit(
        [carrier](auto& what) -> std::optional<Action> {
            if constexpr (std::is_same_v<decltype(what), Event&>)
            {
                return Action(std::move(what));
            }
            else
            {
                return Action(
                    OnCarrier<std::remove_reference_t<decltype(what)>>{carrier, std::move(what)});
            }
        },
        *action);
}

std::optional<Endpoint::Action>
Endpoint::Translate(SessionHandle handle, ClientSession::Action& action)
{
    if (auto* connect = std::get_if<ClientSession::Connect>(&action))
    {
        return Action(Connect{PathOwner{handle, connect->path}, connect->target});
    }
    if (auto* deliver = std::get_if<Downloads::Deliver>(&action))
    {
        return Action(
            DeliverBytes{handle, deliver->stream, std::move(deliver->bytes), deliver->finish});
    }
    if (const auto* refused = std::get_if<Downloads::Refused>(&action))
    {
        return Action(RefuseStream{handle, refused->stream});
    }
    if (auto told = ToProgram(handle, action))
    {
        return told;
    }
    if (const auto* ended = std::get_if<ClientSession::Ended>(&action))
    {
        return Action(EndSession{handle, ended->end});
    }
    if (auto* event = std::get_if<Event>(&action))
    {
        return Action(std::move(*event));
    }
    return std::visit(
        [&](auto& what) -> std::optional<Action> {
            if constexpr (requires { what.what; })
            {
                return ToCarrier(PathOwner{handle, what.path}, what.what);
            }
            else
            {
                return std::nullopt;
            }
        },
        action);
}

} // namespace kwik

// The part of Endpoint that lets a server's paths and its control desk hear of each other.
#include "protocol-core/endpoint/endpoint.h"

#include <utility>

namespace kwik
{

std::optional<std::string>
Endpoint::Command(Instant now, SessionId session, ControlDesk::Command command)
{
    auto name = m_desk.machine.Issue(now, session, std::move(command));
    RunDesk(now);
    return name;
}

std::optional<SessionPicture>
Endpoint::PictureOf(SessionId session) const
{
    return m_desk.machine.PictureOf(session);
}

void
Endpoint::OnCapabilities(Instant now, std::vector<Capability> capabilities)
{
    m_serverContext.capabilities = std::move(capabilities);
    for (const auto& [carrier, path] : m_serverPaths)
    {
        path->TellCapabilities(now);
        m_readyServerPaths.insert(carrier);
    }
}

void
Endpoint::OnTerms(Instant now, const ServerTerms& terms)
{
    m_serverContext.config.capacity = terms.capacity;
    m_serverContext.directory = terms.directory;
    m_candidates.machine.OnDirectory(terms.directory);
    RunCandidates(now);
}

void
Endpoint::OnLeaving(Instant now)
{
    m_serverContext.isLeaving = true;
    for (const auto& [carrier, path] : m_serverPaths)
    {
        path->TellLeaving(now);
        m_readyServerPaths.insert(carrier);
    }
}

void
Endpoint::EndServing()
{
    for (const auto& [carrier, path] : m_serverPaths)
    {
        path->Close();
        m_readyServerPaths.insert(carrier);
    }
}

ServedPaths
Endpoint::Served() const
{
    ServedPaths served;
    std::set<SessionId> sessions;
    for (const auto& [carrier, path] : m_serverPaths)
    {
        if (path->IsOfClient())
        {
            sessions.insert(*path->Session());
            served.clients += 1;
        }
        else
        {
            const bool isAdmitted = path->Session().has_value();
            std::size_t& kind = !isAdmitted       ? served.pending
                                : path->IsRelay() ? served.relays
                                                  : served.queries;
            kind += 1;
        }
    }
    served.sessions = sessions.size();
    return served;
}

void
Endpoint::RunControl(Instant now, CarrierId carrier)
{
    const auto path = m_serverPaths.find(carrier);
    while (auto fact = path == m_serverPaths.end() ? std::nullopt : path->second->PollControl())
    {
        const auto* admitted = std::get_if<ServerPath::Admitted>(&*fact);
        if (admitted != nullptr && admitted->isReturning)
        {
            m_desk.machine.OnReturned(now, carrier, admitted->session);
        }
        else if (admitted != nullptr)
        {
            m_desk.machine.OnOpened(carrier, admitted->session);
        }
        else
        {
            m_desk.machine.OnMessage(now, carrier, std::get<KcpChannel::Message>(*fact));
        }
    }
    if (path != m_serverPaths.end() && path->second->IsAskingForServers())
    {
        m_asking.insert(carrier);
        m_candidates.machine.OnAsked(now);
    }
    RunDesk(now);
}

void
Endpoint::OnUnreachable(Instant now, const Address& peer)
{
    m_candidates.machine.OnUnreachable(now, peer);
    RunCandidates(now);
}

void
Endpoint::RunCandidates(Instant now)
{
    CandidateDesk& desk = m_candidates.machine;
    const bool hasNews = desk.TakeNews();
    if (hasNews || !m_asking.empty())
    {
        const auto certainty =
            desk.IsSettled() ? ServerPath::Certainty::Final : ServerPath::Certainty::SoFar;
        const std::vector<Advice> advised = desk.Advised();
        for (const auto& [carrier, path] : m_serverPaths)
        {
            if (hasNews || m_asking.contains(carrier))
            {
                path->OnAdvised(now, advised, certainty);
                m_readyServerPaths.insert(carrier);
            }
        }
        m_asking = desk.IsSettled() ? std::set<CarrierId>() : std::move(m_asking);
    }
    MoveDeadline(InquiryOwner{}, m_candidates.deadline, desk.NextTimeout());
}

void
Endpoint::RunDesk(Instant now)
{
    while (auto action = m_desk.machine.PollAction())
    {
        if (auto* send = std::get_if<ControlDesk::Send>(&*action))
        {
            if (const auto path = m_serverPaths.find(send->path); path != m_serverPaths.end())
            {
                path->second->SendControl(now, std::move(send->message));
                m_readyServerPaths.insert(send->path);
            }
        }
        else
        {
            m_deskEvents.Push(std::get<Event>(std::move(*action)));
        }
    }
    MoveDeadline(DeskOwner{}, m_desk.deadline, m_desk.machine.NextTimeout());
}

} // namespace kwik

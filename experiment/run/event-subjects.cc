#include "experiment/run/event-subjects.h"

#include "experiment/run/host-plan.h"

#include <type_traits>

namespace kwik::experiment
{

EventSubjects::EventSubjects(const Scenario& scenario)
{
    for (const auto& [address, name] : HostPlan::ServerAddresses(scenario))
    {
        m_servers[address] = name;
    }
}

std::string
EventSubjects::SubjectOf(HostId observer, const Event& event)
{
    if (const auto* opened = std::get_if<PathOpened>(&event))
    {
        m_paths[{observer, opened->session, opened->path}] = NameOf(opened->server);
    }
    return std::visit(
        [this, observer](const auto& fact) -> std::string {
            if constexpr (requires { fact.server; })
            {
                return NameOf(fact.server);
            }
            else if constexpr (requires { fact.peer; })
            {
                return NameOf(fact.peer);
            }
            else if constexpr (requires { fact.candidate; })
            {
                return NameOf(fact.candidate);
            }
            else if constexpr (requires { fact.path; })
            {
                const auto path = m_paths.find({observer, fact.session, fact.path});
                return path == m_paths.end() ? "" : path->second;
            }
            else
            {
                return "";
            }
        },
        event);
}

std::string
EventSubjects::NameOf(const Address& address) const
{
    const auto server = m_servers.find(address);
    return server == m_servers.end() ? "" : server->second;
}

} // namespace kwik::experiment

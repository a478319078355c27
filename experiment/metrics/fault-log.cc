#include "experiment/metrics/fault-log.h"

#include <algorithm>

namespace kwik::experiment
{

void
FaultLog::OnStep(Instant at, const TimelineStep& step)
{
    if (step.kind == StepKind::Crash || step.kind == StepKind::LinkDown)
    {
        m_open[step.subject] = m_faults.size();
        m_faults.push_back({at, at + LOOKED_AT});
    }
    if (step.kind == StepKind::Restart || step.kind == StepKind::LinkUp)
    {
        const auto open = m_open.find(step.subject);
        if (open != m_open.end())
        {
            Window& fault = m_faults[open->second];
            fault.to = std::min(fault.to, at);
            m_open.erase(open);
        }
    }
    if (step.kind == StepKind::Restart)
    {
        m_restarts[step.subject] = at;
    }
}

const std::vector<Window>&
FaultLog::Faults() const
{
    return m_faults;
}

std::optional<Instant>
FaultLog::LastRestart(const std::string& host) const
{
    const auto found = m_restarts.find(host);
    return found == m_restarts.end() ? std::nullopt : std::optional(found->second);
}

} // namespace kwik::experiment

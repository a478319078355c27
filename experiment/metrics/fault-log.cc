#include "experiment/metrics/fault-log.h"

#include <algorithm>

namespace kwik::experiment
{

bool
IsFault(StepKind kind)
{
    switch (kind)
    {
    case StepKind::Crash:
    case StepKind::LinkDown:
    case StepKind::Suspend:
    case StepKind::Rebind:
    case StepKind::Migrate:
        return true;
    case StepKind::Restart:
    case StepKind::LinkUp:
    case StepKind::LinkChange:
    case StepKind::Resume:
    case StepKind::PaceChange:
        break;
    }
    return false;
}

bool
IsMending(StepKind kind)
{
    return kind == StepKind::LinkUp || kind == StepKind::Restart || kind == StepKind::Resume;
}

void
FaultLog::OnStep(Instant at, const TimelineStep& step)
{
    const bool isFault = IsFault(step.kind);
    for (Fault& fault : m_faults)
    {
        // Faults at one time are blamed together.
        if (fault.effect.from < at)
        {
            fault.effect.to = std::min(fault.effect.to, at);
            fault.reaction.to = isFault ? std::min(fault.reaction.to, at) : fault.reaction.to;
        }
    }
    if (isFault)
    {
        m_faults.push_back({{at, at + LOOKED_AT}, {at, at + LOOKED_AT}});
    }
    m_mending = IsMending(step.kind) ? std::optional(at) : m_mending;
    if (step.kind == StepKind::Restart)
    {
        m_restarts[step.subject] = at;
    }
}

const std::vector<Fault>&
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

std::optional<Instant>
FaultLog::LastMending() const
{
    return m_mending;
}

} // namespace kwik::experiment

#include "experiment/metrics/path-count-log.h"

#include <algorithm>
#include <variant>

namespace kwik::experiment
{

void
PathCountLog::OnEvent(Instant at, const Event& event)
{
    if (const auto* started = std::get_if<ScalingStarted>(&event))
    {
        if (started->isPredicted)
        {
            m_predicted.insert(started->server);
        }
    }
    else if (const auto* finished = std::get_if<ScalingFinished>(&event))
    {
        const bool isPredicted = m_predicted.erase(finished->server) > 0;
        if (finished->outcome != ScalingOutcome::Failed)
        {
            m_changes.push_back({at, finished->outcome, isPredicted});
        }
    }
    else if (const auto* changed = std::get_if<PathStateChanged>(&event))
    {
        const std::int64_t before = m_steps.empty() ? 0 : m_steps.back().paths;
        const int more = changed->to == PathState::Active     ? 1
                         : changed->from == PathState::Active ? -1
                                                              : 0;
        if (more != 0)
        {
            m_steps.push_back({at, before + more});
        }
    }
    else if (std::holds_alternative<QosViolated>(event))
    {
        m_violations += 1;
    }
}

void
PathCountLog::OnDemandChange(Instant at)
{
    m_demandChanges.push_back(at);
}

std::optional<Duration>
PathCountLog::Reaction(ScalingOutcome outcome) const
{
    std::optional<Duration> longest;
    for (std::size_t i = 0; i < m_demandChanges.size(); ++i)
    {
        const Instant from = m_demandChanges[i];
        const Instant to = i + 1 < m_demandChanges.size() ? m_demandChanges[i + 1] : NEVER;
        const auto first =
            std::find_if(m_changes.begin(), m_changes.end(), [&](const Change& change) {
                return change.outcome == outcome && !change.isPredicted && change.at >= from &&
                       change.at < to;
            });
        if (first != m_changes.end())
        {
            longest = std::max(longest.value_or(Duration{}), first->at - from);
        }
    }
    return longest;
}

std::optional<Duration>
PathCountLog::UpTime() const
{
    return Reaction(ScalingOutcome::Added);
}

std::optional<Duration>
PathCountLog::DownTime() const
{
    return Reaction(ScalingOutcome::Removed);
}

std::uint64_t
PathCountLog::Changes() const
{
    return m_changes.size();
}

std::uint64_t
PathCountLog::FlapsPerHour(Duration length) const
{
    std::uint64_t flaps = 0;
    for (std::size_t i = 1; i < m_changes.size(); ++i)
    {
        const Change& before = m_changes[i - 1];
        const bool isUndone = m_changes[i].outcome != before.outcome;
        flaps += isUndone && m_changes[i].at - before.at <= FLAP_WITHIN ? 1 : 0;
    }
    constexpr std::uint64_t HOUR = std::chrono::nanoseconds(std::chrono::hours(1)).count();
    const auto span = static_cast<std::uint64_t>(std::max(length, Duration(1)).count());
    return (flaps * HOUR + span - 1) / span;
}

std::uint64_t
PathCountLog::QosViolations() const
{
    return m_violations;
}

std::vector<std::int64_t>
PathCountLog::CountsIn(const Window& window) const
{
    std::vector<std::int64_t> counts{0};
    for (const Step& step : m_steps)
    {
        if (step.at <= window.from)
        {
            counts.front() = step.paths;
        }
        else if (step.at < window.to)
        {
            counts.push_back(step.paths);
        }
    }
    return counts;
}

std::uint64_t
PathCountLog::Most(const Window& window) const
{
    const auto counts = CountsIn(window);
    return static_cast<std::uint64_t>(*std::max_element(counts.begin(), counts.end()));
}

std::uint64_t
PathCountLog::Least(const Window& window) const
{
    const auto counts = CountsIn(window);
    return static_cast<std::uint64_t>(*std::min_element(counts.begin(), counts.end()));
}

} // namespace kwik::experiment

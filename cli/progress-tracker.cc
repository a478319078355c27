#include "cli/progress-tracker.h"

#include <algorithm>

namespace kwik::cli
{

namespace
{

/// Earlier, a guess would be noise.
constexpr double SMALLEST_SHARE = 0.03;

double
Seconds(Duration span)
{
    return std::chrono::duration<double>(span).count();
}

Duration
FromSeconds(double seconds)
{
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

} // namespace

double
ProgressTracker::Running::Share() const
{
    const double time =
        size.limit > Duration{} ? Seconds(progress.simulated) / Seconds(size.limit) : 0;
    const double bytes = size.bytes.value > 0 ? static_cast<double>(progress.delivered.value) /
                                                    static_cast<double>(size.bytes.value)
                                              : 0;
    return std::clamp(std::max(time, bytes), 0.0, 1.0);
}

std::optional<Duration>
ProgressTracker::Running::WholeTime(Instant now) const
{
    const double share = Share();
    if (!firstNews || share < SMALLEST_SHARE)
    {
        return std::nullopt;
    }
    return *firstNews - started + FromSeconds(Seconds(now - *firstNews) / share);
}

ProgressTracker::ProgressTracker(Instant now, std::size_t total, std::size_t jobs)
    : m_start(now),
      m_total(total),
      m_jobs(std::max<std::size_t>(jobs, 1))
{
}

void
ProgressTracker::OnAdded()
{
    ++m_total;
}

void
ProgressTracker::OnStarted(Instant now, std::size_t run, const RunSize& size)
{
    m_running[run] = {size, now, {}, {}};
}

void
ProgressTracker::OnProgress(Instant now, std::size_t run, const SimProgress& progress)
{
    const auto entry = m_running.find(run);
    if (entry != m_running.end())
    {
        entry->second.progress = progress;
        entry->second.firstNews = entry->second.firstNews.value_or(now);
    }
}

void
ProgressTracker::OnEnded(Instant now, std::size_t run)
{
    const auto entry = m_running.find(run);
    if (entry == m_running.end())
    {
        return;
    }
    ++m_done;
    m_wallOfDone += now - entry->second.started;
    m_simulatedByDone += entry->second.progress.simulated;
    m_running.erase(entry);
}

CampaignProgress
ProgressTracker::At(Instant now) const
{
    CampaignProgress progress;
    progress.done = m_done;
    progress.total = m_total;
    auto shares = static_cast<double>(m_done);
    Duration simulated = m_simulatedByDone;
    for (const auto& [number, run] : m_running)
    {
        shares += run.Share();
        simulated += run.progress.simulated;
        progress.running.push_back({run.size.title, run.progress.simulated, run.size.limit});
    }
    progress.share = m_total > 0 ? shares / static_cast<double>(m_total) : 1;
    progress.speed = now > m_start ? Seconds(simulated) / Seconds(now - m_start) : 0;
    progress.left = TimeLeft(now);
    return progress;
}

std::optional<Duration>
ProgressTracker::TimeLeft(Instant now) const
{
    Duration whole = m_wallOfDone; // Of all runs that there is something to judge by.
    Duration remaining{};
    Duration longest{};
    auto judged = static_cast<std::int64_t>(m_done);
    for (const auto& [number, run] : m_running)
    {
        if (const auto time = run.WholeTime(now))
        {
            const Duration rest = std::max(Duration{}, *time - (now - run.started));
            whole += *time;
            remaining += rest;
            longest = std::max(longest, rest);
            ++judged;
        }
    }
    if (judged == 0)
    {
        return std::nullopt;
    }
    remaining += whole / judged * (static_cast<std::int64_t>(m_total) - judged);
    return std::max(longest, remaining / static_cast<std::int64_t>(m_jobs));
}

} // namespace kwik::cli

#ifndef KWIK_CLI_PROGRESS_TRACKER_H
#define KWIK_CLI_PROGRESS_TRACKER_H

#include "cli/sim-process.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What is known of a run before it starts.
struct RunSize
{
    std::string title;
    Duration limit{}; ///< Of simulated time; a run ends earlier when its workload is done.
    ByteCount bytes;  ///< Of its workload.
};

struct RunningRun
{
    std::string title;
    Duration simulated{};
    Duration limit{};
};

/// How far a campaign has come.
struct CampaignProgress
{
    std::size_t done = 0;
    std::size_t total = 0;
    double share = 0;             ///< 0 to 1.
    double speed = 0;             ///< Simulated time in a second of real time, all runs together.
    std::optional<Duration> left; ///< Absent until there is something to judge by.
    std::vector<RunningRun> running; ///< In the order of their start.
};

/**
 * Guesses how far a campaign has come, and when it will be done.
 *
 * A run has come as far as its simulated time or its delivered bytes say, whichever is further, and
 * goes on as fast as it did since it first said so. Runs that wait are taken to last as long as
 * those that are seen.
 */
class ProgressTracker
{
  public:
    /// @p total runs, of which @p jobs go on at the same time. Runs are told apart by numbers that
    /// the caller gives them.
    ProgressTracker(Instant now, std::size_t total, std::size_t jobs);

    /// A run is to be done that had not been thought of.
    void OnAdded();
    void OnStarted(Instant now, std::size_t run, const RunSize& size);
    /// Late news of a run that has ended is ignored.
    void OnProgress(Instant now, std::size_t run, const SimProgress& progress);
    void OnEnded(Instant now, std::size_t run);

    CampaignProgress At(Instant now) const;

  private:
    struct Running
    {
        RunSize size;
        Instant started;
        std::optional<Instant> firstNews; ///< Before, it did not advance: it set things up.
        SimProgress progress;
        double Share() const;
        /// From its start to its end; nothing as long as a guess would be noise.
        std::optional<Duration> WholeTime(Instant now) const;
    };

    std::optional<Duration> TimeLeft(Instant now) const;

    Instant m_start;
    std::size_t m_total;
    std::size_t m_jobs;
    std::size_t m_done{0};
    Duration m_wallOfDone{};
    Duration m_simulatedByDone{};
    std::map<std::size_t, Running> m_running;
};

} // namespace kwik::cli

#endif // KWIK_CLI_PROGRESS_TRACKER_H

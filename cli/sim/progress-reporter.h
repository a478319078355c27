#ifndef KWIK_CLI_SIM_PROGRESS_REPORTER_H
#define KWIK_CLI_SIM_PROGRESS_REPORTER_H

#include "experiment/run/recording-observer.h"

#include <chrono>

namespace kwik::sim
{

/**
 * Writes `SIMULATED_NS DELIVERED_BYTES` lines to a pipe about five times a second of real time.
 *
 * It looks at the real clock from simulated events, and changes nothing that the run could see.
 */
class ProgressReporter
{
  public:
    /// @p fd stays open; the observer outlives the reporter.
    ProgressReporter(int fd, const experiment::RecordingObserver& observer);

  private:
    void Look();

    int m_fd;
    const experiment::RecordingObserver& m_observer;
    std::chrono::steady_clock::time_point m_last;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_PROGRESS_REPORTER_H

#ifndef KWIK_CLI_LAB_LAB_FIGURES_H
#define KWIK_CLI_LAB_LAB_FIGURES_H

#include "experiment/scenario/scenario.h"
#include "experiment/store/run-writer.h"
#include "testbed/lab/lab-report.h"

#include <map>
#include <string>
#include <vector>

namespace kwik::lab
{

/// How late something was in the run so far.
struct LagSample
{
    Instant at;
    std::string subject; ///< A host, or EMULATOR.
    testbed::LagReport lag;
};

inline constexpr const char* EMULATOR = "(emulator)"; ///< No host's name.

/// How true a run on the testbed was to its scenario.
struct LabFigures
{
    std::vector<testbed::DirectionCalibration> calibration;
    std::vector<LagSample> samples;                 ///< Through the run.
    std::map<std::string, testbed::LagReport> lags; ///< At the end, by subject.
    std::uint64_t portDrops = 0;                    ///< Packets that the machine was too slow for.
};

/// What is borne; docs/testbed.md says why so much. Who bears twice the lag bears twice the errors.
class LagBudget
{
  public:
    /// @p host is the 99th percentile of how late each event loop may be.
    explicit LagBudget(Duration host);

    Duration Host() const;
    /// The same, of the packets.
    Duration Emulator() const;
    /// Of a link that is calibrated.
    Duration Delay() const;
    std::uint64_t RatePpm() const;

  private:
    Duration m_host;
};

/// Why a run must not be counted, with the figures; empty when it may.
std::string Unfitness(const experiment::Scenario& scenario,
                      const LabFigures& figures,
                      const LagBudget& budget);

/// Adds them to what the store has of the run: summaries of one value, and samples.
void Write(const experiment::Scenario& scenario,
           const LabFigures& figures,
           experiment::RunWriter& writer);

} // namespace kwik::lab

#endif // KWIK_CLI_LAB_LAB_FIGURES_H

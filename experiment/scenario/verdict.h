#ifndef KWIK_EXPERIMENT_SCENARIO_VERDICT_H
#define KWIK_EXPERIMENT_SCENARIO_VERDICT_H

#include "experiment/metrics/recorder.h"
#include "experiment/scenario/expectation-spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// What a run made of an expectation; values are in the base unit of the dimension.
struct Verdict
{
    std::string name; ///< The metric with its argument, as ToText writes it.
    Dimension dimension = Dimension::Count;
    std::optional<std::uint64_t> measured; ///< Absent when the run gave no such value.
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    /// Within the bounds, both included. What was not measured has not passed.
    bool HasPassed() const;
};

/// The verdicts in the order of the expectations. @pre the run has ended
std::vector<Verdict> Judge(const std::vector<ExpectationSpec>& expectations,
                           const Recorder& recorder);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_VERDICT_H

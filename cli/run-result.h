#ifndef KWIK_CLI_RUN_RESULT_H
#define KWIK_CLI_RUN_RESULT_H

#include "experiment/store/store.h"
#include "experiment/text/dimension.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// A number in the base unit of its dimension.
struct MetricValue
{
    experiment::Dimension dimension = experiment::Dimension::Count;
    double value = 0;
};

struct ExpectationResult
{
    std::string name;
    experiment::Dimension dimension = experiment::Dimension::Count;
    std::optional<std::uint64_t> measured;
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool isMet = false;
};

/// What the store says of one run.
struct RunResult
{
    experiment::RunRow row;
    std::size_t point = 0;                      ///< Of a sweep, from 0.
    std::map<std::string, MetricValue> metrics; ///< Those with one value.
    std::vector<ExpectationResult> expectations;

    std::optional<MetricValue> Find(const std::string& metric) const;
    /// The same, and what was expected to be measured, in base units.
    std::optional<std::uint64_t> Measured(const std::string& metric) const;
    std::size_t CountUnmet() const;
};

/// How it ended, in a line: "12.4 s simulated in 4.7 s, 6 of 8 expectations met" or "failed: why".
std::string OutcomeOf(const RunResult& result);

/// @pre the store has the run
RunResult ReadResult(experiment::Store& store, experiment::RunId run);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_RESULT_H

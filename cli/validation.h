#ifndef KWIK_CLI_VALIDATION_H
#define KWIK_CLI_VALIDATION_H

#include "analysis/equivalence/equivalence.h"
#include "cli/run-result.h"
#include "cli/scenario-files.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What the runs of one world have of a metric.
struct WorldValues
{
    std::size_t runs = 0; ///< That were finished.
    std::vector<double> values;

    std::size_t Valueless() const;
};

/// One metric of a scenario in both worlds.
struct ValidationRow
{
    std::string metric;
    experiment::Dimension dimension = experiment::Dimension::Count;
    WorldValues simulated;
    WorldValues real;
    bool isRelative = false;                     ///< The tolerance is a part of the simulated mean.
    std::string theory;                          ///< What can be computed by hand; often empty.
    std::optional<analysis::Equivalence> tested; ///< Absent where a run has no value.

    bool IsEquivalent() const;
};

/// How far the two worlds are apart in one scenario.
struct Validation
{
    const ScenarioFile* file; ///< Never null.
    std::vector<ValidationRow> rows;

    /// Rows that are not equivalent.
    std::size_t CountUnmet() const;
};

/**
 * Compares the finished runs of both worlds in the metrics that the scenario's `validate` names,
 * or, where it has none, in those of DefaultTolerances that were measured at all. Other runs do not
 * count.
 */
Validation Validate(const ScenarioFile& file, const std::vector<RunResult>& runs);

} // namespace kwik::cli

#endif // KWIK_CLI_VALIDATION_H

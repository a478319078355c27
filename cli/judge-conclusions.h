#ifndef KWIK_CLI_JUDGE_CONCLUSIONS_H
#define KWIK_CLI_JUDGE_CONCLUSIONS_H

#include "analysis/conclusion/conclude.h"
#include "cli/run-result.h"
#include "cli/scenario-files.h"
#include "experiment/text/dimension.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What came of one conclusion of a scenario.
struct ConclusionResult
{
    std::string name;
    experiment::Dimension dimension = experiment::Dimension::Count;
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::uint64_t seeds = 0;      ///< Of each point; without a sweep each of them is a point.
    std::size_t missingRuns = 0;  ///< If there are any it was not judged.
    std::size_t allRuns = 0;      ///< That it rests on.
    analysis::Conclusion drawn{}; ///< When it was judged.

    bool IsJudged() const;
    /// @pre IsJudged()
    bool IsMet() const;
};

/// Holds the runs of one scenario against its conclusions. They rest on the runs that are ok of
/// seeds 1 to @p seeds at every point; while one of these is missing nothing is judged.
std::vector<ConclusionResult> JudgeConclusions(const ScenarioFile& file,
                                               const std::vector<RunResult>& runs,
                                               std::uint64_t seeds);

} // namespace kwik::cli

#endif // KWIK_CLI_JUDGE_CONCLUSIONS_H

#ifndef KWIK_CLI_CONCLUSION_ROWS_H
#define KWIK_CLI_CONCLUSION_ROWS_H

#include "cli/judge-conclusions.h"
#include "cli/scenario-files.h"
#include "experiment/store/conclusion-row.h"

#include <vector>

namespace kwik::cli
{

/// What the store is told of the conclusions of a scenario, judged now by this build.
/// @pre all were judged
std::vector<experiment::ConclusionRow> RowsOf(const std::vector<ConclusionResult>& conclusions,
                                              const ScenarioFile& file);

} // namespace kwik::cli

#endif // KWIK_CLI_CONCLUSION_ROWS_H

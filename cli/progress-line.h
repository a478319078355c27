#ifndef KWIK_CLI_PROGRESS_LINE_H
#define KWIK_CLI_PROGRESS_LINE_H

#include "cli/output-style.h"
#include "cli/progress-tracker.h"

#include <string>

namespace kwik::cli
{

/// The progress in one line that fits the columns of @p style; the most important comes first:
/// "#####.......  43 %  1 of 3 runs  12 s left  2.6x real time  failover seed 2: 4.1 of 60 s".
std::string ProgressLine(const CampaignProgress& progress, const OutputStyle& style);

} // namespace kwik::cli

#endif // KWIK_CLI_PROGRESS_LINE_H

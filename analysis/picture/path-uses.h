#ifndef KWIK_ANALYSIS_PICTURE_PATH_USES_H
#define KWIK_ANALYSIS_PICTURE_PATH_USES_H

#include "analysis/picture/run-timeline.h"
#include "experiment/store/run-record.h"

#include <string>
#include <utility>
#include <vector>

namespace kwik::analysis
{

/// How useful the best path to each server was, from the `path_state_changed` events among
/// @p events. Servers come in the order of their first event.
std::vector<std::pair<std::string, std::vector<UseChange>>> PathUsesOf(
    const std::vector<experiment::EventRow>& events);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_PATH_USES_H

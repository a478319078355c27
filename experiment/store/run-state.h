#ifndef KWIK_EXPERIMENT_STORE_RUN_STATE_H
#define KWIK_EXPERIMENT_STORE_RUN_STATE_H

#include "experiment/store/run-record.h"

#include <optional>
#include <string_view>

namespace kwik::experiment
{

/// The word that the column `state` holds.
std::string_view ToText(RunState state);

std::optional<RunState> ParseRunState(std::string_view text);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_RUN_STATE_H

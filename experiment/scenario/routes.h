#ifndef KWIK_EXPERIMENT_SCENARIO_ROUTES_H
#define KWIK_EXPERIMENT_SCENARIO_ROUTES_H

#include "experiment/scenario/scenario.h"

#include <string>

namespace kwik::experiment
{

/// Whether packets get from @p from to @p to over links and routers. Clients and servers do not
/// forward.
bool AreConnected(const Scenario& scenario, const std::string& from, const std::string& to);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_ROUTES_H

#ifndef KWIK_EXPERIMENT_SCENARIO_UPLOAD_ROUTES_H
#define KWIK_EXPERIMENT_SCENARIO_UPLOAD_ROUTES_H

#include "experiment/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// The way of an upload over one server, as its links are at the start of the run.
struct UploadRoute
{
    std::string server;
    BitRate rate;     ///< Of its slowest link.
    Duration delay{}; ///< Of all its links, one way.
};

/// The ways of an upload to its primary: directly and over every other server that is discovered
/// and can be reached. Each is a path of fewest links, and among those of least delay, as ns-3 gets
/// them. Nothing when two ways share a link, or need one more than once: then they are not
/// independent.
/// @pre @p upload is one of the scenario
std::optional<std::vector<UploadRoute>> UploadRoutes(const Scenario& scenario,
                                                     const Transfer& upload);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_UPLOAD_ROUTES_H

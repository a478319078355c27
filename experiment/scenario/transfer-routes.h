#ifndef KWIK_EXPERIMENT_SCENARIO_TRANSFER_ROUTES_H
#define KWIK_EXPERIMENT_SCENARIO_TRANSFER_ROUTES_H

#include "experiment/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// The way of a transfer over one server, as its links are at the start of the run.
struct TransferRoute
{
    std::string server;
    BitRate rate;     ///< Of its slowest link.
    Duration delay{}; ///< Of all its links, one way.
    double loss = 0;  ///< The probability that a packet is lost on some of them.
};

/// The ways of a transfer: directly from or to its primary, and over every other server that is
/// discovered and can be reached; an upload goes on from there to the primary. Each is a path of
/// fewest links, and among those of least delay, as ns-3 gets them. Nothing when two ways share a
/// link, or need one more than once: then they are not independent.
/// @pre @p transfer is one of the scenario
std::optional<std::vector<TransferRoute>> TransferRoutes(const Scenario& scenario,
                                                         const Transfer& transfer);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TRANSFER_ROUTES_H

#ifndef KWIK_EXPERIMENT_SCENARIO_GENERATE_NETWORK_H
#define KWIK_EXPERIMENT_SCENARIO_GENERATE_NETWORK_H

#include "experiment/scenario/network-spec.h"
#include "experiment/scenario/topology.h"

#include <vector>

namespace kwik::experiment
{

struct GeneratedNetwork
{
    std::vector<HostSpec> hosts;
    std::vector<LinkSpec> links;
};

/// The network that @p spec describes: the same one each time, and connected.
GeneratedNetwork GenerateNetwork(const TransitStubSpec& spec);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_GENERATE_NETWORK_H

#ifndef KWIK_EXPERIMENT_SCENARIO_ROUTES_H
#define KWIK_EXPERIMENT_SCENARIO_ROUTES_H

#include "experiment/scenario/scenario.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// Whether packets get from @p from to @p to over links and routers. Clients and servers do not
/// forward.
bool AreConnected(const Scenario& scenario, const std::string& from, const std::string& to);

/// How long packets are on their way, without serialisation and queues, as the links are at the
/// start of a run. A way is one of fewest links, and among those of least delay, as ns-3 gets them.
class RouteDelays
{
  public:
    explicit RouteDelays(const Scenario& scenario);

    /// From one host to each, by its place in the scenario's list; nothing where no way leads.
    std::vector<std::optional<Duration>> From(std::size_t host) const;

  private:
    struct Edge
    {
        std::size_t to;
        Duration delay;
    };

    std::vector<std::vector<Edge>> m_edges; ///< By the host.
    std::vector<bool> m_forwards;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_ROUTES_H

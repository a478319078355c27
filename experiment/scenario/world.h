#ifndef KWIK_EXPERIMENT_SCENARIO_WORLD_H
#define KWIK_EXPERIMENT_SCENARIO_WORLD_H

#include <cstdint>
#include <string_view>

namespace kwik::experiment
{

/// Where a scenario is run.
enum class World : std::uint8_t
{
    Simulation, ///< In virtual time, in ns-3.
    Testbed,    ///< Real processes and sockets, joined by emulated links.
};

/// As the store names it.
constexpr std::string_view
ToText(World world)
{
    return world == World::Simulation ? "simulation" : "testbed";
}

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_WORLD_H

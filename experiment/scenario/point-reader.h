#ifndef KWIK_EXPERIMENT_SCENARIO_POINT_READER_H
#define KWIK_EXPERIMENT_SCENARIO_POINT_READER_H

#include "experiment/scenario/scenario-table.h"
#include "experiment/scenario/world.h"
#include "experiment/text/diagnostics.h"
#include "experiment/yaml/node.h"

namespace kwik::experiment
{

/// Reads documents, in which every parameter has its value, along the table. The table is made
/// once, for there may be many points.
class PointReader
{
  public:
    explicit PointReader(World world = World::Simulation);

    /// What cannot be read, does not fit or cannot be honoured in the world is added to @p
    /// diagnostics; the scenario makes sense only if there is no such thing.
    Scenario Read(const Node& document, Diagnostics& diagnostics) const;
    Node Write(const Scenario& scenario) const;

  private:
    World m_world;
    ObjectKind<Scenario> m_table;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_POINT_READER_H

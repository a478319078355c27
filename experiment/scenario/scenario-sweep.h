#ifndef KWIK_EXPERIMENT_SCENARIO_SCENARIO_SWEEP_H
#define KWIK_EXPERIMENT_SCENARIO_SCENARIO_SWEEP_H

#include "experiment/scenario/point-reader.h"
#include "experiment/scenario/scenario.h"
#include "experiment/sweep/sweep-grid.h"
#include "experiment/yaml/node.h"

#include <cstddef>
#include <string>

namespace kwik::experiment
{

/// A scenario with parameters, and the points at which these have values. Every point was checked,
/// and is read again when it is wanted: there may be many, and a scenario is large.
class ScenarioSweep
{
  public:
    /// @p document has no `sweep`; with the values of any point of the grid it makes sense.
    ScenarioSweep(Node document, SweepGrid grid);

    std::size_t Count() const;
    /// @pre index < Count()
    SweepPoint PointAt(std::size_t index) const;
    /// The scenario of one point, which has neither a sweep nor conclusions.
    Scenario ScenarioAt(std::size_t index) const;
    /// The value of a key of the top as it is written in the file.
    std::string Written(const std::string& key) const;
    /// The scenario with its parameters and with every other default; reading it, in the same
    /// folder, gives the same points. @p whole is the one with the sweep.
    std::string Text(const Scenario& whole) const;
    /// Which experiment this is: a hash over all points and the conclusions, so that it changes
    /// with what a table holds.
    std::string Hash(const Scenario& whole) const;

  private:
    Node m_document;
    SweepGrid m_grid;
    PointReader m_reader;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_SCENARIO_SWEEP_H

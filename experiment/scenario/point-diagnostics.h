#ifndef KWIK_EXPERIMENT_SCENARIO_POINT_DIAGNOSTICS_H
#define KWIK_EXPERIMENT_SCENARIO_POINT_DIAGNOSTICS_H

#include "experiment/sweep/sweep-grid.h"
#include "experiment/text/diagnostics.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// Gathers what is wrong with the points of a sweep: what is so in all of them is told once and
/// without a point, anything else with the first point of which it is true.
class PointDiagnostics
{
  public:
    /// @p placeholders are the places of values that differ from point to point.
    explicit PointDiagnostics(std::set<Position> placeholders);

    void Add(const SweepPoint& point, const std::vector<Diagnostic>& mistakes);
    /// @p points is how many were looked at.
    void AddTo(Diagnostics& diagnostics, std::size_t points) const;

  private:
    /// A mistake at one place, in however many points.
    struct Mistake
    {
        std::string message; ///< Of the first point.
        SweepPoint first;
        std::size_t points = 0;
        bool isTheSame = true; ///< In all of them.
    };

    /// A place, and the number of the mistake there.
    using Place = std::pair<Position, std::size_t>;

    std::set<Position> m_placeholders;
    std::map<Place, Mistake> m_mistakes;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_POINT_DIAGNOSTICS_H

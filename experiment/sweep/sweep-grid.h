#ifndef KWIK_EXPERIMENT_SWEEP_SWEEP_GRID_H
#define KWIK_EXPERIMENT_SWEEP_SWEEP_GRID_H

#include "experiment/text/nearest-name.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

/// Parameters that change together; a row has a value for each.
struct SweepAxis
{
    Names names;
    std::vector<std::vector<std::string>> rows;
};

struct Parameter
{
    std::string name;
    std::string value; ///< As it was written.
    bool operator==(const Parameter&) const = default;
};

/// One choice of all parameters.
struct SweepPoint
{
    std::size_t number = 1; ///< From 1 on.
    std::vector<Parameter> parameters;

    /// The value of the parameter, or nullptr.
    const std::string* Find(std::string_view name) const;
};

/// "bw0_mbps = 51.83, scheduler = blest"
std::string ToText(const SweepPoint& point);

/// The points of crossed axes. The last axis changes first; without an axis there is one point.
class SweepGrid
{
  public:
    static constexpr std::uint32_t MOST_POINTS = 100'000;

    SweepGrid() = default;
    /// @pre all names differ, no axis is empty, and there are at most MOST_POINTS
    explicit SweepGrid(std::vector<SweepAxis> axes);

    /// All parameters, in the order of the axes.
    Names ParameterNames() const;
    std::size_t Count() const;
    /// @pre index < Count(); the number of the point is index + 1
    SweepPoint At(std::size_t index) const;

  private:
    std::vector<SweepAxis> m_axes;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_SWEEP_GRID_H

#ifndef KWIK_ANALYSIS_CONCLUSION_CONCLUDE_H
#define KWIK_ANALYSIS_CONCLUSION_CONCLUDE_H

#include "experiment/metrics/conclusion-value.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace kwik::analysis
{

/// What a run, or a point of a sweep, measured of the metrics of a conclusion, in base units.
struct Measured
{
    std::optional<std::uint64_t> value;
    std::optional<std::uint64_t> divisor; ///< Of a ratio.
};

/// What a conclusion comes to.
struct Conclusion
{
    std::size_t points = 0;
    std::size_t valueless = 0; ///< Points that lack a value; then nothing is measured.
    std::optional<std::uint64_t> measured;
    std::optional<std::array<std::uint64_t, 2>> interval; ///< 95 % (bootstrap over the points).
};

/// The median (nearest rank) of the runs of one point; absent where one of them lacks a value.
/// @pre there is a run
Measured MedianOf(const std::vector<Measured>& runs);

/// A ratio to 0 is not measured, and neither is one that no quantity can hold.
Conclusion Conclude(const experiment::ConclusionValue& value, const std::vector<Measured>& points);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_CONCLUSION_CONCLUDE_H

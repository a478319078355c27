#ifndef KWIK_EXPERIMENT_SCENARIO_CONCLUSION_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_CONCLUSION_SPEC_H

#include "experiment/metrics/conclusion-value.h"
#include "experiment/text/quantity.h"

#include <array>
#include <optional>

namespace kwik::experiment
{

/// What all runs together must amount to, always with a bound on both sides: exactly one of equals
/// and between is present, in the dimension of the value.
struct ConclusionSpec
{
    ConclusionValue value;
    std::optional<Quantity> equals;
    std::optional<std::array<Quantity, 2>> between; ///< Both ends included.
    bool operator==(const ConclusionSpec&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_CONCLUSION_SPEC_H

#ifndef KWIK_EXPERIMENT_SWEEP_PARAMETER_VALUE_H
#define KWIK_EXPERIMENT_SWEEP_PARAMETER_VALUE_H

#include <string>
#include <string_view>

namespace kwik::experiment
{

/// Why @p text cannot take the place of a parameter; empty when it can: one line of at most 200
/// characters that is not empty and has no control characters.
std::string ObjectionToValue(std::string_view text);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_PARAMETER_VALUE_H

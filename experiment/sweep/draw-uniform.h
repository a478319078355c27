#ifndef KWIK_EXPERIMENT_SWEEP_DRAW_UNIFORM_H
#define KWIK_EXPERIMENT_SWEEP_DRAW_UNIFORM_H

#include "experiment/sweep/sweep-spec.h"
#include "experiment/text/parsed.h"

#include <string>
#include <vector>

namespace kwik::experiment
{

/// The numbers of an axis with `uniform`: the seed and the name of the parameter decide them, so
/// that two parameters of one sweep do not go together. A longer axis begins with the numbers of a
/// shorter one. Refused: bounds that are not in order. @pre spec has a name, uniform and count
Parsed<std::vector<std::string>> DrawUniform(const SweepSpec& spec);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_DRAW_UNIFORM_H

#ifndef KWIK_EXPERIMENT_SCENARIO_EXPONENTIAL_H
#define KWIK_EXPERIMENT_SCENARIO_EXPONENTIAL_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/prng.h"

#include <cstdint>

namespace kwik::experiment
{

/// The binary logarithm in units of 2^-32, rounded down. @pre value > 0
std::uint64_t Log2(std::uint64_t value);

/// An exponentially distributed time, by inversion. In integers, so that it is the same on every
/// machine: a logarithm of the C library may differ in its last bit.
Duration ExponentialTime(Prng& random, Duration mean);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_EXPONENTIAL_H

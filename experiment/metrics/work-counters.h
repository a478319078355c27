#ifndef KWIK_EXPERIMENT_METRICS_WORK_COUNTERS_H
#define KWIK_EXPERIMENT_METRICS_WORK_COUNTERS_H

#include <compare>
#include <cstdint>

namespace kwik::experiment
{

/// The deterministic work of a run: the same for the same seed on every machine.
struct WorkCounters
{
    std::uint64_t events = 0;
    std::uint64_t datagrams = 0;
    std::uint64_t datagramBytes = 0;
    auto operator<=>(const WorkCounters&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_WORK_COUNTERS_H

#ifndef KWIK_EXPERIMENT_METRICS_MOMENT_H
#define KWIK_EXPERIMENT_METRICS_MOMENT_H

#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"

namespace kwik::experiment
{

/// A host of a run, by its place in the scenario.
using HostId = Id<struct HostTag>;

/// When and where something was observed.
struct Moment
{
    Instant at;
    HostId host;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_MOMENT_H

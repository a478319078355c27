#ifndef KWIK_EXPERIMENT_SWEEP_SWEEP_TABLE_H
#define KWIK_EXPERIMENT_SWEEP_SWEEP_TABLE_H

#include "experiment/schema/list-kind.h"
#include "experiment/schema/object-kind.h"
#include "experiment/sweep/sweep-spec.h"

namespace kwik::experiment
{

/// The keys of a scenario's `sweep`: the list of its axes.
ListKind<ObjectKind<SweepSpec>> SweepTable();

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_SWEEP_TABLE_H

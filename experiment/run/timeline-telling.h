#ifndef KWIK_EXPERIMENT_RUN_TIMELINE_TELLING_H
#define KWIK_EXPERIMENT_RUN_TIMELINE_TELLING_H

#include "experiment/metrics/fault-log.h"
#include "experiment/scenario/timeline-actions.h"

namespace kwik::experiment
{

/// What an observer is told of an action.
TimelineStep StepOf(const TimelineAction& action);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_TIMELINE_TELLING_H

#ifndef KWIK_ANALYSIS_PICTURE_READ_TIMELINE_H
#define KWIK_ANALYSIS_PICTURE_READ_TIMELINE_H

#include "analysis/picture/run-timeline.h"
#include "experiment/store/run-record.h"
#include "experiment/store/sqlite.h"

namespace kwik::analysis
{

/// What the store holds of a run. Servers come in the order in which the client turned to them.
/// Failures are StoreErrors. @pre the store has the run
RunTimeline ReadTimeline(experiment::Database& store, experiment::RunId run);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_READ_TIMELINE_H

#ifndef KWIK_ANALYSIS_PICTURE_RUN_MARKS_H
#define KWIK_ANALYSIS_PICTURE_RUN_MARKS_H

#include "analysis/picture/run-timeline.h"
#include "experiment/store/run-record.h"

#include <vector>

namespace kwik::analysis
{

/// The faults, repairs, changes of links and reactions among @p events.
std::vector<Mark> MarksOf(const std::vector<experiment::EventRow>& events);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_RUN_MARKS_H

#ifndef KWIK_ANALYSIS_PICTURE_TIMELINE_PICTURE_H
#define KWIK_ANALYSIS_PICTURE_TIMELINE_PICTURE_H

#include "analysis/picture/run-timeline.h"

#include <string>

namespace kwik::analysis
{

/// The run as an SVG document: throughput by server and of the application, the state of the paths
/// and round trips over one time axis, with a line for everything that happened.
std::string DrawTimeline(const RunTimeline& timeline);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_TIMELINE_PICTURE_H

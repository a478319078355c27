#ifndef KWIK_ANALYSIS_PICTURE_PATH_PANEL_H
#define KWIK_ANALYSIS_PICTURE_PATH_PANEL_H

#include "analysis/picture/plot.h"
#include "analysis/picture/run-timeline.h"

namespace kwik::analysis
{

/// One bar a server tells the use of its paths.
void DrawPathUses(SvgWriter& svg, const RunTimeline& timeline, const Box& box);

/// The height that DrawPathUses needs.
double PathUsesHeight(const RunTimeline& timeline);

/// Round trip times, one line a server.
void DrawRoundTrips(SvgWriter& svg, const RunTimeline& timeline, const Box& box);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_PATH_PANEL_H

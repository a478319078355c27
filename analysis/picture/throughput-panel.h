#ifndef KWIK_ANALYSIS_PICTURE_THROUGHPUT_PANEL_H
#define KWIK_ANALYSIS_PICTURE_THROUGHPUT_PANEL_H

#include "analysis/picture/byte-curve.h"
#include "analysis/picture/plot.h"
#include "analysis/picture/run-timeline.h"

#include <vector>

namespace kwik::analysis
{

/// Rates at the same instants for every server and the application, in Mbit/s.
struct Rates
{
    Duration window{}; ///< Each rate is the mean of the window before its instant.
    std::vector<Instant> at;
    std::vector<std::vector<double>> servers; ///< In the order of the timeline.
    std::vector<double> application;          ///< All clients together.

    double Largest() const;
};

/// At most a few hundred instants, whatever the length of the run.
Rates RatesOf(const RunTimeline& timeline);

/// Areas that lie on each other, one a server, and the application's line over them. The heading
/// stands @p above the box.
void DrawThroughput(SvgWriter& svg, const RunTimeline& timeline, const Box& box, double above);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_THROUGHPUT_PANEL_H

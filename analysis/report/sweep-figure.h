#ifndef KWIK_ANALYSIS_REPORT_SWEEP_FIGURE_H
#define KWIK_ANALYSIS_REPORT_SWEEP_FIGURE_H

#include "analysis/report/figure.h"

#include <string>

namespace kwik::analysis
{

/// A metric over the parameter of the first sweep with means and 95 % intervals; over two of them
/// as a map.
std::string SweepFigure(const ReportContent& content, const FigureRequest& request);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_SWEEP_FIGURE_H

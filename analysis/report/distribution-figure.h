#ifndef KWIK_ANALYSIS_REPORT_DISTRIBUTION_FIGURE_H
#define KWIK_ANALYSIS_REPORT_DISTRIBUTION_FIGURE_H

#include "analysis/report/figure.h"

#include <string>

namespace kwik::analysis
{

/// The empirical distribution of a metric over the runs of each point, with its 95 % band; where
/// the points are many, over all of them.
std::string DistributionFigure(const ReportContent& content, const FigureRequest& request);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_DISTRIBUTION_FIGURE_H

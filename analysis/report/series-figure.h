#ifndef KWIK_ANALYSIS_REPORT_SERIES_FIGURE_H
#define KWIK_ANALYSIS_REPORT_SERIES_FIGURE_H

#include "analysis/report/figure.h"

#include <string>

namespace kwik::analysis
{

/// A sampled metric of one run over time, a line for each subject, with the faults of the run. The
/// metrics `goodput` and `rate` are what the counts of bytes rise by between samples.
std::string SeriesFigure(const ReportContent& content,
                         experiment::Database& store,
                         const FigureRequest& request);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_SERIES_FIGURE_H

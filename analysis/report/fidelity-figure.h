#ifndef KWIK_ANALYSIS_REPORT_FIDELITY_FIGURE_H
#define KWIK_ANALYSIS_REPORT_FIDELITY_FIGURE_H

#include "analysis/report/figure.h"

#include <string>

namespace kwik::analysis
{

/// The differences of the two worlds with their 90 % intervals, in parts of their tolerances.
std::string FidelityFigure(const ReportContent& content, const FigureRequest& request);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_FIDELITY_FIGURE_H

#ifndef KWIK_ANALYSIS_REPORT_METRIC_VALUES_H
#define KWIK_ANALYSIS_REPORT_METRIC_VALUES_H

#include "analysis/report/figure.h"

#include <string>
#include <vector>

namespace kwik::analysis
{

/// A metric in the runs that count.
struct FigureMetric
{
    std::string name;
    std::string unit;
};

/// The metric that was asked for, else the goodput. Throws FigureError where no run has it.
FigureMetric MetricOf(const ReportContent& content, const FigureRequest& request);

/// Of the runs of a point that count.
std::vector<double> ValuesOf(const ReportContent& content,
                             const GroupPoint& point,
                             const std::string& metric);

/// "loss = 0.5", or the world of a point without parameters.
std::string NameOf(const RunGroup& group, const GroupPoint& point);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_METRIC_VALUES_H

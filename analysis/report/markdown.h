#ifndef KWIK_ANALYSIS_REPORT_MARKDOWN_H
#define KWIK_ANALYSIS_REPORT_MARKDOWN_H

#include "analysis/report/report-document.h"

#include <string>

namespace kwik::analysis
{

/// The overview of a report as Markdown (GitHub's tables): what did not count, conclusions, means
/// and verdicts of each scenario, how far the worlds are apart, and what the runs were made with.
std::string MarkdownReport(const ReportContent& content);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_MARKDOWN_H

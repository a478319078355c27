#ifndef KWIK_CLI_REPORT_CONTENT_H
#define KWIK_CLI_REPORT_CONTENT_H

#include "analysis/report/report-document.h"
#include "cli/report-options.h"

#include <cstdint>
#include <vector>

namespace kwik::cli
{

/// Samples and events that a page holds unless it is told to hold others.
inline constexpr std::uint64_t DETAIL_ROWS = 3'000'000;

/**
 * Which runs a page holds in full: those that were asked for; else the first run of each point, the
 * second of each, and so on, as long as all of them together have at most @p mostRows samples and
 * events. The first one is there whatever it has.
 */
std::vector<bool> ChooseDetailed(const analysis::ReportContent& content,
                                 const DetailChoice& choice,
                                 std::uint64_t mostRows);

/// Reads a store. Scenarios that ran in both worlds are compared as `kwiklab validate` does.
analysis::ReportContent ReadReport(const ReportOptions& options);

} // namespace kwik::cli

#endif // KWIK_CLI_REPORT_CONTENT_H

#ifndef KWIK_CLI_REPORT_OPTIONS_H
#define KWIK_CLI_REPORT_OPTIONS_H

#include "cli/command.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kwik::cli
{

enum class ReportFormat : std::uint8_t
{
    Html,
    Markdown,
    Svg,
    Pdf,
    Gnuplot, ///< The script that draws the figure.
};

/// Which runs are in a report with everything that happened in them.
struct DetailChoice
{
    bool isEverything = false;                  ///< All runs.
    std::optional<std::set<std::int64_t>> runs; ///< These; without, as many as are not too much.
};

struct ReportOptions
{
    std::string store;
    std::string output; ///< Empty: beside the store. "-" is standard output.
    ReportFormat format = ReportFormat::Html;
    DetailChoice details;
    std::string figure; ///< What is drawn; empty for a whole report.
    std::string metric;
    std::optional<std::int64_t> run; ///< Of a figure that shows one.
};

/// @returns nothing after --help, which is printed. Throws boost::program_options::error.
std::optional<ReportOptions> ReadReportOptions(const Arguments& arguments);

/// Where the report goes: as the options say, or the store's name with the format's ending.
std::string OutputPath(const ReportOptions& options);

} // namespace kwik::cli

#endif // KWIK_CLI_REPORT_OPTIONS_H

#ifndef KWIK_ANALYSIS_REPORT_REPORT_RUN_H
#define KWIK_ANALYSIS_REPORT_REPORT_RUN_H

#include "experiment/store/run-record.h"
#include "experiment/store/sqlite.h"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kwik::analysis
{

/// A metric of a run with one value, in the base unit.
struct ReportMetric
{
    std::string unit;
    double value = 0;
};

/// What a report says of a run without looking into it.
struct ReportRun
{
    experiment::RunRow row;
    std::string scenarioText;
    nlohmann::ordered_json parameters; ///< Object of what was varied.
    nlohmann::ordered_json versions;   ///< Object.
    std::map<std::string, ReportMetric> metrics;
    std::vector<experiment::ExpectationRow> expectations;
    std::uint64_t rows = 0; ///< Samples and events.

    bool IsOk() const;
    std::size_t CountUnmet() const;
};

/// All runs of a store in the order of their ids.
std::vector<ReportRun> ReadReportRuns(const std::string& store);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_REPORT_RUN_H

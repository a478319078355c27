#ifndef KWIK_ANALYSIS_REPORT_REPORT_DOCUMENT_H
#define KWIK_ANALYSIS_REPORT_REPORT_DOCUMENT_H

#include "analysis/equivalence/equivalence.h"
#include "analysis/report/report-run.h"
#include "analysis/report/run-groups.h"
#include "experiment/store/conclusion-row.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace kwik::analysis
{

/// One metric of a scenario in both worlds. Values are in the unit.
struct FidelityRow
{
    std::string metric;
    std::string unit;
    std::vector<double> simulated;
    std::vector<double> real;
    std::string theory;                ///< What can be computed by hand; often empty.
    std::optional<Equivalence> tested; ///< Absent where a run has no value.
};

struct Fidelity
{
    std::string title;
    std::string tolerances; ///< Whose they are, in a few words.
    std::vector<FidelityRow> rows;
};

/// What a report is made of.
struct ReportContent
{
    std::string name;   ///< Of the store, without folder and ending.
    std::string store;  ///< As the user wrote it.
    std::string writer; ///< The program, with its version.
    std::vector<ReportRun> runs;
    std::vector<RunGroup> groups;
    std::vector<experiment::ConclusionRow> conclusions; ///< The newest of each scenario.
    std::vector<Fidelity> fidelity;
    std::vector<bool> isDetailed; ///< By run: its samples and events are in the report.
};

/// Of the rows that judged the same scenario at several times, those of the last time.
std::vector<experiment::ConclusionRow> NewestOf(const std::vector<experiment::ConclusionRow>& rows);

/// "equivalent", "undecided", "different", or "not compared".
std::string_view VerdictWord(const FidelityRow& row);

/// What the page shows before it looks into any run; page/content.js reads it.
nlohmann::ordered_json ReportDocument(const ReportContent& content);

/// By their hashes: title, question, text, hosts and links of each scenario.
nlohmann::ordered_json ScenariosDocument(const ReportContent& content);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_REPORT_DOCUMENT_H

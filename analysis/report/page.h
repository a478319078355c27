#ifndef KWIK_ANALYSIS_REPORT_PAGE_H
#define KWIK_ANALYSIS_REPORT_PAGE_H

#include "analysis/report/report-document.h"
#include "experiment/store/sqlite.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace kwik::analysis
{

/// Where text goes, piece by piece.
using TextSink = std::function<void(std::string_view)>;

/// A document as the content of a script element: no text in it can end the element, or begin a
/// comment or a tag. Bytes that are not UTF-8 are replaced.
std::string JsonForPage(const nlohmann::ordered_json& document);

/**
 * Writes one HTML page that needs nothing else: data, style and script are in it, and its policy
 * (CSP) forbids everything but these, by their hashes. The same content gives the same bytes.
 *
 * Runs are read from @p store one at a time, those that are detailed.
 */
void WritePage(const ReportContent& content, experiment::Database& store, const TextSink& sink);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_PAGE_H

#ifndef KWIK_CLI_CONCLUSION_TABLE_H
#define KWIK_CLI_CONCLUSION_TABLE_H

#include "cli/judge-conclusions.h"
#include "cli/output-style.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kwik::cli
{

/// A row for each conclusion: what was measured with its interval, the bounds, of how many points,
/// and the verdict, or why there is none. @pre there is a conclusion
std::string ConclusionTable(const std::vector<ConclusionResult>& conclusions,
                            const OutputStyle& style);

/// One of `conclusions` in the document of `kwiklab run --json`; docs/cli.md describes it.
nlohmann::ordered_json DocumentOf(const ConclusionResult& conclusion, const std::string& scenario);

} // namespace kwik::cli

#endif // KWIK_CLI_CONCLUSION_TABLE_H

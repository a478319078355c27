#ifndef KWIK_CLI_RUN_DOCUMENT_H
#define KWIK_CLI_RUN_DOCUMENT_H

#include "cli/run-result.h"
#include "experiment/sweep/sweep-grid.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What is said of a run beside its result.
struct RunFacts
{
    std::string scenario; ///< The file's name without its ending.
    std::string picture;  ///< File; none if empty.
    std::optional<bool> isVerified;
    std::vector<experiment::Parameter> parameters; ///< None without a sweep.
};

/// One of `runs` in the document of `kwiklab run --json`; docs/cli.md describes it.
nlohmann::ordered_json DocumentOf(const RunResult& result, const RunFacts& facts);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_DOCUMENT_H

#ifndef KWIK_CLI_BASELINE_TABLE_H
#define KWIK_CLI_BASELINE_TABLE_H

#include "cli/output-style.h"
#include "cli/run-result.h"
#include "experiment/scenario/transport-spec.h"
#include "protocol-core/base/units.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// The runs of one scenario with one transport.
struct Contender
{
    std::string name;
    std::string source;          ///< Whose figures these are, see SourceOf.
    std::vector<RunResult> runs; ///< That were finished, in the order of the seeds.
    std::size_t uncounted = 0;   ///< Runs that were INVALID, or failed.

    /// Whether every run brought every byte.
    bool IsWhole() const;
};

/// The same download over the same links, by one transport after the other.
struct Baselines
{
    std::string title;
    std::optional<BitRate> all;       ///< Of all links together; nothing when ways share one.
    std::optional<BitRate> survivors; ///< Of those that are left after the first cut.
    std::vector<Contender> contenders;
};

/// "own socket", "gtlsclient" or "iperf3": who saw the bytes come.
std::string SourceOf(const experiment::TransportSpec& transport);

/// One table: medians over the seeds, each with its smallest and its largest value.
std::string BaselineTable(const Baselines& baselines, const OutputStyle& style);

/// The same as {title, links_bps, survivors_bps, contenders}, with integers in base units.
nlohmann::ordered_json BaselineDocument(const Baselines& baselines);

} // namespace kwik::cli

#endif // KWIK_CLI_BASELINE_TABLE_H

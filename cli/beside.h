#ifndef KWIK_CLI_BESIDE_H
#define KWIK_CLI_BESIDE_H

#include "cli/baseline-table.h"
#include "experiment/scenario/beside-spec.h"
#include "experiment/text/dimension.h"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

enum class BesideVerdict : std::uint8_t
{
    Met,       ///< The interval lies within the bound.
    Undecided, ///< It reaches beyond: more seeds would tell.
    Unmet,     ///< It lies outside.
    Absent,    ///< Some run has no value, or there is none.
};

/// One `beside` of a scenario, held against the runs.
struct BesideRow
{
    experiment::BesideSpec spec;
    std::string other; ///< NameOf(spec.transport).
    std::string metric;
    experiment::Dimension dimension = experiment::Dimension::Count;
    double ownMean = 0;
    double otherMean = 0;
    /// 90 % of the own mean as a part of the other's, which is exact at the bound: that of Welch
    /// for the difference from it.
    std::optional<std::array<double, 2>> interval;
    BesideVerdict verdict = BesideVerdict::Absent;
};

/// All of a scenario. The first contender is Kwik, the others are found by their names.
std::vector<BesideRow> JudgeBeside(const std::vector<experiment::BesideSpec>& specs,
                                   const std::vector<Contender>& contenders);

std::string BesideTable(const std::vector<BesideRow>& rows, const OutputStyle& style);

/// [{scenario, metric, unit, other, own_mean, other_mean, interval, at_least, at_most, verdict}]
nlohmann::ordered_json BesideDocument(const std::vector<BesideRow>& rows,
                                      const std::string& scenario);

} // namespace kwik::cli

#endif // KWIK_CLI_BESIDE_H

#include "cli/beside.h"

#include "analysis/equivalence/equivalence.h"
#include "cli/quantity-text.h"
#include "cli/text-table.h"
#include "experiment/metrics/metric-registry.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kwik::cli
{

namespace
{

using experiment::BesideSpec;
using experiment::Share;

/// Of all its runs; nothing when one has no value, or there is no run.
std::optional<std::vector<double>>
ValuesOf(const Contender& contender, const std::string& metric)
{
    std::vector<double> values;
    for (const RunResult& run : contender.runs)
    {
        if (const auto value = run.Find(metric))
        {
            values.push_back(value->value);
        }
    }
    const bool isWhole = !values.empty() && values.size() == contender.runs.size();
    return isWhole ? std::optional(std::move(values)) : std::nullopt;
}

double
BoundOf(const BesideSpec& spec)
{
    const Share share = spec.atLeast ? *spec.atLeast : *spec.atMost;
    return static_cast<double>(share.millionths) /
           static_cast<double>(experiment::WHOLE.millionths);
}

/// @p low and @p high: how far the own mean is above the bound.
BesideVerdict
VerdictOf(const BesideSpec& spec, double low, double high)
{
    const bool isWithin = spec.atLeast ? low >= 0 : high <= 0;
    const bool isOutside = spec.atLeast ? high < 0 : low > 0;
    return isWithin    ? BesideVerdict::Met
           : isOutside ? BesideVerdict::Unmet
                       : BesideVerdict::Undecided;
}

void
Test(BesideRow& row, const std::vector<double>& own, std::vector<double> others)
{
    const double bound = BoundOf(row.spec);
    for (double& value : others)
    {
        value *= bound;
    }
    const analysis::Equivalence tested = analysis::TestEquivalence(others, own, {});
    row.ownMean = tested.testedMean;
    row.otherMean = tested.referenceMean / bound;
    row.verdict = BesideVerdict::Undecided;
    if (tested.interval && row.otherMean > 0)
    {
        const auto [low, high] = *tested.interval;
        row.interval = {bound + low / row.otherMean, bound + high / row.otherMean};
        row.verdict = VerdictOf(row.spec, low, high);
    }
}

std::string
MeanText(const BesideRow& row, double mean)
{
    return row.verdict == BesideVerdict::Absent
               ? "-"
               : RoundedText(row.dimension, static_cast<std::uint64_t>(std::llround(mean)));
}

std::string
PercentText(double part)
{
    return fmt::format("{:.1f} %", part * 100);
}

TableCell
VerdictCell(BesideVerdict verdict)
{
    switch (verdict)
    {
    case BesideVerdict::Met:
        return {"met", Colour::Good};
    case BesideVerdict::Undecided:
        return {"NOT shown: needs more seeds", Colour::Bad};
    case BesideVerdict::Unmet:
        return {"UNMET", Colour::Bad};
    case BesideVerdict::Absent:
        break;
    }
    return {"NOT compared: a run has no value", Colour::Bad};
}

std::string_view
VerdictWord(BesideVerdict verdict)
{
    switch (verdict)
    {
    case BesideVerdict::Met:
        return "met";
    case BesideVerdict::Undecided:
        return "undecided";
    case BesideVerdict::Unmet:
        return "unmet";
    case BesideVerdict::Absent:
        break;
    }
    return "not compared";
}

nlohmann::ordered_json
PartsPerMillion(const std::optional<Share>& share)
{
    return share ? nlohmann::ordered_json(share->millionths) : nlohmann::ordered_json();
}

} // namespace

std::vector<BesideRow>
JudgeBeside(const std::vector<BesideSpec>& specs, const std::vector<Contender>& contenders)
{
    std::vector<BesideRow> rows;
    for (const BesideSpec& spec : specs)
    {
        BesideRow row;
        row.spec = spec;
        row.other = NameOf(spec.transport);
        row.metric = ToText(spec.metric);
        row.dimension = experiment::FindMetric(spec.metric.name)->dimension;
        const auto other =
            std::find_if(contenders.begin(), contenders.end(), [&row](const Contender& one) {
                return one.name == row.other;
            });
        const auto own = contenders.empty() ? std::nullopt : ValuesOf(contenders[0], row.metric);
        const auto others = other == contenders.end() ? std::nullopt : ValuesOf(*other, row.metric);
        if (own && others)
        {
            Test(row, *own, *others);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string
BesideTable(const std::vector<BesideRow>& rows, const OutputStyle& style)
{
    TextTable table({{"beside", Align::Left},
                     {"metric", Align::Left},
                     {"Kwik"},
                     {"the other"},
                     {"of it"},
                     {"90 % interval"},
                     {"bound"},
                     {"verdict", Align::Left}});
    for (const BesideRow& row : rows)
    {
        const bool isKnown = row.otherMean > 0;
        table.Add({{row.other},
                   {row.metric},
                   {MeanText(row, row.ownMean)},
                   {MeanText(row, row.otherMean)},
                   {isKnown ? PercentText(row.ownMean / row.otherMean) : "-"},
                   {row.interval ? RangeText(PercentText((*row.interval)[0]),
                                             PercentText((*row.interval)[1]))
                                 : "-"},
                   {(row.spec.atLeast ? ">= " : "<= ") + PercentText(BoundOf(row.spec))},
                   VerdictCell(row.verdict)});
    }
    return table.Text(style);
}

nlohmann::ordered_json
BesideDocument(const std::vector<BesideRow>& rows, const std::string& scenario)
{
    auto list = nlohmann::ordered_json::array();
    for (const BesideRow& row : rows)
    {
        nlohmann::ordered_json document{{"scenario", scenario},
                                        {"metric", row.metric},
                                        {"unit", experiment::BaseUnitOf(row.dimension)},
                                        {"other", row.other},
                                        {"own_mean", nullptr},
                                        {"other_mean", nullptr},
                                        {"interval", nullptr},
                                        {"at_least_ppm", PartsPerMillion(row.spec.atLeast)},
                                        {"at_most_ppm", PartsPerMillion(row.spec.atMost)},
                                        {"verdict", VerdictWord(row.verdict)}};
        if (row.verdict != BesideVerdict::Absent)
        {
            document["own_mean"] = row.ownMean;
            document["other_mean"] = row.otherMean;
        }
        if (row.interval)
        {
            document["interval"] = *row.interval;
        }
        list.push_back(std::move(document));
    }
    return list;
}

} // namespace kwik::cli

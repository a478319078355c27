#include "cli/rank-table.h"

#include "analysis/statistics/median-range.h"
#include "cli/text-table.h"
#include "cli/wording.h"
#include "experiment/text/quantity.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace kwik::cli
{

namespace
{

using analysis::MedianRange;
using experiment::Dimension;

constexpr const char* COMPLETION = "completion_time";

/// Nothing unless every run has the metric.
std::optional<MedianRange>
MedianOfRuns(const RankedScheduler& scheduler, const std::string& metric)
{
    std::vector<double> values;
    for (const RunResult& run : scheduler.runs)
    {
        if (const auto value = run.Find(metric))
        {
            values.push_back(value->value);
        }
    }
    if (values.empty() || values.size() < scheduler.runs.size())
    {
        return std::nullopt;
    }
    return analysis::MedianOf(std::move(values));
}

std::uint64_t
Rounded(double value)
{
    return static_cast<std::uint64_t>(std::llround(value));
}

std::string
TextOf(double value, Dimension dimension)
{
    return experiment::ToRoundedText({dimension, Rounded(value)});
}

std::string
MedianText(const RankedScheduler& scheduler, const std::string& metric, Dimension dimension)
{
    const auto range = MedianOfRuns(scheduler, metric);
    return range ? TextOf(range->median, dimension) : "-";
}

double
RatioOf(const MedianRange& completion, Duration optimum)
{
    return completion.median / static_cast<double>(optimum.count());
}

/// The median of the reinjected bytes as a share of the delivered ones.
std::string
TwiceText(const RankedScheduler& scheduler)
{
    const auto twice = MedianOfRuns(scheduler, "reinjected_bytes");
    const auto all = MedianOfRuns(scheduler, "delivered_bytes");
    if (!twice || !all || all->median <= 0)
    {
        return "-";
    }
    return fmt::format("{:.1f} %", twice->median / all->median * 100);
}

std::vector<TableCell>
RowOf(const RankedScheduler& scheduler, Duration optimum)
{
    const auto completion = MedianOfRuns(scheduler, COMPLETION);
    if (!completion)
    {
        const auto done =
            std::count_if(scheduler.runs.begin(), scheduler.runs.end(), [](const RunResult& run) {
                return run.Find(COMPLETION).has_value();
            });
        const std::string text = fmt::format("{} of {} completed", done, scheduler.runs.size());
        return {{scheduler.name}, {text, Colour::Bad}, {"-"}, {"-"}, {"-"}, {TwiceText(scheduler)}};
    }
    const std::string span = TextOf(completion->low, Dimension::Time) + " to " +
                             TextOf(completion->high, Dimension::Time);
    return {{scheduler.name, scheduler.IsWhole() ? Colour::Plain : Colour::Bad},
            {TextOf(completion->median, Dimension::Time), Colour::Strong},
            {span},
            {fmt::format("{:.3f}", RatioOf(*completion, optimum)), Colour::Strong},
            {MedianText(scheduler, "goodput", Dimension::Rate)},
            {TwiceText(scheduler)}};
}

std::string
OptimumText(const Ranking& ranking)
{
    std::vector<std::string> routes;
    for (const experiment::TransferRoute& route : ranking.routes)
    {
        routes.push_back(route.server + " " +
                         experiment::ToRoundedText({Dimension::Rate, route.rate.bitsPerSecond}) +
                         " " + TextOf(static_cast<double>(route.delay.count()), Dimension::Time));
    }
    return "Offline optimum " +
           TextOf(static_cast<double>(ranking.optimum.count()), Dimension::Time) + ", over " +
           Joined(routes, ", ") + "\n";
}

nlohmann::ordered_json
Optional(std::optional<double> value)
{
    return value ? nlohmann::ordered_json(Rounded(*value)) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json
DocumentOf(const RankedScheduler& scheduler, Duration optimum)
{
    const auto completion = MedianOfRuns(scheduler, COMPLETION);
    const auto median = [&scheduler](const char* metric) {
        const auto range = MedianOfRuns(scheduler, metric);
        return Optional(range ? std::optional(range->median) : std::nullopt);
    };
    nlohmann::ordered_json document;
    document["scheduler"] = scheduler.name;
    document["runs"] = scheduler.runs.size();
    document["whole"] = scheduler.IsWhole();
    document["completion_ns"] = median(COMPLETION);
    document["lowest_ns"] = Optional(completion ? std::optional(completion->low) : std::nullopt);
    document["highest_ns"] = Optional(completion ? std::optional(completion->high) : std::nullopt);
    document["ratio_to_optimum"] =
        completion ? nlohmann::ordered_json(RatioOf(*completion, optimum)) : nullptr;
    document["goodput_bps"] = median("goodput");
    document["reinjected_bytes"] = median("reinjected_bytes");
    document["duplicate_bytes"] = median("duplicate_bytes");
    return document;
}

} // namespace

bool
RankedScheduler::IsWhole() const
{
    return !runs.empty() && std::all_of(runs.begin(), runs.end(), [](const RunResult& run) {
        const auto corrupted = run.Find("corrupted_bytes");
        return run.Find(COMPLETION) && corrupted && corrupted->value == 0;
    });
}

Ranking
Sorted(Ranking ranking)
{
    std::stable_sort(ranking.schedulers.begin(),
                     ranking.schedulers.end(),
                     [](const RankedScheduler& a, const RankedScheduler& b) {
                         const auto first = MedianOfRuns(a, COMPLETION);
                         const auto second = MedianOfRuns(b, COMPLETION);
                         return first && (!second || first->median < second->median);
                     });
    return ranking;
}

std::string
RankTable(const Ranking& ranking, const OutputStyle& style)
{
    TextTable table({{"scheduler", Align::Left},
                     {"completion"},
                     {"from"},
                     {"x optimum"},
                     {"goodput"},
                     {"sent twice"}});
    std::size_t seeds = 0;
    for (const RankedScheduler& scheduler : ranking.schedulers)
    {
        table.Add(RowOf(scheduler, ranking.optimum));
        seeds = std::max(seeds, scheduler.runs.size());
    }
    return Painted(ranking.title, Colour::Strong, style) + "\n" + OptimumText(ranking) + "\n" +
           table.Text(style) + "  medians of " + Counted(seeds, "seed") +
           ", from the smallest to the largest value\n";
}

nlohmann::ordered_json
RankDocument(const Ranking& ranking)
{
    nlohmann::ordered_json document;
    document["title"] = ranking.title;
    document["optimum_ns"] = ranking.optimum.count();
    document["routes"] = nlohmann::ordered_json::array();
    for (const experiment::TransferRoute& route : ranking.routes)
    {
        document["routes"].push_back({{"server", route.server},
                                      {"rate_bps", route.rate.bitsPerSecond},
                                      {"delay_ns", route.delay.count()}});
    }
    document["schedulers"] = nlohmann::ordered_json::array();
    for (const RankedScheduler& scheduler : ranking.schedulers)
    {
        document["schedulers"].push_back(DocumentOf(scheduler, ranking.optimum));
    }
    return document;
}

} // namespace kwik::cli

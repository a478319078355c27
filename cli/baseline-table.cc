#include "cli/baseline-table.h"

#include "analysis/statistics/median-range.h"
#include "cli/quantity-text.h"
#include "cli/text-table.h"
#include "cli/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace kwik::cli
{

namespace
{

using analysis::MedianRange;
using experiment::Dimension;

/// What a figure is a share of.
enum class Whole : std::uint8_t
{
    None,
    AllLinks,
    Survivors,
};

struct Figure
{
    const char* metric;
    const char* title;
    Dimension dimension;
    Whole whole = Whole::None;
    /// iperf3 says what it got in tenths of a second, which is too coarse for it.
    bool isFine = false;
};

constexpr std::array FIGURES{
    Figure{"completion_time", "completion", Dimension::Time},
    Figure{"goodput", "goodput", Dimension::Rate},
    Figure{"goodput_before_fault", "before the cut", Dimension::Rate, Whole::AllLinks},
    Figure{"failover_gap", "gap at the cut", Dimension::Time, Whole::None, true},
    Figure{"goodput_after_fault", "after the cut", Dimension::Rate, Whole::Survivors},
    Figure{"regain_time", "80 % again after", Dimension::Time, Whole::None, true},
};

constexpr const char* IPERF3 = "iperf3";

/// Of the runs that have it.
std::optional<MedianRange>
MedianOf(const Contender& contender, const Figure& figure)
{
    std::vector<double> values;
    for (const RunResult& run : contender.runs)
    {
        if (const auto value = run.Find(figure.metric))
        {
            values.push_back(value->value);
        }
    }
    const bool isKnown = !values.empty() && !(figure.isFine && contender.source == IPERF3);
    return isKnown ? std::optional(analysis::MedianOf(std::move(values))) : std::nullopt;
}

std::uint64_t
Rounded(double value)
{
    return static_cast<std::uint64_t>(std::llround(value));
}

std::string
TextOf(const Figure& figure, double value)
{
    return RoundedText(figure.dimension, Rounded(value));
}

std::optional<BitRate>
WholeOf(const Baselines& baselines, const Figure& figure)
{
    return figure.whole == Whole::AllLinks    ? baselines.all
           : figure.whole == Whole::Survivors ? baselines.survivors
                                              : std::nullopt;
}

/// A median with its share of the links.
std::string
CellText(const Baselines& baselines, const Contender& contender, const Figure& figure)
{
    const auto range = MedianOf(contender, figure);
    if (!range)
    {
        return "-";
    }
    std::string text = TextOf(figure, range->median);
    if (const auto whole = WholeOf(baselines, figure))
    {
        text += fmt::format(" = {:.0f} %",
                            range->median / static_cast<double>(whole->bitsPerSecond) * 100);
    }
    return text;
}

/// Between which values it lies; empty for one value.
std::string
SpreadText(const Contender& contender, const Figure& figure)
{
    const auto range = MedianOf(contender, figure);
    return range && range->n > 1
               ? RangeText(TextOf(figure, range->low), TextOf(figure, range->high))
               : "";
}

/// Those of which some contender has a value.
std::vector<Figure>
FiguresOf(const Baselines& baselines)
{
    std::vector<Figure> figures;
    for (const Figure& figure : FIGURES)
    {
        if (std::any_of(baselines.contenders.begin(),
                        baselines.contenders.end(),
                        [&figure](const auto& one) { return MedianOf(one, figure); }))
        {
            figures.push_back(figure);
        }
    }
    return figures;
}

std::string
RunsText(const Contender& contender)
{
    const auto done = std::count_if(contender.runs.begin(),
                                    contender.runs.end(),
                                    [](const auto& run) { return run.Find("completion_time"); });
    std::string text = std::to_string(contender.runs.size());
    if (static_cast<std::size_t>(done) < contender.runs.size())
    {
        text += fmt::format(", {} completed", done);
    }
    return text +
           (contender.uncounted > 0 ? fmt::format(", {} not counted", contender.uncounted) : "");
}

std::string
LinksText(const Baselines& baselines)
{
    if (!baselines.all)
    {
        return "";
    }
    const auto text = [](BitRate rate) { return RoundedText(Dimension::Rate, rate.bitsPerSecond); };
    return "All links together carry " + text(*baselines.all) +
           (baselines.survivors ? ", after the cut " + text(*baselines.survivors) : "") +
           ", packet headers included\n";
}

nlohmann::ordered_json
DocumentOf(const Contender& contender)
{
    nlohmann::ordered_json document{{"name", contender.name},
                                    {"source", contender.source},
                                    {"runs", contender.runs.size()},
                                    {"uncounted", contender.uncounted},
                                    {"whole", contender.IsWhole()}};
    for (const Figure& figure : FIGURES)
    {
        const auto range = MedianOf(contender, figure);
        auto& value = document["metrics"][figure.metric];
        if (range)
        {
            value = {{"median", Rounded(range->median)},
                     {"low", Rounded(range->low)},
                     {"high", Rounded(range->high)},
                     {"runs", range->n}};
        }
    }
    return document;
}

} // namespace

bool
Contender::IsWhole() const
{
    return !runs.empty() && std::all_of(runs.begin(), runs.end(), [](const RunResult& run) {
        const auto corrupted = run.Find("corrupted_bytes");
        return run.Find("completion_time") && corrupted && corrupted->value == 0;
    });
}

std::string
SourceOf(const experiment::TransportSpec& transport)
{
    if (transport.tool == experiment::TransportTool::Iperf3)
    {
        return IPERF3;
    }
    return transport.protocol == experiment::TransportProtocol::Quic ? "gtlsclient" : "own socket";
}

std::string
BaselineTable(const Baselines& baselines, const OutputStyle& style)
{
    const std::vector<Figure> figures = FiguresOf(baselines);
    std::vector<TableColumn> columns{{"", Align::Left}};
    for (const Figure& figure : figures)
    {
        columns.push_back({figure.title});
    }
    columns.push_back({"runs"});
    columns.push_back({"seen by", Align::Left});
    TextTable table(columns);
    for (const Contender& contender : baselines.contenders)
    {
        std::vector<TableCell> row{
            {contender.name, contender.IsWhole() ? Colour::Strong : Colour::Bad}};
        std::vector<TableCell> spread{{""}};
        for (const Figure& figure : figures)
        {
            row.push_back({CellText(baselines, contender, figure)});
            spread.push_back({SpreadText(contender, figure), Colour::Faint});
        }
        row.insert(row.end(), {{RunsText(contender)}, {contender.source}});
        spread.insert(spread.end(), 2, {""});
        table.Add(std::move(row));
        if (contender.runs.size() > 1)
        {
            table.Add(std::move(spread));
        }
    }
    return Painted(baselines.title, Colour::Strong, style) + "\n" + LinksText(baselines) + "\n" +
           table.Text(style) + "  medians, and below each the smallest and the largest value\n";
}

nlohmann::ordered_json
BaselineDocument(const Baselines& baselines)
{
    const auto rate = [](const std::optional<BitRate>& value) {
        return value ? nlohmann::ordered_json(value->bitsPerSecond) : nlohmann::ordered_json();
    };
    nlohmann::ordered_json document{{"title", baselines.title},
                                    {"links_bps", rate(baselines.all)},
                                    {"survivors_bps", rate(baselines.survivors)},
                                    {"contenders", nlohmann::ordered_json::array()}};
    for (const Contender& contender : baselines.contenders)
    {
        document["contenders"].push_back(DocumentOf(contender));
    }
    return document;
}

} // namespace kwik::cli

#include "analysis/picture/timeline-picture.h"

#include "analysis/picture/mark-rows.h"
#include "analysis/picture/palette.h"
#include "analysis/picture/path-panel.h"
#include "analysis/picture/throughput-panel.h"
#include "experiment/text/printable.h"
#include "experiment/text/quantity.h"

#include <algorithm>
#include <fmt/format.h>

namespace kwik::analysis
{

namespace
{

constexpr double WIDTH = 1000;
constexpr double RIGHT_MARGIN = 28;
constexpr double TITLE_LINE = 30;
constexpr double CAPTION_LINE = 50;
constexpr double LEGEND_LINE = 78;
constexpr double LEGEND_ROW = 20;
constexpr double THROUGHPUT_HEIGHT = 270;
constexpr double ROUND_TRIP_HEIGHT = 110;
constexpr double HEADING = 44; ///< Between panels, with the lower one's heading.
constexpr double TIME_AXIS = 52;

struct LegendEntry
{
    std::string text;
    std::string sample; ///< The style of its box.
    double height;
};

/// "primary 23.56 MB, 46 %"
std::string
ServerText(const ServerTrace& server, double all)
{
    const double bytes = server.carried.empty() ? 0 : server.carried.back().value;
    const auto whole = static_cast<std::uint64_t>(bytes);
    return server.name + "  " + experiment::ToRoundedText({experiment::Dimension::Size, whole}) +
           fmt::format(", {:.0f} %", all > 0 ? 100 * bytes / all : 0);
}

std::vector<LegendEntry>
LegendOf(const RunTimeline& timeline)
{
    double all = 0;
    for (const ServerTrace& server : timeline.servers)
    {
        all += server.carried.empty() ? 0 : server.carried.back().value;
    }
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < timeline.servers.size(); ++i)
    {
        entries.push_back({ServerText(timeline.servers[i], all),
                           fmt::format(R"(fill="{}" fill-opacity="0.75")", ServerColour(i)),
                           12});
    }
    entries.push_back({"application, in order", R"(fill="#000")", 2});
    return entries;
}

/// @return how many rows it took
std::size_t
DrawLegend(SvgWriter& svg, const RunTimeline& timeline, double left)
{
    constexpr double SAMPLE = 16;
    constexpr double GAP = 24;
    constexpr double LARGER = 1.1; ///< Than the text of labels.
    double x = left;
    std::size_t rows = 1;
    for (const LegendEntry& entry : LegendOf(timeline))
    {
        const double width = SAMPLE + 6 + LARGER * LabelWidth(entry.text);
        if (x > left && x + width > WIDTH - RIGHT_MARGIN)
        {
            x = left;
            ++rows;
        }
        const double y = LEGEND_LINE + LEGEND_ROW * static_cast<double>(rows - 1);
        svg.AddBox({x, y - 4 - entry.height / 2, SAMPLE, entry.height}, entry.sample);
        svg.AddText({x + SAMPLE + 6, y}, entry.text, "");
        x += width + GAP;
    }
    return rows;
}

/// Room for the longest name of a server, left of its bar.
double
LeftMargin(const RunTimeline& timeline)
{
    double margin = 60;
    for (const ServerTrace& server : timeline.servers)
    {
        margin = std::max(margin, LabelWidth(server.name) + 20);
    }
    return std::min(margin, WIDTH / 4);
}

/// The first line that fits, for a title of any length.
std::string
TitleLine(const std::string& title)
{
    constexpr std::size_t MOST_LETTERS = 105;
    return experiment::Clipped(experiment::Printable(title), MOST_LETTERS);
}

} // namespace

std::string
DrawTimeline(const RunTimeline& timeline)
{
    SvgWriter svg;
    const double left = LeftMargin(timeline);
    const double width = WIDTH - RIGHT_MARGIN - left;
    svg.AddText({left, TITLE_LINE},
                TitleLine(timeline.title),
                R"(font-size="17" font-weight="bold")");
    svg.AddText({left, CAPTION_LINE}, timeline.caption, R"(fill="#555")");
    const auto legendRows = static_cast<double>(DrawLegend(svg, timeline, left));
    const Plot whole{{left, 0, width, 0}, timeline.end};
    const MarkRows marks = PlaceMarks(timeline.marks, whole);
    // The heading of the first panel stands above the labels of the marks.
    const double labels = MarkRowsHeight(marks);
    const Box throughput{left,
                         LEGEND_LINE + LEGEND_ROW * (legendRows - 1) + HEADING - 6 + labels,
                         width,
                         THROUGHPUT_HEIGHT};
    const Box uses{left, throughput.Bottom() + HEADING, width, PathUsesHeight(timeline)};
    const Box roundTrips{left, uses.Bottom() + HEADING, width, ROUND_TRIP_HEIGHT};
    DrawThroughput(svg, timeline, throughput, labels);
    DrawPathUses(svg, timeline, uses);
    DrawRoundTrips(svg, timeline, roundTrips);
    DrawMarks(svg, marks, {throughput, uses, roundTrips});
    DrawTimeAxis(svg, {roundTrips, timeline.end});
    return svg.Document({0, 0, WIDTH, roundTrips.Bottom() + TIME_AXIS},
                        timeline.title,
                        timeline.caption);
}

} // namespace kwik::analysis

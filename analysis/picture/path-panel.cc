#include "analysis/picture/path-panel.h"

#include "analysis/picture/mark-rows.h"
#include "analysis/picture/palette.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace kwik::analysis
{

namespace
{

constexpr double ROW = 20;
constexpr double BAR = 13;
constexpr double KEY_SAMPLE = 20;
constexpr double KEY_GAP = 18;
constexpr std::string_view KEY_COLOUR = "#666666";
constexpr double NANOSECONDS_IN_MILLISECOND = 1e6;

std::string
WordOf(PathUse use)
{
    switch (use)
    {
    case PathUse::None:
        return "no path";
    case PathUse::Connecting:
        return "connecting";
    case PathUse::Degraded:
        return "degraded";
    case PathUse::Active:
        break;
    }
    return "active";
}

/// A text that ends at @p corner, on the line of the heading.
/// @return where its sample starts, left of it
double
AddKeyText(SvgWriter& svg, Point corner, std::string_view text)
{
    const double left = corner.x - LabelWidth(text);
    svg.AddText({left, corner.y - LABEL_GAP}, text, LABEL_STYLE);
    return left - KEY_SAMPLE - 5;
}

/// Full colour, stripes of it, or its outline.
std::string
StyleOf(PathUse use, std::string_view colour)
{
    switch (use)
    {
    case PathUse::None:
        return R"(fill="#f2f2f2")";
    case PathUse::Connecting:
        return fmt::format(R"(fill="#fff" stroke="{}" stroke-width="0.8")", colour);
    case PathUse::Degraded:
        return fmt::format(R"-(fill="url(#stripes-{})")-", colour.substr(1));
    case PathUse::Active:
        break;
    }
    return fmt::format(R"(fill="{}")", colour);
}

/// The name of a colour's stripes is its digits.
void
DefineStripes(SvgWriter& svg, const std::set<std::string_view>& colours)
{
    std::string patterns;
    for (const std::string_view colour : colours)
    {
        patterns += fmt::format(R"(<pattern id="stripes-{}" width="5" height="5" )"
                                R"-(patternUnits="userSpaceOnUse" patternTransform="rotate(45)">)-"
                                R"(<rect width="5" height="5" fill="#fff"/>)"
                                R"(<rect width="2.5" height="5" fill="{}"/></pattern>)",
                                colour.substr(1),
                                colour) +
                    "\n";
    }
    svg.AddDefinitions(patterns);
}

void
DrawBar(SvgWriter& svg, const Plot& row, const ServerTrace& server, std::string_view colour)
{
    svg.AddBox(row.box, StyleOf(PathUse::None, colour));
    for (std::size_t i = 0; i < server.uses.size(); ++i)
    {
        const UseChange& change = server.uses[i];
        const Instant until = i + 1 < server.uses.size() ? server.uses[i + 1].at : row.end;
        if (change.use == PathUse::None || until <= change.at)
        {
            continue;
        }
        const double left = row.X(change.at);
        svg.OpenGroup(StyleOf(change.use, colour));
        svg.Tooltip(server.name + ": " + WordOf(change.use));
        svg.AddBox({left, row.box.top, row.X(until) - left, row.box.height}, "");
        svg.CloseGroup();
    }
}

/// What the fillings mean, right of the heading.
void
DrawBarKey(SvgWriter& svg, const Box& box)
{
    double right = box.Right();
    for (const PathUse use :
         {PathUse::None, PathUse::Connecting, PathUse::Degraded, PathUse::Active})
    {
        const double left = AddKeyText(svg, {right, box.top}, WordOf(use));
        svg.AddBox({left, box.top - LABEL_GAP - BAR + 3, KEY_SAMPLE, BAR - 2},
                   StyleOf(use, KEY_COLOUR));
        right = left - KEY_GAP;
    }
}

std::string
LineStyle(std::size_t place)
{
    return fmt::format(R"(stroke="{}" stroke-width="1.8" stroke-dasharray="{}")",
                       ServerColour(place),
                       ServerDashes(place));
}

/// Which line is whose, right of the heading; nothing when there are too many.
void
DrawLineKey(SvgWriter& svg, const RunTimeline& timeline, const Box& box)
{
    constexpr std::size_t MOST = 6;
    double right = box.Right();
    for (std::size_t i = timeline.servers.size() <= MOST ? timeline.servers.size() : 0; i > 0; --i)
    {
        const double left = AddKeyText(svg, {right, box.top}, timeline.servers[i - 1].name);
        const double y = box.top - LABEL_GAP - 4;
        svg.AddLine({left, y}, {left + KEY_SAMPLE, y}, LineStyle(i - 1));
        right = left - KEY_GAP;
    }
}

/// Lines of points that belong together: where there is no path there is no round trip.
std::vector<std::vector<Point>>
PiecesOf(const Plot& plot, const Series& rtt)
{
    std::vector<std::vector<Point>> pieces(1);
    for (const SeriesPoint& sample : rtt)
    {
        if (sample.value > 0)
        {
            pieces.back().push_back(
                {plot.X(sample.at), plot.Y(sample.value / NANOSECONDS_IN_MILLISECOND)});
        }
        else if (!pieces.back().empty())
        {
            pieces.emplace_back();
        }
    }
    return pieces;
}

double
LargestOf(const Series& series)
{
    double largest = 0;
    for (const SeriesPoint& sample : series)
    {
        largest = std::max(largest, sample.value);
    }
    return largest;
}

double
LargestRtt(const RunTimeline& timeline)
{
    double largest = 0;
    for (const ServerTrace& server : timeline.servers)
    {
        for (const Series& rtt : server.rtt)
        {
            largest = std::max(largest, LargestOf(rtt) / NANOSECONDS_IN_MILLISECOND);
        }
    }
    return largest;
}

} // namespace

double
PathUsesHeight(const RunTimeline& timeline)
{
    return ROW * static_cast<double>(timeline.servers.size());
}

void
DrawPathUses(SvgWriter& svg, const RunTimeline& timeline, const Box& box)
{
    std::set<std::string_view> colours{KEY_COLOUR};
    for (std::size_t i = 0; i < timeline.servers.size(); ++i)
    {
        colours.insert(ServerColour(i));
    }
    DefineStripes(svg, colours);
    DrawHeading(svg, {box.left, box.top}, "Best path to each server");
    DrawBarKey(svg, box);
    for (std::size_t i = 0; i < timeline.servers.size(); ++i)
    {
        const double top = box.top + ROW * static_cast<double>(i) + (ROW - BAR) / 2;
        const Plot row{{box.left, top, box.width, BAR}, timeline.end};
        DrawBar(svg, row, timeline.servers[i], ServerColour(i));
        svg.AddText({box.left - LABEL_GAP, top + BAR - 3},
                    timeline.servers[i].name,
                    std::string(LABEL_STYLE) + R"( text-anchor="end")");
    }
}

void
DrawRoundTrips(SvgWriter& svg, const RunTimeline& timeline, const Box& box)
{
    constexpr std::size_t MOST_TICKS = 4;
    const Ticks ticks = TicksAround(LargestRtt(timeline), MOST_TICKS);
    const Plot plot{box, timeline.end, ticks.top};
    DrawHeading(svg, {box.left, box.top}, "Smoothed round trip in ms");
    DrawLineKey(svg, timeline, box);
    DrawValueAxis(svg, plot, ticks);
    for (std::size_t i = 0; i < timeline.servers.size(); ++i)
    {
        svg.OpenGroup(LineStyle(i));
        svg.Tooltip(timeline.servers[i].name);
        for (const Series& rtt : timeline.servers[i].rtt)
        {
            for (const std::vector<Point>& piece : PiecesOf(plot, rtt))
            {
                svg.AddCurve(piece, "");
            }
        }
        svg.CloseGroup();
    }
}

} // namespace kwik::analysis

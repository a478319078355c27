#include "analysis/picture/plot.h"

#include <algorithm>
#include <string>

namespace kwik::analysis
{

namespace
{

constexpr double HALF_DIGIT = 4;

std::string
Anchored(std::string_view anchor)
{
    return std::string(LABEL_STYLE) + " text-anchor=\"" + std::string(anchor) + "\"";
}

} // namespace

double
Plot::X(Instant at) const
{
    const auto part = static_cast<double>(at.time_since_epoch().count()) /
                      static_cast<double>(end.time_since_epoch().count());
    return box.left + std::clamp(part, 0.0, 1.0) * box.width;
}

double
Plot::Y(double value) const
{
    return box.Bottom() - std::clamp(value / top, 0.0, 1.0) * box.height;
}

void
DrawHeading(SvgWriter& svg, Point corner, std::string_view heading)
{
    svg.AddText({corner.x, corner.y - LABEL_GAP}, heading, R"(font-weight="bold")");
}

void
DrawValueAxis(SvgWriter& svg, const Plot& plot, const Ticks& ticks)
{
    for (const double value : ticks.values)
    {
        const double y = plot.Y(value);
        svg.AddLine({plot.box.left, y},
                    {plot.box.Right(), y},
                    value > 0 ? R"(stroke="#e4e4e4")" : R"(stroke="#888")");
        svg.AddText({plot.box.left - LABEL_GAP, y + HALF_DIGIT},
                    ticks.LabelOf(value),
                    Anchored("end"));
    }
}

void
DrawTimeAxis(SvgWriter& svg, const Plot& plot)
{
    constexpr std::size_t MOST_TICKS = 16;
    constexpr double MARK = 5;
    const double seconds = std::chrono::duration<double>(plot.end.time_since_epoch()).count();
    const Ticks ticks = TicksWithin(seconds, MOST_TICKS);
    const double bottom = plot.box.Bottom();
    for (const double value : ticks.values)
    {
        const double x = plot.box.left + value / seconds * plot.box.width;
        svg.AddLine({x, bottom}, {x, bottom + MARK}, R"(stroke="#888")");
        svg.AddText({x, bottom + MARK + 13}, ticks.LabelOf(value), Anchored("middle"));
    }
    svg.AddText({plot.box.left + plot.box.width / 2, bottom + MARK + 30},
                "time since the start in seconds",
                Anchored("middle"));
}

} // namespace kwik::analysis

#include "analysis/picture/throughput-panel.h"

#include "analysis/picture/palette.h"
#include "experiment/text/quantity.h"

#include <algorithm>
#include <fmt/format.h>

namespace kwik::analysis
{

namespace
{

constexpr double BITS_IN_MEGABIT = 1e6;
constexpr std::int64_t MOST_INSTANTS = 600;
/// A window that is a visible part of the picture smooths the bursts in which ranges arrive.
constexpr std::int64_t WINDOWS = 24;

/// The smallest multiple of @p period of which at most @p parts fit into @p whole.
Duration
MultipleOf(Duration period, Duration whole, std::int64_t parts)
{
    const std::int64_t count = (whole.count() / parts + period.count() - 1) / period.count();
    return period * std::max<std::int64_t>(count, 1);
}

Duration
SamplingPeriod(const RunTimeline& timeline)
{
    for (const Series& series : timeline.delivered)
    {
        if (series.size() > 1)
        {
            return PeriodOf(series, {});
        }
    }
    return std::chrono::milliseconds(100);
}

std::vector<double>
MegabitsOf(const ByteCurve& curve, const Rates& rates)
{
    std::vector<double> values;
    for (const Instant at : rates.at)
    {
        values.push_back(curve.RateBefore(at, rates.window) / BITS_IN_MEGABIT);
    }
    return values;
}

/// Adds the values of one server to what lies below it.
void
Stack(std::vector<double>& heights, const std::vector<double>& values)
{
    for (std::size_t i = 0; i < heights.size(); ++i)
    {
        heights[i] += values[i];
    }
}

std::vector<Point>
PointsOf(const Plot& plot, const Rates& rates, const std::vector<double>& values)
{
    std::vector<Point> points;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        points.push_back({plot.X(rates.at[i]), plot.Y(values[i])});
    }
    return points;
}

void
DrawAreas(SvgWriter& svg, const Plot& plot, const RunTimeline& timeline, const Rates& rates)
{
    std::vector<double> heights(rates.at.size());
    for (std::size_t i = 0; i < timeline.servers.size(); ++i)
    {
        std::vector<Point> outline = PointsOf(plot, rates, heights);
        std::reverse(outline.begin(), outline.end());
        Stack(heights, rates.servers[i]);
        const std::vector<Point> upper = PointsOf(plot, rates, heights);
        outline.insert(outline.begin(), upper.begin(), upper.end());
        svg.OpenGroup(fmt::format(R"(fill="{}" fill-opacity="0.75")", ServerColour(i)));
        svg.Tooltip(timeline.servers[i].name);
        svg.AddArea(outline, "");
        svg.CloseGroup();
        // A fine white edge parts neighbours for those who cannot tell their colours.
        svg.AddCurve(upper, R"(stroke="#fff" stroke-width="0.8")");
    }
}

} // namespace

double
Rates::Largest() const
{
    double largest = 0;
    for (std::size_t i = 0; i < at.size(); ++i)
    {
        double sum = 0;
        for (const std::vector<double>& server : servers)
        {
            sum += server[i];
        }
        largest = std::max({largest, sum, application[i]});
    }
    return largest;
}

Rates
RatesOf(const RunTimeline& timeline)
{
    const Duration whole = timeline.end.time_since_epoch();
    const Duration period = SamplingPeriod(timeline);
    const Duration step = MultipleOf(period, whole, MOST_INSTANTS);
    Rates rates;
    rates.window = MultipleOf(step, whole, WINDOWS);
    for (Duration at{}; at < whole; at += step)
    {
        rates.at.emplace_back(at);
    }
    rates.at.push_back(timeline.end);
    for (const ServerTrace& server : timeline.servers)
    {
        rates.servers.push_back(MegabitsOf(ByteCurve(server.carried, period), rates));
    }
    rates.application.resize(rates.at.size());
    for (const Series& client : timeline.delivered)
    {
        Stack(rates.application, MegabitsOf(ByteCurve(client, period), rates));
    }
    return rates;
}

void
DrawThroughput(SvgWriter& svg, const RunTimeline& timeline, const Box& box, double above)
{
    constexpr std::size_t MOST_TICKS = 6;
    const Rates rates = RatesOf(timeline);
    const Ticks ticks = TicksAround(rates.Largest(), MOST_TICKS);
    const Plot plot{box, timeline.end, ticks.top};
    const auto window = static_cast<std::uint64_t>(rates.window.count());
    DrawHeading(svg,
                {box.left, box.top - above},
                "Throughput in Mbit/s, mean of the last " +
                    experiment::ToRoundedText({experiment::Dimension::Time, window}));
    DrawValueAxis(svg, plot, ticks);
    DrawAreas(svg, plot, timeline, rates);
    svg.OpenGroup(R"(stroke="#000" stroke-width="1.6" stroke-linejoin="round")");
    svg.Tooltip("bytes handed to the application, in order");
    svg.AddCurve(PointsOf(plot, rates, rates.application), "");
    svg.CloseGroup();
}

} // namespace kwik::analysis

#include "cli/lab/lab-figures.h"

#include "experiment/metrics/series-summary.h"
#include "experiment/results/write-results.h"
#include "experiment/text/quantity.h"

#include <set>
#include <utility>

namespace kwik::lab
{

namespace
{

using experiment::Dimension;
using experiment::Scenario;
using testbed::DirectionCalibration;

/// A link on which more is lost is not calibrated.
constexpr std::uint32_t MOST_LOSS_PPM = 500'000;

std::string
Text(Duration span)
{
    return experiment::ToRoundedText(
        {Dimension::Time, static_cast<std::uint64_t>(std::max(span, Duration{}).count())});
}

std::string
Text(BitRate rate)
{
    return experiment::ToRoundedText({Dimension::Rate, rate.bitsPerSecond});
}

/// "client>near": who sends, and who receives.
std::string
NameOf(const Scenario& scenario, const testbed::LinkDirection& where)
{
    const experiment::HostPair& between = scenario.links[where.link].between;
    return between[where.sender] + ">" + between[1 - where.sender];
}

std::string
WrongIn(const std::string& link, const DirectionCalibration& found, const LagBudget& budget)
{
    if (!found.asked.isUp || found.asked.lossPpm > MOST_LOSS_PPM)
    {
        return "";
    }
    if (found.arrived == 0)
    {
        return "nothing arrives over " + link;
    }
    const Duration most = found.asked.delay + found.asked.jitter + budget.Delay();
    const bool isHeldBack = found.asked.reorderingPpm > 0;
    if (found.delayP50 < found.asked.delay - budget.Delay() ||
        (found.delayP50 > most && !isHeldBack))
    {
        return "the delay of " + link + " is " + Text(found.delayP50) + ", not " +
               Text(found.asked.delay);
    }
    const std::uint64_t asked = found.asked.rate.bitsPerSecond;
    const std::uint64_t measured = found.rate.bitsPerSecond;
    const std::uint64_t off = measured > asked ? measured - asked : asked - measured;
    const bool isBlurred = isHeldBack || found.asked.jitter > Duration{};
    if (measured > 0 && !isBlurred && off > asked / 1'000 * (budget.RatePpm() / 1'000))
    {
        return "the rate of " + link + " is " + Text(found.rate) + ", not " +
               Text(found.asked.rate);
    }
    return "";
}

void
AddValue(experiment::RunWriter& writer,
         const std::string& metric,
         const std::string& subject,
         std::uint64_t value)
{
    writer.Add(experiment::RowOf(
        experiment::Summarise(metric, subject, {static_cast<std::int64_t>(value)})));
}

void
AddSpan(experiment::RunWriter& writer,
        const std::string& metric,
        const std::string& subject,
        Duration span)
{
    AddValue(writer, metric, subject, static_cast<std::uint64_t>(span.count()));
}

} // namespace

LagBudget::LagBudget(Duration host)
    : m_host(host)
{
}

Duration
LagBudget::Host() const
{
    return m_host;
}

Duration
LagBudget::Emulator() const
{
    return m_host / 2;
}

Duration
LagBudget::Delay() const
{
    return m_host / 5;
}

std::uint64_t
LagBudget::RatePpm() const
{
    constexpr Duration PER_PERCENT = std::chrono::milliseconds(2);
    constexpr std::uint64_t PERCENT_PPM = 10'000;
    return static_cast<std::uint64_t>(m_host.count()) * PERCENT_PPM /
           static_cast<std::uint64_t>(PER_PERCENT.count());
}

std::string
Unfitness(const Scenario& scenario, const LabFigures& figures, const LagBudget& budget)
{
    std::string why;
    const auto add = [&why](const std::string& what) {
        why += what.empty() || why.empty() ? what : "; " + what;
    };
    for (const auto& [subject, lag] : figures.lags)
    {
        const bool isEmulator = subject == EMULATOR;
        const Duration most = isEmulator ? budget.Emulator() : budget.Host();
        if (lag.p99 > most)
        {
            add((isEmulator ? "the emulator" : subject) + " was late by " + Text(lag.p99) +
                " in one of 100 cases (at most " + Text(lag.max) + "), and " + Text(most) +
                " is borne");
        }
    }
    for (const DirectionCalibration& found : figures.calibration)
    {
        add(WrongIn(NameOf(scenario, found.where), found, budget));
    }
    if (figures.portDrops > 0)
    {
        add("this machine was too slow for " + std::to_string(figures.portDrops) + " packets");
    }
    return why;
}

void
Write(const Scenario& scenario, const LabFigures& figures, experiment::RunWriter& writer)
{
    for (const auto& [subject, lag] : figures.lags)
    {
        AddSpan(writer, "lag_p50_ns", subject, lag.p50);
        AddSpan(writer, "lag_p99_ns", subject, lag.p99);
        AddSpan(writer, "lag_max_ns", subject, lag.max);
    }
    for (const DirectionCalibration& found : figures.calibration)
    {
        const std::string link = NameOf(scenario, found.where);
        AddValue(writer, "calibrated_rate_bps", link, found.rate.bitsPerSecond);
        AddSpan(writer, "calibrated_delay_p50_ns", link, found.delayP50);
        AddSpan(writer, "calibrated_delay_p99_ns", link, found.delayP99);
        AddValue(writer, "calibration_sent_count", link, found.sent);
        AddValue(writer, "calibration_arrived_count", link, found.arrived);
    }
    std::set<std::pair<std::string, Instant>> written;
    for (const LagSample& sample : figures.samples)
    {
        if (written.emplace(sample.subject, sample.at).second)
        {
            writer.Add(experiment::SampleRow{sample.at,
                                             "lag_p99_ns",
                                             sample.subject,
                                             static_cast<double>(sample.lag.p99.count())});
        }
    }
    writer.AddCounter("port_drops", figures.portDrops);
}

} // namespace kwik::lab

#include "experiment/results/write-results.h"

#include <string>

namespace kwik::experiment
{

namespace
{

/// The unit at the end of a sampled metric's name: "bytes" of "cwnd_bytes".
std::string
UnitIn(const std::string& metric)
{
    return metric.substr(metric.rfind('_') + 1);
}

SummaryRow
RowOf(const Measurement& measurement)
{
    const auto value = static_cast<std::int64_t>(*measurement.value);
    SummaryRow row = RowOf(Summarise(ToText(measurement.call), "", {value}));
    row.unit = BaseUnitOf(measurement.dimension);
    return row;
}

ExpectationRow
RowOf(const Verdict& verdict)
{
    ExpectationRow row;
    row.name = verdict.name;
    row.unit = BaseUnitOf(verdict.dimension);
    if (verdict.measured)
    {
        row.measured = static_cast<std::int64_t>(*verdict.measured);
    }
    row.low = static_cast<std::int64_t>(verdict.low);
    row.high = static_cast<std::int64_t>(verdict.high);
    row.outcome = verdict.HasPassed() ? Outcome::Passed : Outcome::Failed;
    return row;
}

} // namespace

SummaryRow
RowOf(const SeriesSummary& summary)
{
    return {summary.metric,
            summary.subject,
            UnitIn(summary.metric),
            summary.n,
            summary.mean,
            summary.sd,
            static_cast<double>(summary.min),
            static_cast<double>(summary.p50),
            static_cast<double>(summary.p90),
            static_cast<double>(summary.p99),
            static_cast<double>(summary.max)};
}

void
WriteResults(RunWriter& writer, const Recorder& recorder, const std::vector<Verdict>& verdicts)
{
    for (const Measurement& measurement : recorder.MeasureAll())
    {
        if (measurement.value)
        {
            writer.Add(RowOf(measurement));
        }
    }
    for (const SeriesSummary& summary : recorder.Summaries())
    {
        writer.Add(RowOf(summary));
    }
    for (const Verdict& verdict : verdicts)
    {
        writer.Add(RowOf(verdict));
    }
    const WorkCounters counters = recorder.Counters();
    writer.AddCounter("events", counters.events);
    writer.AddCounter("datagrams", counters.datagrams);
    writer.AddCounter("datagram_bytes", counters.datagramBytes);
}

} // namespace kwik::experiment

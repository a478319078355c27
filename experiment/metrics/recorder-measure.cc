// The metrics: what the Recorder's observations amount to at the end.
#include "experiment/metrics/metric-registry.h"
#include "experiment/metrics/recorder.h"
#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>

namespace kwik::experiment
{

namespace
{

using Value = std::optional<std::uint64_t>;

constexpr std::uint64_t MILLIONTHS = 1'000'000;
constexpr std::uint32_t WHOLE_PERCENT = 100;
constexpr std::array<std::uint32_t, 3> SHOWN_PERCENTILES{50, 90, 99};
constexpr std::uint64_t LOAD_UNIT = 1000; ///< Bytes; squares of all loads stay small enough.

std::uint64_t
Count(Duration span)
{
    return static_cast<std::uint64_t>(span.count());
}

Value
RatioOf(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
    {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(static_cast<WideNumber>(part) * MILLIONTHS / whole);
}

} // namespace

Value
Recorder::Measure(const MetricCall& call) const
{
    KWIK_ASSERT(m_end);
    const MetricDefinition* metric = FindMetric(call.name);
    if (metric == nullptr)
    {
        return std::nullopt;
    }
    if (metric->argument == MetricArgument::Server)
    {
        return OfServer(call);
    }
    if (metric->argument == MetricArgument::OptionalFault)
    {
        return OfFaults(call);
    }
    if (call.name == "goodput_before_fault" || call.name == "regain_time")
    {
        return call.name == "regain_time" ? RegainTime() : GoodputBeforeFault();
    }
    if (metric->argument == MetricArgument::Percentile)
    {
        return TransferTime(call.percentile.value_or(WHOLE_PERCENT));
    }
    const std::map<std::string_view, Value> values{
        {"delivered_bytes", m_deliveries.Total().value},
        {"corrupted_bytes", m_corrupted.value},
        {"duplicate_bytes", m_duplicate.value},
        {"reinjected_bytes", m_reinjected.value},
        {"completion_time", CompletionTime()},
        {"transfers", m_deliveries.FinishedStreams()},
        {"peak_transfers", m_deliveries.MostOpen()},
        {"handshake_time", HandshakeTime()},
        {"goodput", Goodput(call.span)},
        {"steady_goodput", SteadyGoodput()},
        {"aggregation", Aggregation(call)},
        {"longest_gap", LongestGap()},
        {"paths_used", PathsUsed()},
        {"failovers", m_failovers.size()},
        {"load_fairness", LoadFairness()},
        {"session_closed_cleanly", ClosedCleanly()},
    };
    const auto found = values.find(call.name);
    if (found != values.end())
    {
        return found->second;
    }
    return metric->needsPathsAlone ? BesidePathsAlone(call.name) : OfPathCount(call);
}

Value
Recorder::OfPathCount(const MetricCall& call) const
{
    const auto countOf = [](const std::optional<Duration>& span) {
        return span ? Value(Count(*span)) : std::nullopt;
    };
    if (call.name == "scaling_up_time" || call.name == "scaling_down_time")
    {
        return countOf(call.name == "scaling_up_time" ? m_paths.UpTime() : m_paths.DownTime());
    }
    if (call.name == "scalings")
    {
        return m_paths.Changes();
    }
    if (call.name == "flaps_per_hour")
    {
        return m_paths.FlapsPerHour(m_end->time_since_epoch());
    }
    if (call.name == "qos_violations")
    {
        return m_paths.QosViolations();
    }
    Window window{m_workloadStart.value_or(Instant{}), *m_end};
    if (call.span)
    {
        window = {Instant(call.span->from), Instant(call.span->to)};
    }
    if (window.to > *m_end)
    {
        return std::nullopt;
    }
    return call.name == "most_paths" ? m_paths.Most(window) : m_paths.Least(window);
}

std::vector<Measurement>
Recorder::MeasureAll() const
{
    std::vector<Measurement> all;
    const auto add = [this, &all](const MetricDefinition& metric, MetricCall call) {
        call.name = metric.name;
        all.push_back({call, metric.dimension, Measure(call)});
    };
    for (const MetricDefinition& metric : Metrics())
    {
        if (metric.argument == MetricArgument::Server)
        {
            for (const auto& [name, ledger] : m_servers)
            {
                add(metric, {{}, {}, name, {}});
            }
        }
        else if (metric.argument == MetricArgument::Percentile)
        {
            for (const std::uint32_t percentile : SHOWN_PERCENTILES)
            {
                add(metric, {{}, {}, {}, {}, percentile});
            }
        }
        else if (metric.argument != MetricArgument::Span)
        {
            add(metric, {});
        }
        const std::size_t faults =
            metric.argument == MetricArgument::OptionalFault ? m_faults.Faults().size() : 0;
        for (std::uint32_t fault = 0; fault < faults; ++fault)
        {
            add(metric, {{}, {}, {}, fault});
        }
    }
    return all;
}

Value
Recorder::CompletionTime() const
{
    const std::optional<Instant> last = m_deliveries.LastFinish();
    if (!last || !m_workloadStart || m_deliveries.FinishedStreams() < m_config.workloads)
    {
        return std::nullopt;
    }
    return Count(*last - *m_workloadStart);
}

/// Of all workloads; those that were not completed count as the slowest.
Value
Recorder::TransferTime(std::uint32_t percentile) const
{
    const std::vector<Duration> times = m_deliveries.FinishedTimes();
    const std::size_t all = std::max<std::size_t>(m_config.workloads, times.size());
    const std::size_t rank = (all * percentile + WHOLE_PERCENT - 1) / WHOLE_PERCENT;
    return rank > 0 && rank <= times.size() ? Value(Count(times[rank - 1])) : std::nullopt;
}

Value
Recorder::LoadFairness() const
{
    WideNumber sum = 0;
    WideNumber squares = 0;
    for (const auto& [name, ledger] : m_servers)
    {
        const std::uint64_t load = ledger.received.value / LOAD_UNIT;
        sum += load;
        squares += static_cast<WideNumber>(load) * load;
    }
    const WideNumber whole = squares * m_config.servers.size();
    return whole == 0 ? std::nullopt
                      : Value(static_cast<std::uint64_t>(sum * sum * MILLIONTHS / whole));
}

Value
Recorder::HandshakeTime() const
{
    if (!m_pathOpened || !m_pathActive)
    {
        return std::nullopt;
    }
    return Count(*m_pathActive - *m_pathOpened);
}

Value
Recorder::Goodput(const std::optional<TimeSpan>& span) const
{
    if (span)
    {
        const Window window{Instant(span->from), Instant(span->to)};
        if (window.to > *m_end)
        {
            return std::nullopt;
        }
        return MeanRate(m_deliveries.In(window), span->to - span->from).bitsPerSecond;
    }
    const std::optional<Instant> last = m_deliveries.LastDelivery();
    if (!last || !m_workloadStart || *last <= *m_workloadStart)
    {
        return std::nullopt;
    }
    return MeanRate(m_deliveries.Total(), *last - *m_workloadStart).bitsPerSecond;
}

Value
Recorder::SteadyGoodput() const
{
    const std::optional<Instant> last = m_deliveries.LastDelivery();
    if (!last || !m_workloadStart || *last <= *m_workloadStart)
    {
        return std::nullopt;
    }
    // The bytes after the middle, up to and with the last delivery.
    constexpr Duration NEXT(1);
    const Instant middle = *m_workloadStart + (*last - *m_workloadStart) / 2;
    return MeanRate(m_deliveries.In({middle + NEXT, *last + NEXT}), *last - middle).bitsPerSecond;
}

Value
Recorder::Aggregation(const MetricCall& call) const
{
    const Value goodput = call.span ? Goodput(call.span) : std::nullopt;
    const BitRate sum = m_config.alone.SumOfGoodputs();
    return goodput ? RatioOf(*goodput, sum.bitsPerSecond) : std::nullopt;
}

Value
Recorder::BesidePathsAlone(std::string_view metric) const
{
    const PathsAlone& alone = m_config.alone;
    if (!m_workloadStart || !alone.AreMeasured())
    {
        return std::nullopt;
    }
    const std::optional<Duration> ceiling = alone.Ceiling(*m_workloadStart, m_config.size);
    if (metric == "ceiling_time")
    {
        return ceiling ? Value(Count(*ceiling)) : std::nullopt;
    }
    if (metric == "ceiling_eben")
    {
        return ceiling ? alone.Benefit(*ceiling) : std::nullopt;
    }
    const Value completion = CompletionTime();
    if (!completion)
    {
        return std::nullopt;
    }
    const Duration time(static_cast<Duration::rep>(*completion));
    const std::optional<Duration> excess = alone.Excess(time);
    return metric == "speedup"         ? alone.Speedup(time)
           : metric == "ceiling_share" ? (ceiling ? RatioOf(*completion, Count(*ceiling)) : Value())
           : metric == "eben"          ? alone.Benefit(time)
           : metric == "excess_time"   ? (excess ? Value(Count(*excess)) : std::nullopt)
                                       : alone.ExcessRoundTrips(time);
}

Value
Recorder::LongestGap() const
{
    const std::optional<Duration> pause = m_deliveries.LongestPause();
    return pause ? Value(Count(*pause)) : std::nullopt;
}

Value
Recorder::OfServer(const MetricCall& call) const
{
    const auto server = m_servers.find(call.server);
    if (server == m_servers.end())
    {
        return std::nullopt;
    }
    const ServerLedger& ledger = server->second;
    if (call.name == "bytes_from")
    {
        return ledger.received.value;
    }
    if (call.name == "bytes_to")
    {
        return ledger.sent.value;
    }
    if (call.name == "share_from")
    {
        return RatioOf(ledger.received.value, ReceivedFromAll().value);
    }
    if (!m_faults.LastRestart(call.server))
    {
        return std::nullopt;
    }
    return (ledger.received - ledger.beforeRestart).value;
}

std::uint64_t
Recorder::PathsUsed() const
{
    return static_cast<std::uint64_t>(
        std::count_if(m_servers.begin(), m_servers.end(), [](const auto& server) {
            return server.second.received + server.second.sent > ByteCount{0};
        }));
}

std::uint64_t
Recorder::ClosedCleanly() const
{
    // What ends before a server has answered, or without one, has not ended as it was to.
    const auto isWanted = [](SessionState from) {
        return from != SessionState::Initializing && from != SessionState::Negotiating &&
               from != SessionState::Degraded;
    };
    const bool isClean =
        std::all_of(m_sessions.begin(), m_sessions.end(), [&](const auto& session) {
            return session.second.state == SessionState::Closed &&
                   isWanted(session.second.closedFrom);
        });
    return isClean && !m_sessions.empty() ? 1 : 0;
}

ByteCount
Recorder::ReceivedFromAll() const
{
    ByteCount all;
    for (const auto& [name, ledger] : m_servers)
    {
        all += ledger.received;
    }
    return all;
}

} // namespace kwik::experiment

#include "testbed/kwikd/daemon-metrics.h"

#include "testbed/kwikd/process-figures.h"

#include <algorithm>
#include <fmt/format.h>

namespace kwik::testbed
{

namespace
{

double
Value(std::uint64_t count)
{
    return static_cast<double>(count);
}

void
TellProcess(MetricsPage& page)
{
    const ProcessFigures figures = FiguresOfThisProcess();
    page.Family("process_resident_memory_bytes", MetricType::Gauge, "Resident memory size.");
    page.Sample(Value(figures.residentBytes));
    page.Family("process_cpu_seconds_total",
                MetricType::Counter,
                "User and system CPU time that was spent.");
    page.Sample(figures.cpuSeconds);
    page.Family("process_open_fds", MetricType::Gauge, "Open file descriptors.");
    page.Sample(Value(figures.openFiles));
}

} // namespace

void
DaemonMetrics::OnSent(ByteCount size)
{
    m_sent.datagrams += 1;
    m_sent.bytes += size.value;
}

void
DaemonMetrics::OnReceived(ByteCount size)
{
    m_received.datagrams += 1;
    m_received.bytes += size.value;
}

void
DaemonMetrics::OnTimerServed(std::chrono::steady_clock::time_point due)
{
    const std::chrono::duration<double> late = std::chrono::steady_clock::now() - due;
    const auto bound = std::lower_bound(LAG_BOUNDS.begin(), LAG_BOUNDS.end(), late.count());
    m_lags[static_cast<std::size_t>(bound - LAG_BOUNDS.begin())] += 1;
    m_lagSum += late.count();
}

void
DaemonMetrics::OnViolation(Violation kind)
{
    m_violations[static_cast<std::size_t>(kind)] += 1;
}

void
DaemonMetrics::OnReload(bool isDone)
{
    m_reloads[isDone ? 1 : 0] += 1;
}

void
DaemonMetrics::OnDraining()
{
    m_isDraining = true;
}

std::string
DaemonMetrics::Page(RealHost& host) const
{
    MetricsPage page;
    TellPaths(page, host);
    TellTraffic(page);
    page.Family("kwik_violations_total",
                MetricType::Counter,
                "Peers that broke a rule, by docs/wire-format.md, \"Violations\".");
    for (std::size_t i = 0; i < m_violations.size(); ++i)
    {
        page.Sample(Value(m_violations[i]), {{"kind", ToText(static_cast<Violation>(i))}});
    }
    TellLoop(page);
    page.Family("kwik_reloads_total",
                MetricType::Counter,
                "Times the configuration was read again.");
    page.Sample(Value(m_reloads[1]), {{"result", "done"}});
    page.Sample(Value(m_reloads[0]), {{"result", "refused"}});
    page.Family("kwik_draining", MetricType::Gauge, "1 while clients are being sent elsewhere.");
    page.Sample(m_isDraining ? 1 : 0);
    TellProcess(page);
    return page.Text();
}

void
DaemonMetrics::TellPaths(MetricsPage& page, RealHost& host) const
{
    const ServedPaths served = host.Kwik().Served();
    const QuicTotals& totals = host.Totals();
    page.Family("kwik_sessions", MetricType::Gauge, "Sessions that have a path here.");
    page.Sample(Value(served.sessions));
    page.Family(
        "kwik_paths",
        MetricType::Gauge,
        "Paths that end here: not admitted yet, of clients, of servers that fetch here what "
        "they do not hold, of servers that ask for the load.");
    page.Sample(Value(served.pending), {{"state", "pending"}});
    page.Sample(Value(served.clients), {{"state", "client"}});
    page.Sample(Value(served.relays), {{"state", "relay"}});
    page.Sample(Value(served.queries), {{"state", "query"}});
    page.Family("kwik_handshakes_total", MetricType::Counter, "QUIC handshakes, of both sides.");
    page.Sample(Value(totals.established), {{"result", "done"}});
    page.Sample(Value(totals.failed), {{"result", "failed"}});
    page.Family(
        "kwik_retransmitted_packets_total",
        MetricType::Counter,
        "QUIC packets with stream data that were declared lost, so that their data was sent "
        "again; counted when a stream ends.");
    page.Sample(Value(totals.packetsLost));
}

void
DaemonMetrics::TellTraffic(MetricsPage& page) const
{
    page.Family("kwik_sent_datagrams_total", MetricType::Counter, "UDP datagrams sent.");
    page.Sample(Value(m_sent.datagrams));
    page.Family("kwik_sent_bytes_total", MetricType::Counter, "UDP payload sent.");
    page.Sample(Value(m_sent.bytes));
    page.Family("kwik_received_datagrams_total", MetricType::Counter, "UDP datagrams received.");
    page.Sample(Value(m_received.datagrams));
    page.Family("kwik_received_bytes_total", MetricType::Counter, "UDP payload received.");
    page.Sample(Value(m_received.bytes));
}

void
DaemonMetrics::TellLoop(MetricsPage& page) const
{
    page.Family("kwik_loop_lag_seconds", MetricType::Histogram, "How late timers were served.");
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < LAG_BOUNDS.size(); ++i)
    {
        count += m_lags[i];
        page.Sample(Value(count), {{"le", fmt::format("{}", LAG_BOUNDS[i])}}, "_bucket");
    }
    count += m_lags.back();
    page.Sample(Value(count), {{"le", "+Inf"}}, "_bucket");
    page.Sample(m_lagSum, {}, "_sum");
    page.Sample(Value(count), {}, "_count");
}

} // namespace kwik::testbed

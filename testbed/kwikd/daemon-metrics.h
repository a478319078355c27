#ifndef KWIK_TESTBED_KWIKD_DAEMON_METRICS_H
#define KWIK_TESTBED_KWIKD_DAEMON_METRICS_H

#include "protocol-core/base/violation.h"
#include "testbed/kwikd/metrics-page.h"
#include "testbed/loop-observer.h"
#include "testbed/real-host.h"

#include <array>
#include <cstdint>
#include <string>

namespace kwik::testbed
{

/// Counts what a server does, and tells it as a Prometheus page.
class DaemonMetrics final : public LoopObserver
{
  public:
    /// The upper bounds of the histogram of how late timers are served, in seconds.
    static constexpr std::array<double, 8>
        LAG_BOUNDS{0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 1};

    void OnSent(ByteCount size) override;
    void OnReceived(ByteCount size) override;
    void OnTimerServed(std::chrono::steady_clock::time_point due) override;
    void OnViolation(Violation kind);
    void OnReload(bool isDone);
    void OnDraining();

    std::string Page(RealHost& host) const;

  private:
    struct Traffic
    {
        std::uint64_t datagrams{0};
        std::uint64_t bytes{0};
    };

    void TellPaths(MetricsPage& page, RealHost& host) const;
    void TellTraffic(MetricsPage& page) const;
    void TellLoop(MetricsPage& page) const;

    Traffic m_sent;
    Traffic m_received;
    std::array<std::uint64_t, VIOLATION_COUNT> m_violations{};
    std::array<std::uint64_t, LAG_BOUNDS.size() + 1> m_lags{}; ///< The last one is above all.
    double m_lagSum{0};
    std::array<std::uint64_t, 2> m_reloads{}; ///< Refused, done.
    bool m_isDraining{false};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_METRICS_H

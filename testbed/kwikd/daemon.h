#ifndef KWIK_TESTBED_KWIKD_DAEMON_H
#define KWIK_TESTBED_KWIKD_DAEMON_H

#include "testbed/kwikd/daemon-content.h"
#include "testbed/kwikd/daemon-log.h"
#include "testbed/kwikd/daemon-metrics.h"
#include "testbed/kwikd/load-config.h"
#include "testbed/kwikd/service-manager.h"
#include "testbed/kwikd/status-server.h"
#include "testbed/real-host.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>

namespace kwik::testbed
{

/**
 * A server as a process: serves until it is told to end.
 *
 *   serving --SIGTERM, SIGINT--> draining --nobody is left, drain_timeout, second signal--> ended
 *      '--SIGHUP--> the configuration is read again, and taken as a whole or not at all
 */
class Daemon final : private EventSink
{
  public:
    /// @p sources gave @p config. Throws std::runtime_error when something cannot be used.
    Daemon(ConfigSources sources, DaemonConfig config);

    /// Serves. @returns why it cannot; nothing when it has ended as asked
    std::optional<std::string> Run();

  private:
    void OnEvent(Instant now, const Event& event) override;
    std::optional<std::string> Open();
    void Announce();
    void AwaitSignal();
    void OnSignal(int signal);
    void Reload();
    void Apply(const DaemonConfig& config);
    void RefuseReload(const std::string& why);
    void Drain();
    void LookWhetherDrained();
    void End(std::string_view how);
    void KeepAlive();
    StatusAnswer StatusOf(const std::string& path);

    ConfigSources m_sources;
    DaemonConfig m_config;
    boost::asio::io_context m_loop{1};
    DaemonLog m_log;
    DaemonMetrics m_metrics;
    ServiceManager m_manager;
    DaemonContent m_content;
    std::unique_ptr<RealHost> m_host;
    std::unique_ptr<StatusServer> m_status;
    boost::asio::signal_set m_signals;
    boost::asio::steady_timer m_drainTimer;
    boost::asio::steady_timer m_aliveTimer;
    std::optional<std::chrono::steady_clock::time_point> m_drainEnd; ///< While it drains.
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_H

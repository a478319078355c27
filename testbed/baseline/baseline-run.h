#ifndef KWIK_TESTBED_BASELINE_BASELINE_RUN_H
#define KWIK_TESTBED_BASELINE_BASELINE_RUN_H

#include "experiment/run/host-plan.h"
#include "testbed/baseline/download-client.h"
#include "testbed/baseline/download-report.h"
#include "testbed/baseline/download-server.h"
#include "testbed/host/driver-link.h"
#include "testbed/host/host-options.h"
#include "testbed/host/loop-clock.h"

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>

namespace kwik::testbed
{

/**
 * One end of a scenario's download by what its `transport` names: the client, or the server at the
 * other end of the path or of all paths.
 *
 *   opening --a server may be asked--> ready --epoch--> running --stop--> over
 */
class BaselineRun final : private LoopObserver
{
  public:
    /// Both outlive the run. @pre the scenario has a transport
    BaselineRun(const HostOptions& options, const experiment::Scenario& scenario);

    /// Until the end. Throws std::runtime_error when it cannot go on.
    void Execute();
    /// Tells whoever reads the journal why the run ends now.
    void Fail(const std::string& why);

  private:
    const experiment::TransportSpec& Transport() const;
    bool IsClient() const;
    Address ServerAddress() const;
    /// Where the first subflow of MPTCP begins: on the client's link to the primary.
    std::optional<Address> FirstLink() const;
    std::string Content() const;

    void OpenServer();
    void OnControl(const std::string& line);
    void Begin(std::int64_t epoch);
    void PrepareClient();
    void SampleRegularly();

    void OnSent(ByteCount size) override;
    void OnTimerServed(std::chrono::steady_clock::time_point due) override;

    const HostOptions& m_options;
    experiment::HostPlan m_plan;
    experiment::Transfer m_download;
    boost::asio::io_context m_loop{1};
    DriverLink m_driver;
    std::unique_ptr<DownloadServer> m_server;
    std::optional<LoopClock> m_clock; ///< These are there from the beginning of the run on.
    std::optional<experiment::JournalWriter> m_journal;
    std::optional<DownloadReport> m_report; ///< And these on the client.
    std::unique_ptr<DownloadClient> m_client;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_BASELINE_RUN_H

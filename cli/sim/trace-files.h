#ifndef KWIK_CLI_SIM_TRACE_FILES_H
#define KWIK_CLI_SIM_TRACE_FILES_H

#include "cli/sim/pcap-recorder.h"
#include "cli/sim/simulated-hosts.h"
#include "cli/sim/trace-file.h"
#include "experiment/scenario/scenario.h"
#include "experiment/store/run-writer.h"
#include "protocol-core/quic/quic-trace.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kwik::sim
{

/**
 * The trace files that a scenario's `record` asks for, in one folder:
 * HOST.pcap for each client, HOST-N.sqlog for each QUIC connection of each host, keys.log for all.
 * Connections of a host after its R-th restart are in HOST.restartR-N.sqlog; no host has a dot in
 * its name.
 */
class TraceFiles final : public HostTraces
{
  public:
    /// Makes @p folder if anything is to be recorded.
    TraceFiles(const experiment::RecordSpec& record, const std::filesystem::path& folder);
    ~TraceFiles() override;

    QuicTraces TracesOf(const std::string& host) override;
    void OnRestart(const std::string& host) override;
    /// Starts the pcap files; once the hosts exist.
    void Capture(const experiment::Scenario& scenario, SimulatedHosts& hosts);
    /// Closes all files and enters them as artefacts of the run; once, after the run. Throws when
    /// a file is not complete.
    void WriteTo(experiment::RunWriter& writer);

  private:
    struct Closed
    {
        std::string kind; ///< "pcap", "qlog" or "keylog".
        std::filesystem::path path;
    };

    class HostQlog;
    class Keys;

    experiment::RecordSpec m_record;
    std::filesystem::path m_folder;
    std::unique_ptr<Keys> m_keys;
    std::map<std::string, std::unique_ptr<HostQlog>> m_qlogs;
    std::vector<PcapRecorder> m_pcaps;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_TRACE_FILES_H

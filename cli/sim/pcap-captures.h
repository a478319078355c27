#ifndef KWIK_CLI_SIM_PCAP_CAPTURES_H
#define KWIK_CLI_SIM_PCAP_CAPTURES_H

#include "cli/sim/pcap-recorder.h"
#include "cli/sim/simulated-hosts.h"
#include "experiment/scenario/scenario.h"
#include "experiment/store/run-record.h"

#include <filesystem>
#include <vector>

namespace kwik::sim
{

/// HOST.pcap for each client of a scenario whose `record` asks for it.
class PcapCaptures
{
  public:
    /// The folder exists.
    PcapCaptures(const experiment::Scenario& scenario,
                 const std::filesystem::path& folder,
                 SimulatedHosts& hosts);

    /// Once, after the run. Throws when a file is not complete.
    std::vector<experiment::ArtefactRow> Close();

  private:
    std::vector<PcapRecorder> m_pcaps;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_PCAP_CAPTURES_H

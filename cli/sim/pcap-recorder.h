#ifndef KWIK_CLI_SIM_PCAP_RECORDER_H
#define KWIK_CLI_SIM_PCAP_RECORDER_H

#include "helper/kwik-network.h"

#include <ns3/pcap-file-wrapper.h>
#include <ns3/ptr.h>

#include <filesystem>

namespace kwik::sim
{

/// Writes all packets of one host, whichever link they use, into one pcap file (nanoseconds, PPP).
class PcapRecorder
{
  public:
    explicit PcapRecorder(const std::filesystem::path& file);

    /// To be told of every packet; it may outlive the recorder, and is of no use then.
    ns3::kwiklab::PacketSniffer Sniffer() const;

    /// Once, after the run. Throws std::runtime_error unless every packet was written.
    void Close();
    const std::filesystem::path& Path() const;

  private:
    std::filesystem::path m_path;
    ns3::Ptr<ns3::PcapFileWrapper> m_file;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_PCAP_RECORDER_H

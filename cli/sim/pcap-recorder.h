#ifndef KWIK_CLI_SIM_PCAP_RECORDER_H
#define KWIK_CLI_SIM_PCAP_RECORDER_H

#include <ns3/pcap-file-wrapper.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/ptr.h>

#include <filesystem>
#include <vector>

namespace kwik::sim
{

/// Writes all packets of one host, whichever link they use, into one pcap file (nanoseconds, PPP).
class PcapRecorder
{
  public:
    PcapRecorder(const std::filesystem::path& file,
                 const std::vector<ns3::Ptr<ns3::PointToPointNetDevice>>& devices);

    /// Once, after the run. Throws std::runtime_error unless every packet was written.
    void Close();
    const std::filesystem::path& Path() const;

  private:
    std::filesystem::path m_path;
    ns3::Ptr<ns3::PcapFileWrapper> m_file;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_PCAP_RECORDER_H

#include "cli/sim/pcap-captures.h"

#include "experiment/run/trace-files.h"

namespace kwik::sim
{

PcapCaptures::PcapCaptures(const experiment::Scenario& scenario,
                           const std::filesystem::path& folder,
                           SimulatedHosts& hosts)
{
    for (const experiment::HostSpec& host : scenario.hosts)
    {
        if (scenario.record.pcap && host.role == experiment::HostRole::Client)
        {
            PcapRecorder& pcap = m_pcaps.emplace_back(folder / (host.name + ".pcap"));
            hosts.Network().Sniff(host.name, pcap.Sniffer());
        }
    }
}

std::vector<experiment::ArtefactRow>
PcapCaptures::Close()
{
    std::vector<experiment::ArtefactRow> files;
    for (PcapRecorder& pcap : m_pcaps)
    {
        pcap.Close();
        files.push_back(experiment::ArtefactOf("pcap", pcap.Path()));
    }
    return files;
}

} // namespace kwik::sim

#include "cli/sim/pcap-recorder.h"

#include <ns3/boolean.h>
#include <ns3/simulator.h>

#include <stdexcept>

namespace kwik::sim
{

namespace
{

constexpr std::uint32_t LINKTYPE_PPP = 9;
constexpr std::uint32_t WHOLE_PACKETS = 65535;

} // namespace

PcapRecorder::PcapRecorder(const std::filesystem::path& file)
    : m_path(file),
      m_file(ns3::CreateObject<ns3::PcapFileWrapper>())
{
    m_file->SetAttribute("NanosecMode", ns3::BooleanValue(true));
    m_file->Open(file.string(), std::ios::out | std::ios::binary);
    m_file->Init(LINKTYPE_PPP, WHOLE_PACKETS);
    if (m_file->Fail())
    {
        throw std::runtime_error(file.string() + ": cannot be written");
    }
}

ns3::kwiklab::PacketSniffer
PcapRecorder::Sniffer() const
{
    return [out = m_file](ns3::Ptr<const ns3::Packet> packet) {
        out->Write(ns3::Simulator::Now(), packet);
    };
}

void
PcapRecorder::Close()
{
    m_file->Close();
    if (m_file->Fail())
    {
        throw std::runtime_error(m_path.string() + ": cannot be written");
    }
}

const std::filesystem::path&
PcapRecorder::Path() const
{
    return m_path;
}

} // namespace kwik::sim

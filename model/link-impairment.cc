#include "model/link-impairment.h"

#include <ns3/packet.h>
#include <ns3/uinteger.h>

namespace ns3::kwiklab
{

NS_OBJECT_ENSURE_REGISTERED(LinkImpairment);

namespace
{

constexpr std::uint32_t MILLION = 1'000'000;

} // namespace

TypeId
LinkImpairment::GetTypeId()
{
    static TypeId tid = TypeId("ns3::kwiklab::LinkImpairment")
                            .SetParent<ErrorModel>()
                            .SetGroupName("Kwik")
                            .AddConstructor<LinkImpairment>()
                            .AddAttribute("LossPpm",
                                          "Packets lost of a million, each independently.",
                                          UintegerValue(0),
                                          MakeUintegerAccessor(&LinkImpairment::m_lossPpm),
                                          MakeUintegerChecker<std::uint32_t>(0, MILLION));
    return tid;
}

LinkImpairment::LinkImpairment()
    : m_draw(CreateObject<UniformRandomVariable>())
{
}

void
LinkImpairment::SetLossPpm(std::uint32_t partsPerMillion)
{
    m_lossPpm = partsPerMillion;
}

void
LinkImpairment::SetUp()
{
    m_isUp = true;
}

void
LinkImpairment::SetDown()
{
    m_isUp = false;
}

int64_t
LinkImpairment::AssignStreams(int64_t stream)
{
    m_draw->SetStream(stream);
    return 1;
}

bool
LinkImpairment::DoCorrupt(Ptr<Packet>)
{
    return !m_isUp || (m_lossPpm > 0 && m_draw->GetInteger(0, MILLION - 1) < m_lossPpm);
}

void
LinkImpairment::DoReset()
{
}

} // namespace ns3::kwiklab

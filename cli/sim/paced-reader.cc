#include "cli/sim/paced-reader.h"

#include "model/ns3-time.h"

#include <ns3/simulator.h>

#include <algorithm>

namespace kwik::sim
{

PacedReader::PacedReader(ns3::Ptr<ns3::kwiklab::KwikApplication> application,
                         SessionStream stream,
                         BitRate rate)
    : m_application(std::move(application)),
      m_stream(stream),
      m_rate(rate),
      m_since(ns3::kwiklab::SimulatedNow())
{
    Read();
}

PacedReader::~PacedReader()
{
    m_next.Cancel();
}

void
PacedReader::SetRate(BitRate rate)
{
    m_before = Due();
    m_since = ns3::kwiklab::SimulatedNow();
    const Duration before = Interval();
    m_rate = rate;
    if (Interval() != before)
    {
        m_next.Cancel();
        Read();
    }
}

ByteCount
PacedReader::Due() const
{
    return m_before + BytesIn(m_rate, ns3::kwiklab::SimulatedNow() - m_since);
}

Duration
PacedReader::Interval() const
{
    return std::max(TICK, TransmissionTime(GULP, m_rate));
}

void
PacedReader::Read()
{
    m_application->ReadUpTo(m_stream, Due());
    m_next = ns3::Simulator::Schedule(ns3::kwiklab::ToTime(Interval()), [this] { Read(); });
}

} // namespace kwik::sim

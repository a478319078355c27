#include "experiment/run/paced-reader.h"

#include <algorithm>

namespace kwik::experiment
{

PacedReader::PacedReader(RunClock& clock, HostPort& host, const SessionStream& stream, BitRate rate)
    : m_clock(clock),
      m_host(host),
      m_stream(stream),
      m_rate(rate),
      m_since(clock.Now()),
      m_turn(std::make_shared<std::uint64_t>(0))
{
    Read();
}

void
PacedReader::SetRate(BitRate rate)
{
    m_before = Due();
    m_since = m_clock.Now();
    const Duration before = Interval();
    m_rate = rate;
    if (Interval() != before)
    {
        Read();
    }
}

ByteCount
PacedReader::Due() const
{
    return m_before + BytesIn(m_rate, m_clock.Now() - m_since);
}

Duration
PacedReader::Interval() const
{
    return std::max(TICK, TransmissionTime(GULP, m_rate));
}

void
PacedReader::Read()
{
    m_host.ReadUpTo(m_stream, Due());
    m_clock.After(Interval(), [this, turn = ++*m_turn, last = std::weak_ptr(m_turn)] {
        const auto mine = last.lock();
        if (mine && *mine == turn)
        {
            Read();
        }
    });
}

} // namespace kwik::experiment

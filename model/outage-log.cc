#include "model/outage-log.h"

#include <algorithm>

namespace ns3::kwiklab
{

void
OutageLog::SetUp(kwik::Instant now)
{
    if (!IsUp())
    {
        m_turns.push_back(now);
    }
}

void
OutageLog::SetDown(kwik::Instant now)
{
    if (IsUp())
    {
        m_turns.push_back(now);
    }
}

bool
OutageLog::IsUp() const
{
    return m_turns.size() % 2 == 0;
}

bool
OutageLog::WasUpAt(kwik::Instant when) const
{
    const auto later = std::upper_bound(m_turns.begin(), m_turns.end(), when);
    return (later - m_turns.begin()) % 2 == 0;
}

} // namespace ns3::kwiklab

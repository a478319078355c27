#include "model/ns3-timer.h"

#include "model/ns3-time.h"

#include <algorithm>

namespace ns3::kwiklab
{

Ns3Timer::Ns3Timer(HostProcess& process, Listener& listener)
    : m_process(process),
      m_listener(listener)
{
    m_process.AddTimer(*this);
}

Ns3Timer::~Ns3Timer()
{
    m_event.Cancel();
    m_process.Remove(*this);
}

void
Ns3Timer::Arm(kwik::Instant deadline)
{
    m_deadline = deadline;
    if (deadline == kwik::NEVER || (!m_event.IsExpired() && m_eventAt <= deadline))
    {
        return;
    }
    m_event.Cancel();
    Schedule();
}

void
Ns3Timer::OnResume()
{
    if (m_event.IsExpired() && m_deadline != kwik::NEVER)
    {
        Schedule();
    }
}

void
Ns3Timer::Schedule()
{
    const kwik::Instant now = SimulatedNow();
    m_eventAt = std::max(m_deadline, now);
    m_event = Simulator::Schedule(ToTime(m_eventAt - now), &Ns3Timer::Fire, this);
}

void
Ns3Timer::Fire()
{
    const kwik::Instant now = SimulatedNow();
    if (m_deadline == kwik::NEVER || m_process.IsSuspended())
    {
        return;
    }
    if (m_deadline > now)
    {
        Schedule();
        return;
    }
    m_deadline = kwik::NEVER;
    m_listener.OnTimer(now);
}

} // namespace ns3::kwiklab

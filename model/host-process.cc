#include "model/host-process.h"

#include <algorithm>

namespace ns3::kwiklab
{

bool
HostProcess::IsSuspended() const
{
    return m_isSuspended;
}

void
HostProcess::Suspend()
{
    m_isSuspended = true;
}

void
HostProcess::Resume()
{
    if (m_isSuspended)
    {
        m_isSuspended = false;
        Wake(m_sockets);
        Wake(m_timers);
    }
}

void
HostProcess::AddSocket(Sleeper& socket)
{
    m_sockets.push_back(&socket);
}

void
HostProcess::AddTimer(Sleeper& timer)
{
    m_timers.push_back(&timer);
}

void
HostProcess::Remove(Sleeper& sleeper)
{
    std::erase(m_sockets, &sleeper);
    std::erase(m_timers, &sleeper);
}

void
HostProcess::Wake(const std::vector<Sleeper*>& sleepers)
{
    const std::vector<Sleeper*> all = sleepers; // One that wakes may open or close others.
    for (Sleeper* sleeper : all)
    {
        if (std::find(sleepers.begin(), sleepers.end(), sleeper) != sleepers.end())
        {
            sleeper->OnResume();
        }
    }
}

} // namespace ns3::kwiklab

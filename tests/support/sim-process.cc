#include "tests/support/sim-process.h"

#include <utility>

namespace kwik::test
{

bool
SimProcess::IsSuspended() const
{
    return m_isSuspended;
}

void
SimProcess::Suspend()
{
    m_isSuspended = true;
}

void
SimProcess::Resume()
{
    m_isSuspended = false;
    m_bytes = 0;
    for (auto* waiting : {&m_datagrams, &m_timers})
    {
        for (const auto& what : std::exchange(*waiting, {}))
        {
            what();
        }
    }
}

void
SimProcess::End()
{
    *this = SimProcess();
}

void
SimProcess::KeepDatagram(std::size_t bytes, std::function<void()> deliver)
{
    if (m_bytes + bytes <= SOCKET_BYTES)
    {
        m_bytes += bytes;
        m_datagrams.push_back(std::move(deliver));
    }
}

void
SimProcess::KeepTimer(std::function<void()> fire)
{
    m_timers.push_back(std::move(fire));
}

} // namespace kwik::test

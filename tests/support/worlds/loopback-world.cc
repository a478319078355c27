#include "tests/support/worlds/loopback-world.h"

#include <unistd.h>

namespace kwik::test
{

namespace
{

/// A subnet of 127.0.0.0/8 for each process, so that tests run beside each other: 127.64.0.1 and
/// on.
std::uint32_t
FirstAddress()
{
    return 0x7f400001U | (static_cast<std::uint32_t>(getpid()) & 0x3fffU) << 8U;
}

} // namespace

LoopbackWorld::LoopbackWorld(const WorldPlan& plan)
{
    for (const WorldLink& link : plan.links)
    {
        AddHost(link.a);
        AddHost(link.b);
    }
}

void
LoopbackWorld::AddHost(const std::string& name)
{
    const auto index = static_cast<std::uint32_t>(m_hosts.size());
    const auto [entry, isNew] = m_hosts.try_emplace(name);
    if (isNew)
    {
        entry->second.address = Ipv4(FirstAddress() + index, 0);
        entry->second.environment =
            std::make_unique<testbed::AsioEnvironment>(m_loop, m_clock, entry->second.address);
    }
}

Environment&
LoopbackWorld::EnvironmentOf(const std::string& host)
{
    return *m_hosts.at(host).environment;
}

Address
LoopbackWorld::AddressOf(const std::string& host) const
{
    return m_hosts.at(host).address;
}

Instant
LoopbackWorld::Now() const
{
    return m_clock.Now();
}

void
LoopbackWorld::After(Duration after, std::function<void()> what)
{
    const auto timer = std::make_shared<boost::asio::steady_timer>(m_loop, after);
    timer->async_wait([timer, what = std::move(what)](const boost::system::error_code& error) {
        if (!error)
        {
            what();
        }
    });
}

bool
LoopbackWorld::RunUntil(const std::function<bool()>& isDone, Duration limit)
{
    const Instant end = m_clock.Now() + limit;
    m_loop.restart();
    while (!isDone() && m_clock.Now() < end)
    {
        m_loop.run_one_until(m_clock.ToSteady(end));
    }
    return isDone();
}

} // namespace kwik::test

#include "tests/support/worlds/loopback-world.h"

namespace kwik::test
{

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
        entry->second.address = Ipv4(0x7f2a0001 + index, 0); // 127.42.0.1 and on
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

#include "tests/support/worlds/sim-world-adapter.h"

namespace kwik::test
{

SimWorldAdapter::SimWorldAdapter(const WorldPlan& plan)
    : m_world(plan.seed)
{
    for (const WorldLink& link : plan.links)
    {
        AddHost(link.a);
        AddHost(link.b);
        LinkShape shape;
        shape.rate = link.rate;
        shape.delay = link.delay;
        shape.queue = WORLD_QUEUE;
        m_world.Connect(AddressOf(link.a), AddressOf(link.b), shape);
    }
}

void
SimWorldAdapter::AddHost(const std::string& name)
{
    const auto index = static_cast<std::uint32_t>(m_hosts.size());
    const auto [entry, isNew] = m_hosts.try_emplace(name);
    if (isNew)
    {
        entry->second.address = Ipv4(0xac100001 + index, 0); // As KwikTopology does.
        entry->second.environment =
            std::make_unique<SimEnvironment>(m_world, name, entry->second.address);
    }
}

Environment&
SimWorldAdapter::EnvironmentOf(const std::string& host)
{
    return *m_hosts.at(host).environment;
}

Address
SimWorldAdapter::AddressOf(const std::string& host) const
{
    return m_hosts.at(host).address;
}

Instant
SimWorldAdapter::Now() const
{
    return m_world.Now();
}

void
SimWorldAdapter::After(Duration after, std::function<void()> what)
{
    m_world.At(m_world.Now() + after, std::move(what));
}

bool
SimWorldAdapter::RunUntil(const std::function<bool()>& isDone, Duration limit)
{
    return m_world.RunUntil(m_world.Now() + limit, isDone);
}

} // namespace kwik::test

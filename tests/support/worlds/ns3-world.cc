#include "tests/support/worlds/ns3-world.h"

#include "helper/kwik-topology.h"
#include "model/ns3-time.h"

#include <ns3/simulator.h>

#include <algorithm>

namespace kwik::test
{

namespace
{

/// How often RunUntil looks whether it is done.
constexpr Duration CHECK_EVERY = std::chrono::microseconds(500);

} // namespace

Ns3World::Ns3World(const WorldPlan& plan)
    : Ns3World(plan, [](const Hosts& hosts, const Links& links) {
          return std::make_unique<ns3::kwiklab::KwikTopology>(hosts, links);
      })
{
}

Ns3World::Ns3World(const WorldPlan& plan, const NewNetwork& newNetwork)
{
    std::vector<std::string> hosts;
    std::vector<ns3::kwiklab::HostSpec> specs;
    std::vector<ns3::kwiklab::LinkSpec> links;
    for (const WorldLink& link : plan.links)
    {
        for (const std::string& host : {link.a, link.b})
        {
            if (std::find(hosts.begin(), hosts.end(), host) == hosts.end())
            {
                hosts.push_back(host);
                specs.push_back({host, ns3::kwiklab::Forwarding::Off});
            }
        }
        links.push_back({link.a,
                         link.b,
                         link.rate,
                         {ns3::kwiklab::QueueLimit::Unit::Bytes, WORLD_QUEUE.value},
                         0,
                         1500,
                         {.delay = link.delay}});
    }
    m_network = newNetwork(specs, links);
    for (const std::string& host : hosts)
    {
        // The seed that SimEnvironment takes, so that both worlds draw the same.
        const std::uint64_t seed = Prng(plan.seed).Fork("links").Fork(host).Seed();
        m_hosts[host] = std::make_unique<ns3::kwiklab::Ns3Environment>(m_network->NodeOf(host),
                                                                       m_network->AddressOf(host),
                                                                       seed);
    }
}

Ns3World::~Ns3World()
{
    m_hosts.clear();
    m_network.reset();
    ns3::Simulator::Destroy();
}

Environment&
Ns3World::EnvironmentOf(const std::string& host)
{
    return *m_hosts.at(host);
}

Address
Ns3World::AddressOf(const std::string& host) const
{
    return Ipv4(m_network->AddressOf(host).Get(), 0);
}

Instant
Ns3World::Now() const
{
    return ns3::kwiklab::SimulatedNow();
}

void
Ns3World::After(Duration after, std::function<void()> what)
{
    ns3::Simulator::Schedule(ns3::kwiklab::ToTime(after), [what = std::move(what)] { what(); });
}

bool
Ns3World::RunUntil(const std::function<bool()>& isDone, Duration limit)
{
    m_wasDone = false;
    Check(isDone, ++m_run);
    ns3::Simulator::Stop(ns3::kwiklab::ToTime(limit));
    ns3::Simulator::Run();
    return m_wasDone || isDone();
}

void
Ns3World::Check(const std::function<bool()>& isDone, int run)
{
    if (run != m_run)
    {
        return;
    }
    if (isDone())
    {
        m_wasDone = true;
        ns3::Simulator::Stop();
        return;
    }
    After(CHECK_EVERY, [this, &isDone, run] { Check(isDone, run); });
}

} // namespace kwik::test

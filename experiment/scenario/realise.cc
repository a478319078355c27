#include "experiment/scenario/realise.h"

#include "experiment/scenario/exponential.h"
#include "experiment/scenario/routes.h"
#include "protocol-core/base/prng.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

namespace kwik::experiment
{

namespace
{

/// Which servers are near whom.
class Proximity
{
  public:
    explicit Proximity(const Scenario& scenario)
        : m_scenario(scenario),
          m_servers(ServerPlaces(scenario))
    {
        const RouteDelays routes(scenario);
        for (const std::size_t server : m_servers)
        {
            m_delays.push_back(routes.From(server));
        }
    }

    /// Those that a host can reach, nearest first and then in their order; not the host itself.
    std::vector<std::string> ServersBy(std::size_t host) const
    {
        std::vector<std::pair<Duration, std::size_t>> near;
        for (std::size_t i = 0; i < m_servers.size(); ++i)
        {
            const std::optional<Duration> delay = m_delays[i][host];
            if (m_servers[i] != host && delay)
            {
                near.emplace_back(*delay, m_servers[i]);
            }
        }
        std::sort(near.begin(), near.end());
        std::vector<std::string> names;
        for (const auto& [delay, server] : near)
        {
            names.push_back(m_scenario.hosts[server].name);
        }
        return names;
    }

  private:
    const Scenario& m_scenario;
    std::vector<std::size_t> m_servers;
    std::vector<std::vector<std::optional<Duration>>> m_delays; ///< By the server, then the host.
};

/// Draws downloads that arrive.
class Arrivals
{
  public:
    explicit Arrivals(const Scenario& scenario)
    {
        const Proximity proximity(scenario);
        for (std::size_t i = 0; i < scenario.hosts.size(); ++i)
        {
            const std::vector<std::string> servers = proximity.ServersBy(i);
            if (scenario.hosts[i].role == HostRole::Client && !servers.empty())
            {
                m_clients.push_back({scenario.hosts[i].name, servers});
            }
        }
    }

    void Draw(const ArrivalsSpec& spec, Prng random, std::vector<WorkloadSpec>& workload) const
    {
        const Duration end = spec.at + spec.lasting;
        Duration at = spec.at + ExponentialTime(random, spec.every);
        for (; at < end && !m_clients.empty(); at += ExponentialTime(random, spec.every))
        {
            const Client& client = m_clients[random.Below(m_clients.size())];
            const std::size_t primary =
                spec.primary == PrimaryChoice::Any ? random.Below(client.servers.size()) : 0;
            workload.push_back({DownloadSpec{client.servers[primary],
                                             client.name,
                                             SizeFrom(spec.sizes, random),
                                             at,
                                             spec.pace},
                                {},
                                {}});
        }
    }

  private:
    struct Client
    {
        std::string name;
        std::vector<std::string> servers; ///< Nearest first.
    };

    static ByteCount SizeFrom(const std::vector<SizeShare>& sizes, Prng& random)
    {
        const std::uint64_t all = std::accumulate(
            sizes.begin(),
            sizes.end(),
            std::uint64_t{0},
            [](std::uint64_t sum, const SizeShare& share) { return sum + share.weight; });
        std::uint64_t drawn = random.Below(all);
        for (const SizeShare& share : sizes)
        {
            if (drawn < share.weight)
            {
                return share.size;
            }
            drawn -= share.weight;
        }
        return sizes.back().size;
    }

    std::vector<Client> m_clients;
};

/// Draws what fails.
class Churn
{
  public:
    Churn(Scenario& scenario, Prng random)
        : m_scenario(scenario),
          m_random(random)
    {
        for (const TimelineEntry& entry : scenario.timeline)
        {
            m_namedHosts.insert(entry.crash.value_or(""));
            m_namedHosts.insert(entry.suspend.value_or(""));
            if (entry.link)
            {
                m_namedLinks.insert(std::set(entry.link->begin(), entry.link->end()));
            }
        }
    }

    void Draw(const ChurnSpec& spec)
    {
        if (spec.of == ChurnTarget::Servers)
        {
            DrawCrashes(spec);
        }
        else
        {
            DrawOutages(spec);
        }
    }

  private:
    void DrawCrashes(const ChurnSpec& spec)
    {
        for (const std::size_t place : ServerPlaces(m_scenario))
        {
            const std::string& server = m_scenario.hosts[place].name;
            if (m_namedHosts.contains(server))
            {
                continue;
            }
            ForEachFailure(spec, server, [&](Duration from, Duration to) {
                TimelineEntry crash{.at = from};
                crash.crash = server;
                m_scenario.timeline.push_back(crash);
                if (to < m_scenario.duration)
                {
                    TimelineEntry restart{.at = to};
                    restart.restart = server;
                    m_scenario.timeline.push_back(restart);
                }
            });
        }
    }

    void DrawOutages(const ChurnSpec& spec)
    {
        for (const LinkSpec& link : m_scenario.links)
        {
            const bool isNamed =
                m_namedLinks.contains(std::set(link.between.begin(), link.between.end()));
            if (isNamed || !IsBetweenRouters(m_scenario, link.between))
            {
                continue;
            }
            ForEachFailure(spec,
                           link.between[0] + " " + link.between[1],
                           [&](Duration from, Duration to) {
                               TimelineEntry outage{.at = from};
                               outage.lasting = to - from;
                               outage.link = link.between;
                               outage.state = LinkState::Down;
                               m_scenario.timeline.push_back(outage);
                           });
        }
    }

    /// Each thing has random times of its own, whatever else there is.
    template <typename FUNCTION>
    void ForEachFailure(const ChurnSpec& spec, const std::string& what, FUNCTION&& fail) const
    {
        Prng random = m_random.Fork(what);
        Duration from = ExponentialTime(random, spec.up);
        while (from < m_scenario.duration)
        {
            const Duration to = from + ExponentialTime(random, spec.down) + Duration(1);
            fail(from, to);
            from = to + ExponentialTime(random, spec.up) + Duration(1);
        }
    }

    Scenario& m_scenario;
    Prng m_random;
    std::set<std::string> m_namedHosts;
    std::set<std::set<std::string>> m_namedLinks;
};

/// Those that are neither there yet nor the server itself.
void
AddOthers(const std::vector<std::string>& servers,
          const std::string& self,
          std::vector<std::string>& known)
{
    std::copy_if(servers.begin(),
                 servers.end(),
                 std::back_inserter(known),
                 [&](const std::string& server) {
                     return server != self &&
                            std::find(known.begin(), known.end(), server) == known.end();
                 });
}

/// A server takes only sessions of those that it knows, so it knows who knows it.
Directories
MutualOf(const Directories& directories)
{
    Directories mutual = directories;
    for (const auto& [self, known] : directories)
    {
        for (const std::string& other : known)
        {
            AddOthers({self}, other, mutual[other]);
        }
    }
    return mutual;
}

} // namespace

Scenario
Realise(const Scenario& scenario, std::uint64_t seed)
{
    Scenario realised = scenario;
    const Prng random(seed);
    std::optional<Arrivals> arrivals;
    realised.workload.clear();
    std::vector<std::size_t> places; // Of the workloads of the file.
    for (std::size_t i = 0; i < scenario.workload.size(); ++i)
    {
        places.push_back(realised.workload.size());
        const WorkloadSpec& work = scenario.workload[i];
        if (!work.arrivals)
        {
            realised.workload.push_back(work);
            continue;
        }
        if (!arrivals)
        {
            arrivals.emplace(scenario);
        }
        arrivals->Draw(*work.arrivals,
                       random.Fork("arrivals " + std::to_string(i)),
                       realised.workload);
    }
    for (TimelineEntry& entry : realised.timeline)
    {
        if (entry.pace)
        {
            entry.pace->workload = static_cast<std::uint32_t>(places[entry.pace->workload]);
        }
    }
    for (std::size_t i = 0; i < scenario.churn.size(); ++i)
    {
        Churn(realised, random.Fork("churn " + std::to_string(i))).Draw(scenario.churn[i]);
    }
    return realised;
}

Directories
DirectoriesOf(const Scenario& scenario)
{
    const bool isAnyNear =
        std::any_of(scenario.discovery.begin(), scenario.discovery.end(), [](const auto& source) {
            return source.nearest.has_value();
        });
    const auto proximity = isAnyNear ? std::make_optional<Proximity>(scenario) : std::nullopt;
    Directories directories;
    for (const std::size_t place : ServerPlaces(scenario))
    {
        const std::string& self = scenario.hosts[place].name;
        std::vector<std::string>& known = directories[self];
        for (const DiscoverySpec& source : scenario.discovery)
        {
            std::vector<std::string> servers =
                source.nearest ? proximity->ServersBy(place)
                               : source.staticServers.value_or(std::vector<std::string>{});
            servers.resize(
                std::min<std::size_t>(servers.size(), source.nearest.value_or(servers.size())));
            AddOthers(servers, self, known);
        }
    }
    return isAnyNear ? MutualOf(directories) : directories;
}

} // namespace kwik::experiment

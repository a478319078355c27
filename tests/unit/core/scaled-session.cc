#include "tests/unit/core/scaled-session.h"

#include <algorithm>

namespace kwik::test
{

namespace
{

constexpr SessionHandle SESSION{1};
constexpr Duration ROUND_TRIP = std::chrono::milliseconds(20);
constexpr Duration SLOT = BandwidthMonitor::SLOT;

} // namespace

Address
ScaledServer(std::uint32_t number)
{
    return Ipv4(number, 1);
}

ScaledSession::ScaledSession(const ScalingConfig& config, const std::vector<BitRate>& capacities)
    : m_manager(SESSION, config)
{
    std::uint32_t number = 1;
    for (const BitRate capacity : capacities)
    {
        m_servers[ScaledServer(number++)] = {capacity, true};
    }
    m_paths[ScaledServer(1)] = {m_now, true, {}};
    m_manager.OnStart(m_now);
}

void
ScaledSession::Live(Duration span, BitRate demand)
{
    for (const Instant end = m_now + span; m_now < end;)
    {
        m_now += SLOT;
        Carry(demand);
        Connect();
        m_manager.OnTimeout(m_now);
        Obey();
    }
}

void
ScaledSession::Carry(BitRate demand)
{
    m_asked += BytesIn(demand, SLOT);
    m_queued += BytesIn(demand, SLOT);
    ByteCount room = m_bottleneck ? BytesIn(*m_bottleneck, SLOT) : ByteCount{UINT64_MAX};
    const auto working = static_cast<std::uint64_t>(
        std::count_if(m_paths.begin(), m_paths.end(), [](const auto& one) {
            return one.second.works;
        }));
    for (auto& [server, path] : m_paths)
    {
        if (!path.works)
        {
            continue;
        }
        ByteCount most = BytesIn(m_servers.at(server).capacity, SLOT);
        most = m_bottleneck ? std::min(most, ByteCount{room.value / working}) : most;
        const ByteCount brought = std::min(most, m_queued);
        path.received += brought;
        m_queued -= brought;
        m_full[server] = brought == most;
    }
}

void
ScaledSession::Connect()
{
    const std::map<Address, Path> paths = m_paths;
    for (const auto& [server, path] : paths)
    {
        if (path.works || m_now < path.worksAt)
        {
            continue;
        }
        if (m_servers.at(server).isReachable)
        {
            m_paths.at(server).works = true;
            m_manager.OnUp(m_now, server);
        }
        else
        {
            m_paths.erase(server);
            m_manager.OnGone(m_now, server);
        }
    }
}

void
ScaledSession::Obey()
{
    while (const auto action = m_manager.PollAction())
    {
        if (std::holds_alternative<ScalingManager::TakeReading>(*action))
        {
            m_manager.OnReading(m_now, Reading(true));
        }
        else if (const auto* add = std::get_if<ScalingManager::AddPath>(&*action))
        {
            m_paths[add->server] = {m_now + HANDSHAKE, false, {}};
        }
        else if (const auto* remove = std::get_if<ScalingManager::RemovePath>(&*action))
        {
            m_paths.erase(remove->server);
            m_manager.OnGone(m_now, remove->server);
        }
        else if (const auto* event = std::get_if<Event>(&*action))
        {
            if (const auto* started = std::get_if<ScalingStarted>(event))
            {
                m_decisions.push_back({m_now, *started});
            }
            else
            {
                m_outcomes.push_back(std::get<ScalingFinished>(*event));
            }
        }
    }
}

ScalingReading
ScaledSession::Reading(bool isTick)
{
    ScalingReading reading;
    reading.demand = {m_asked, m_queued};
    reading.left = ByteCount{1'000'000'000};
    reading.roundTrip = ROUND_TRIP;
    reading.minPaths = m_least;
    reading.maxPaths = m_most;
    for (const auto& [address, server] : m_servers)
    {
        ServerChoice choice;
        choice.server = address;
        choice.isPrimary = address == ScaledServer(1);
        const auto path = m_paths.find(address);
        choice.hasPath = path != m_paths.end();
        choice.isCarrying = choice.hasPath && path->second.works;
        if (choice.isCarrying && isTick)
        {
            const ByteCount owed = BytesIn(server.capacity, ROUND_TRIP * 3);
            reading.paths.push_back(
                {address, path->second.received, m_full[address] ? owed : ByteCount{}, ROUND_TRIP});
        }
        reading.servers.push_back(choice);
    }
    return reading;
}

void
ScaledSession::SetCapacity(std::uint32_t server, BitRate capacity)
{
    m_servers.at(ScaledServer(server)).capacity = capacity;
}

void
ScaledSession::SetBottleneck(BitRate capacity)
{
    m_bottleneck = capacity;
}

void
ScaledSession::SetReachable(std::uint32_t server, bool isReachable)
{
    m_servers.at(ScaledServer(server)).isReachable = isReachable;
}

void
ScaledSession::Lose(std::uint32_t server)
{
    m_paths.erase(ScaledServer(server));
    m_servers.at(ScaledServer(server)).isReachable = false;
    m_manager.OnLost(m_now, ScaledServer(server));
    m_manager.OnGone(m_now, ScaledServer(server));
    Obey();
}

void
ScaledSession::Command(std::uint32_t paths)
{
    m_manager.OnManual(m_now, paths, Reading(false));
    Obey();
}

void
ScaledSession::Complain()
{
    m_manager.OnPoorQuality(m_now);
}

void
ScaledSession::Limit(std::uint32_t least, std::uint32_t most)
{
    m_least = least;
    m_most = most;
}

std::size_t
ScaledSession::Paths() const
{
    return m_paths.size();
}

Instant
ScaledSession::Now() const
{
    return m_now;
}

const std::vector<ScaledSession::Decision>&
ScaledSession::Decisions() const
{
    return m_decisions;
}

const std::vector<ScalingFinished>&
ScaledSession::Outcomes() const
{
    return m_outcomes;
}

std::vector<ScalingTrigger>
ScaledSession::Triggers() const
{
    std::vector<ScalingTrigger> triggers;
    for (const Decision& decision : m_decisions)
    {
        triggers.push_back(decision.what.trigger);
    }
    return triggers;
}

} // namespace kwik::test

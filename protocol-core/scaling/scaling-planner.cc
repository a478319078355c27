#include "protocol-core/scaling/scaling-planner.h"

#include <algorithm>
#include <tuple>

namespace kwik
{

namespace
{

WideNumber
Percents(BitRate rate, std::uint64_t percent)
{
    return static_cast<WideNumber>(rate.bitsPerSecond) * percent;
}

BitRate
LessOrZero(BitRate a, BitRate b)
{
    return {a > b ? a.bitsPerSecond - b.bitsPerSecond : 0};
}

} // namespace

std::uint32_t
ScalingSituation::OpenPaths() const
{
    return static_cast<std::uint32_t>(
        std::count_if(servers.begin(), servers.end(), [](const auto& one) { return one.hasPath; }));
}

std::uint32_t
ScalingSituation::CarryingPaths() const
{
    return static_cast<std::uint32_t>(
        std::count_if(servers.begin(), servers.end(), [](const auto& one) {
            return one.isCarrying;
        }));
}

ScalingPlanner::ScalingPlanner(const ScalingConfig& config)
    : m_config(config),
      m_costs(config)
{
}

bool
ScalingPlanner::IsAbove(BitRate demand, BitRate capacity) const
{
    return Percents(demand, 100) >= Percents(capacity, m_config.upPercent);
}

bool
ScalingPlanner::IsBelow(BitRate demand, BitRate capacity) const
{
    return Percents(demand, 100) < Percents(capacity, m_config.downPercent);
}

std::vector<Address>
ScalingPlanner::Additions(const ScalingSituation& situation, BitRate wanted) const
{
    const std::uint64_t middle = (m_config.upPercent + m_config.downPercent) / 2;
    const BitRate goal{static_cast<std::uint64_t>(Percents(wanted, 100) / middle)};
    BitRate capacity = situation.capacity;
    std::uint32_t open = situation.OpenPaths();
    std::vector<Address> added;
    for (const ServerChoice& server : Addable(situation))
    {
        const bool isEnough =
            !added.empty() && (!m_config.isAggressive || !IsAbove(wanted, capacity));
        if (isEnough || open >= situation.maxPaths)
        {
            break;
        }
        const BitRate gain = std::min(server.capacity, LessOrZero(goal, capacity));
        if (!CostModel::IsWorthIt(gain, situation.neededFor, situation.roundTrip))
        {
            continue;
        }
        added.push_back(server.server);
        capacity.bitsPerSecond += server.capacity.bitsPerSecond;
        ++open;
    }
    return added;
}

std::vector<Address>
ScalingPlanner::AdditionsTo(const ScalingSituation& situation, std::uint32_t paths) const
{
    const std::uint32_t most = std::min(paths, situation.maxPaths);
    std::uint32_t open = situation.OpenPaths();
    std::vector<Address> added;
    for (const ServerChoice& server : Addable(situation))
    {
        if (open < most)
        {
            added.push_back(server.server);
            ++open;
        }
    }
    return added;
}

std::optional<Address>
ScalingPlanner::Removal(const ScalingSituation& situation, BitRate wanted) const
{
    for (const ServerChoice& server : Removable(situation))
    {
        if (IsEnoughWithout(situation, server, wanted))
        {
            return server.server;
        }
    }
    return std::nullopt;
}

std::optional<Address>
ScalingPlanner::Saving(const ScalingSituation& situation, BitRate wanted) const
{
    for (const ServerChoice& server : Removable(situation))
    {
        if (m_costs.PriceOf(server.server) > 0 && IsEnoughWithout(situation, server, wanted))
        {
            return server.server;
        }
    }
    return std::nullopt;
}

std::vector<Address>
ScalingPlanner::RemovalsTo(const ScalingSituation& situation, std::uint32_t paths) const
{
    const std::uint32_t least = std::max(paths, situation.minPaths);
    std::uint32_t carrying = situation.CarryingPaths();
    std::vector<Address> removed;
    for (const ServerChoice& server : Removable(situation))
    {
        if (carrying > least)
        {
            removed.push_back(server.server);
            --carrying;
        }
    }
    return removed;
}

std::vector<ServerChoice>
ScalingPlanner::Addable(const ScalingSituation& situation) const
{
    const auto isBetter = [this](const ServerChoice& a, const ServerChoice& b) {
        const auto priceA = m_costs.PriceOf(a.server);
        const auto priceB = m_costs.PriceOf(b.server);
        return priceA != priceB ? priceA < priceB : a.capacity > b.capacity;
    };
    // Among equals in the order in which they were recommended.
    std::vector<ServerChoice> servers;
    for (const ServerChoice& server : situation.servers)
    {
        if (!server.hasPath && server.isAvailable)
        {
            servers.insert(std::upper_bound(servers.begin(), servers.end(), server, isBetter),
                           server);
        }
    }
    return servers;
}

std::vector<ServerChoice>
ScalingPlanner::Removable(const ScalingSituation& situation) const
{
    std::vector<ServerChoice> servers = situation.servers;
    std::erase_if(servers, [](const auto& one) { return !one.isCarrying || one.isPrimary; });
    if (situation.CarryingPaths() <= situation.minPaths)
    {
        servers.clear();
    }
    std::sort(servers.begin(), servers.end(), [this](const auto& a, const auto& b) {
        const auto priceA = m_costs.PriceOf(a.server);
        const auto priceB = m_costs.PriceOf(b.server);
        return std::tie(priceB, a.capacity, b.roundTrip, b.server) <
               std::tie(priceA, b.capacity, a.roundTrip, a.server);
    });
    return servers;
}

bool
ScalingPlanner::IsEnoughWithout(const ScalingSituation& situation,
                                const ServerChoice& server,
                                BitRate wanted) const
{
    return !IsAbove(wanted, LessOrZero(situation.capacity, server.capacity));
}

} // namespace kwik

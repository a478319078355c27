#include "cli/lab/lab-plan.h"

#include "experiment/addressing/host-address.h"
#include "experiment/scenario/topology.h"

#include <algorithm>

namespace kwik::lab
{

namespace
{

using experiment::HostRole;
using experiment::LinkProperty;
using experiment::Scenario;

testbed::DirectionShape
ShapeOf(const experiment::LinkSpec& link)
{
    testbed::DirectionShape shape;
    shape.rate = link.rate;
    shape.queue = experiment::QueueBytes(link);
    shape.delay = link.delay;
    shape.jitter = link.jitter;
    shape.lossPpm = link.loss.millionths;
    shape.corruptionPpm = link.corruption.millionths;
    shape.duplicationPpm = link.duplication.millionths;
    shape.reorderingPpm = link.reordering.millionths;
    shape.heldBack = link.heldBack;
    return shape;
}

std::size_t
PlaceOf(const Scenario& scenario, const std::string& host)
{
    return static_cast<std::size_t>(experiment::FindHost(scenario, host) - scenario.hosts.data());
}

/// MPTCP has one peer, which is at the other end of the links of all servers.
void
JoinServers(testbed::LabSpec& spec, const Scenario& scenario)
{
    const std::size_t peer = PlaceOf(scenario, experiment::PeerOf(scenario));
    for (testbed::LabLink& link : spec.links)
    {
        for (std::size_t* end : {&link.from, &link.to})
        {
            *end = scenario.hosts[*end].role == HostRole::Server ? peer : *end;
        }
    }
}

} // namespace

testbed::LabSpec
LabSpecOf(const Scenario& scenario, std::uint64_t seed)
{
    testbed::LabSpec spec{{}, {}, seed};
    for (std::size_t i = 0; i < scenario.hosts.size(); ++i)
    {
        const experiment::HostSpec& host = scenario.hosts[i];
        spec.hosts.push_back({host.name,
                              Ipv4(experiment::HostIpv4(i), 0),
                              host.role == HostRole::Router,
                              host.role == HostRole::Client});
    }
    for (std::size_t i = 0; i < scenario.links.size(); ++i)
    {
        const experiment::LinkSpec& link = scenario.links[i];
        const testbed::DirectionShape shape = ShapeOf(link);
        spec.links.push_back(
            {PlaceOf(scenario, link.between[0]),
             PlaceOf(scenario, link.between[1]),
             link.mtu,
             {shape, shape},
             {Ipv4(experiment::LinkIpv4(i, 0), 0), Ipv4(experiment::LinkIpv4(i, 1), 0)}});
    }
    if (scenario.transport && scenario.transport->protocol == experiment::TransportProtocol::Mptcp)
    {
        JoinServers(spec, scenario);
    }
    return spec;
}

void
Apply(testbed::DirectionShape& shape, LinkProperty property, const experiment::PropertyValue& value)
{
    const auto* share = std::get_if<experiment::Share>(&value);
    const auto* span = std::get_if<Duration>(&value);
    switch (property)
    {
    case LinkProperty::Rate:
        shape.rate = std::get<BitRate>(value);
        return;
    case LinkProperty::State:
        shape.isUp = std::get<experiment::LinkState>(value) == experiment::LinkState::Up;
        return;
    case LinkProperty::Loss:
        shape.lossPpm = share->millionths;
        return;
    case LinkProperty::Corruption:
        shape.corruptionPpm = share->millionths;
        return;
    case LinkProperty::Duplication:
        shape.duplicationPpm = share->millionths;
        return;
    case LinkProperty::Reordering:
        shape.reorderingPpm = share->millionths;
        return;
    case LinkProperty::Delay:
        shape.delay = *span;
        return;
    case LinkProperty::Jitter:
        shape.jitter = *span;
        return;
    case LinkProperty::HeldBack:
        shape.heldBack = *span;
        return;
    }
}

} // namespace kwik::lab

#include "cli/sim/timeline-player.h"

#include "experiment/run/timeline-telling.h"
#include "model/ns3-time.h"

#include <ns3/simulator.h>

#include <utility>

namespace kwik::sim
{

namespace
{

using experiment::LinkProperty;
using experiment::LinkState;
using experiment::PropertyValue;

} // namespace

TimelinePlayer::TimelinePlayer(const experiment::HostPlan& plan,
                               SimulatedHosts& hosts,
                               experiment::HostTraces& traces,
                               experiment::RunObserver& observer,
                               TimelineHooks hooks)
    : m_plan(plan),
      m_hosts(hosts),
      m_traces(traces),
      m_observer(observer),
      m_hooks(std::move(hooks)),
      m_actions(experiment::TimelineActions(plan.Of()))
{
    for (const experiment::TimelineAction& action : m_actions)
    {
        ns3::Simulator::Schedule(ns3::kwiklab::ToTime(action.at),
                                 [this, &action] { Play(action); });
    }
}

void
TimelinePlayer::Play(const experiment::TimelineAction& action)
{
    m_hooks.beforeStep();
    m_observer.OnTimelineStep(ns3::kwiklab::SimulatedNow(), experiment::StepOf(action));
    std::visit([this](const auto& what) { Do(what); }, action.what);
}

void
TimelinePlayer::Do(const experiment::CrashHost& crash)
{
    m_hosts.Network().SetHostDown(crash.host);
    if (const auto& application = m_hosts.Find(crash.host).application)
    {
        application->Crash();
    }
}

void
TimelinePlayer::Do(const experiment::RestartHost& restart)
{
    m_traces.OnRestart(restart.host);
    m_hosts.Network().SetHostUp(restart.host);
    if (const auto& application = m_hosts.Find(restart.host).application)
    {
        application->Restart();
    }
}

void
TimelinePlayer::Do(const experiment::SuspendHost& suspend)
{
    m_hosts.Find(suspend.host).application->Suspend();
}

void
TimelinePlayer::Do(const experiment::ResumeHost& resume)
{
    m_hosts.Find(resume.host).application->Resume();
}

void
TimelinePlayer::Do(const experiment::RebindHost& rebind)
{
    m_hosts.Find(rebind.host).application->Rebind();
}

void
TimelinePlayer::Do(const experiment::MigrateHost& migrate)
{
    const std::size_t link = m_plan.LinkIndex({migrate.host, migrate.via});
    const ns3::kwiklab::HostPlace place = m_hosts.Network().PlaceOf(migrate.host, link);
    m_hosts.Find(migrate.host).application->Move(place.address, place.device);
}

void
TimelinePlayer::Do(const experiment::PaceDownload& pace)
{
    m_hooks.setPace(pace);
}

void
TimelinePlayer::Do(const experiment::ChangeLink& change)
{
    const std::size_t link = m_plan.LinkIndex(change.link);
    for (const std::size_t sender : {0U, 1U})
    {
        if (const auto& value = change.values[sender])
        {
            Change({link, sender}, change.property, *value);
        }
    }
}

void
TimelinePlayer::Change(ns3::kwiklab::LinkDirection where,
                       LinkProperty property,
                       const PropertyValue& value)
{
    ns3::kwiklab::KwikNetwork& network = m_hosts.Network();
    ns3::kwiklab::ChannelShape& channel = network.ChannelOf(where);
    switch (property)
    {
    case LinkProperty::Loss:
        return network.SetLoss(where, std::get<experiment::Share>(value).millionths);
    case LinkProperty::Rate:
        return network.SetRate(where, std::get<BitRate>(value));
    case LinkProperty::Delay:
        channel.delay = std::get<Duration>(value);
        return;
    case LinkProperty::Jitter:
        channel.jitter = std::get<Duration>(value);
        return;
    case LinkProperty::Corruption:
        channel.corruptionPpm = std::get<experiment::Share>(value).millionths;
        return;
    case LinkProperty::Duplication:
        channel.duplicationPpm = std::get<experiment::Share>(value).millionths;
        return;
    case LinkProperty::Reordering:
        channel.reorderingPpm = std::get<experiment::Share>(value).millionths;
        return;
    case LinkProperty::HeldBack:
        channel.heldBack = std::get<Duration>(value);
        return;
    case LinkProperty::State:
        break;
    }
    const bool isUp = std::get<LinkState>(value) == LinkState::Up;
    return isUp ? network.SetUp(where) : network.SetDown(where);
}

} // namespace kwik::sim

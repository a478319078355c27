#include "cli/sim/timeline-player.h"

#include "model/ns3-time.h"

#include <ns3/simulator.h>

#include <algorithm>
#include <utility>

namespace kwik::sim
{

namespace
{

using experiment::StepKind;
using experiment::TimelineEntry;
using experiment::TimelineStep;

std::string
NameOf(const experiment::HostPair& link)
{
    return std::min(link[0], link[1]) + "-" + std::max(link[0], link[1]);
}

StepKind
KindOf(const TimelineEntry& entry)
{
    if (entry.crash || entry.restart)
    {
        return entry.crash ? StepKind::Crash : StepKind::Restart;
    }
    if (!entry.state)
    {
        return StepKind::LinkChange;
    }
    return *entry.state == experiment::LinkState::Down ? StepKind::LinkDown : StepKind::LinkUp;
}

std::string
DetailOf(const TimelineEntry& entry)
{
    if (entry.loss)
    {
        return "loss_ppm=" + std::to_string(entry.loss->millionths);
    }
    if (entry.rate)
    {
        return "rate_bps=" + std::to_string(entry.rate->bitsPerSecond);
    }
    return entry.delay ? "delay_ns=" + std::to_string(entry.delay->count()) : "";
}

void
At(Duration when, const std::function<void()>& what)
{
    ns3::Simulator::Schedule(ns3::kwiklab::ToTime(when), [what] { what(); });
}

} // namespace

TimelinePlayer::TimelinePlayer(const experiment::Scenario& scenario,
                               SimulatedHosts& hosts,
                               HostTraces& traces,
                               RunObserver& observer,
                               std::function<void()> beforeStep)
    : m_scenario(scenario),
      m_hosts(hosts),
      m_traces(traces),
      m_observer(observer),
      m_beforeStep(std::move(beforeStep))
{
    for (const TimelineEntry& entry : scenario.timeline)
    {
        ScheduleStep(entry);
    }
}

void
TimelinePlayer::ScheduleStep(const TimelineEntry& entry)
{
    At(entry.at, [this, &entry] { Apply(entry); });
    if (entry.lasting)
    {
        At(entry.at + *entry.lasting, [this, &entry] { Undo(entry); });
    }
}

void
TimelinePlayer::Apply(const TimelineEntry& entry)
{
    m_beforeStep();
    const Instant now = ns3::kwiklab::SimulatedNow();
    const std::string subject =
        entry.link ? NameOf(*entry.link) : (entry.crash ? *entry.crash : *entry.restart);
    m_observer.OnTimelineStep(now, {KindOf(entry), subject, DetailOf(entry)});
    if (entry.crash)
    {
        m_hosts.Topology().SetHostDown(*entry.crash);
        m_hosts.Find(*entry.crash).application->Crash();
    }
    else if (entry.restart)
    {
        m_traces.OnRestart(*entry.restart);
        m_hosts.Topology().SetHostUp(*entry.restart);
        m_hosts.Find(*entry.restart).application->Restart();
    }
    else
    {
        ApplyToLink(entry);
    }
}

void
TimelinePlayer::ApplyToLink(const TimelineEntry& entry)
{
    const std::size_t link = m_hosts.LinkIndex(*entry.link);
    ns3::kwiklab::KwikTopology& topology = m_hosts.Topology();
    if (entry.loss)
    {
        topology.SetLoss(link, entry.loss->millionths);
    }
    else if (entry.rate)
    {
        topology.SetRate(link, *entry.rate);
    }
    else if (entry.delay)
    {
        topology.SetDelay(link, *entry.delay);
    }
    else if (*entry.state == experiment::LinkState::Down)
    {
        topology.SetDown(link);
    }
    else
    {
        topology.SetUp(link);
    }
}

void
TimelinePlayer::Undo(const TimelineEntry& entry)
{
    const experiment::LinkSpec& original = m_scenario.links[m_hosts.LinkIndex(*entry.link)];
    TimelineEntry reverse = entry;
    reverse.lasting.reset();
    if (entry.loss)
    {
        reverse.loss = original.loss;
    }
    else if (entry.rate)
    {
        reverse.rate = original.rate;
    }
    else if (entry.delay)
    {
        reverse.delay = original.delay;
    }
    else
    {
        const bool wasDown = *entry.state == experiment::LinkState::Down;
        reverse.state = wasDown ? experiment::LinkState::Up : experiment::LinkState::Down;
    }
    Apply(reverse);
}

} // namespace kwik::sim

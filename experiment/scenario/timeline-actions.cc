#include "experiment/scenario/timeline-actions.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace kwik::experiment
{

namespace
{

/// Goes through the entries in the order of time and knows what holds on every link.
class Unrolling
{
  public:
    explicit Unrolling(const Scenario& scenario)
        : m_scenario(scenario)
    {
    }

    void Add(const TimelineEntry& entry)
    {
        AddHost<CrashHost>(entry.at, entry.crash);
        AddHost<RestartHost>(entry.at, entry.restart);
        AddHost<SuspendHost>(entry.at, entry.suspend);
        AddHost<ResumeHost>(entry.at, entry.resume);
        AddHost<RebindHost>(entry.at, entry.rebind);
        if (entry.migrate)
        {
            m_actions.push_back({entry.at, MigrateHost{entry.migrate->host, entry.migrate->via}});
        }
        if (entry.pace)
        {
            m_actions.push_back({entry.at, PaceDownload{entry.pace->workload, entry.pace->rate}});
        }
        if (entry.link)
        {
            AddChange(entry);
        }
    }

    std::vector<TimelineAction> Take()
    {
        // Returns come first; equal keys of a multimap keep the order in which they were added.
        std::multimap<Duration, TimelineAction> inOrder;
        for (const std::vector<TimelineAction>* actions : {&m_returns, &m_actions})
        {
            for (const TimelineAction& action : *actions)
            {
                inOrder.emplace(action.at, action);
            }
        }
        std::vector<TimelineAction> all;
        for (auto& [at, action] : inOrder)
        {
            if (at < m_scenario.duration)
            {
                all.push_back(std::move(action));
            }
        }
        return all;
    }

  private:
    template <typename ACTION>
    void AddHost(Duration at, const std::optional<std::string>& host)
    {
        if (host)
        {
            m_actions.push_back({at, ACTION{*host}});
        }
    }

    void AddChange(const TimelineEntry& entry)
    {
        const LinkSpec* link = FindLink(m_scenario, *entry.link);
        KWIK_ASSERT(link != nullptr);
        const PropertyChange change = ChangeOf(entry);
        ChangeLink before{link->between, change.property, {}};
        ChangeLink after = before;
        for (const std::size_t sender : {0U, 1U})
        {
            if (entry.from.value_or(link->between[sender]) == link->between[sender])
            {
                before.values[sender] = Current(*link, sender, change.property);
                after.values[sender] = change.value;
            }
        }
        if (entry.lasting)
        {
            AddPhases(entry, before, after);
            return;
        }
        AddRamp(entry, before, after);
        for (const std::size_t sender : {0U, 1U})
        {
            if (after.values[sender])
            {
                Current(*link, sender, change.property) = change.value;
            }
        }
    }

    PropertyValue& Current(const LinkSpec& link, std::size_t sender, LinkProperty property)
    {
        const auto key = std::tuple(link.between, sender, property);
        return m_current.emplace(key, OriginalValue(link, property)).first->second;
    }

    void AddPhases(const TimelineEntry& entry, const ChangeLink& before, const ChangeLink& after)
    {
        const RepeatSpec repeat = entry.repeat.value_or(RepeatSpec{Duration{}, 1});
        for (std::uint32_t i = 0; i < repeat.times; ++i)
        {
            const Duration at = entry.at + i * repeat.every;
            m_actions.push_back({at, after});
            m_returns.push_back({at + *entry.lasting, before});
        }
    }

    void AddRamp(const TimelineEntry& entry, const ChangeLink& before, const ChangeLink& after)
    {
        const int steps = entry.over ? RAMP_STEPS : 1;
        for (int step = 1; step <= steps; ++step)
        {
            ChangeLink change = after;
            for (const std::size_t sender : {0U, 1U})
            {
                if (step < steps && after.values[sender])
                {
                    change.values[sender] =
                        Between(*before.values[sender], *after.values[sender], step, steps);
                }
            }
            const Duration passed = entry.over.value_or(Duration{}) * step / steps;
            m_actions.push_back({entry.at + passed, change});
        }
    }

    const Scenario& m_scenario;
    std::map<std::tuple<HostPair, std::size_t, LinkProperty>, PropertyValue> m_current;
    std::vector<TimelineAction> m_actions;
    std::vector<TimelineAction> m_returns;
};

} // namespace

std::vector<TimelineAction>
TimelineActions(const Scenario& scenario)
{
    std::multimap<Duration, const TimelineEntry*> inOrder;
    for (const TimelineEntry& entry : scenario.timeline)
    {
        inOrder.emplace(entry.at, &entry);
    }
    Unrolling unrolling(scenario);
    for (const auto& [at, entry] : inOrder)
    {
        unrolling.Add(*entry);
    }
    return unrolling.Take();
}

std::size_t
CountFaults(const Scenario& scenario)
{
    std::size_t faults = 0;
    for (const TimelineEntry& entry : scenario.timeline)
    {
        if (entry.crash || entry.suspend || entry.rebind || entry.migrate)
        {
            faults += 1;
        }
        if (entry.state == LinkState::Down)
        {
            faults += entry.repeat ? entry.repeat->times : 1;
        }
    }
    return faults;
}

} // namespace kwik::experiment

#include "experiment/scenario/timeline-actions.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <map>
#include <utility>

namespace kwik::experiment
{

namespace
{

using Property = std::variant<Share, BitRate, Duration, LinkState>;

Property
NewValue(const TimelineEntry& entry)
{
    if (entry.loss)
    {
        return *entry.loss;
    }
    if (entry.rate)
    {
        return *entry.rate;
    }
    if (entry.delay)
    {
        return *entry.delay;
    }
    KWIK_ASSERT(entry.state);
    return *entry.state;
}

Property
OriginalValue(const LinkSpec& link, std::size_t which)
{
    const std::array<Property, 4> values{link.loss, link.rate, link.delay, LinkState::Up};
    return values[which];
}

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
        if (entry.crash)
        {
            m_actions.push_back({entry.at, CrashHost{*entry.crash}});
        }
        if (entry.restart)
        {
            m_actions.push_back({entry.at, RestartHost{*entry.restart}});
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
            all.push_back(std::move(action));
        }
        return all;
    }

  private:
    void AddChange(const TimelineEntry& entry)
    {
        const LinkSpec* link = FindLink(m_scenario, *entry.link);
        KWIK_ASSERT(link != nullptr);
        const Property value = NewValue(entry);
        const auto key = std::pair(link->between, value.index());
        const auto current = m_current.emplace(key, OriginalValue(*link, value.index())).first;
        m_actions.push_back({entry.at, ChangeLink{link->between, value}});
        if (!entry.lasting)
        {
            current->second = value;
            return;
        }
        const Duration end = entry.at + *entry.lasting;
        if (end < m_scenario.duration)
        {
            m_returns.push_back({end, ChangeLink{link->between, current->second}});
        }
    }

    const Scenario& m_scenario;
    std::map<std::pair<HostPair, std::size_t>, Property> m_current;
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
    return static_cast<std::size_t>(std::count_if(
        scenario.timeline.begin(),
        scenario.timeline.end(),
        [](const TimelineEntry& entry) { return entry.crash || entry.state == LinkState::Down; }));
}

} // namespace kwik::experiment

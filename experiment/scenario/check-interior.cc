#include "experiment/scenario/check-context.h"
#include "experiment/scenario/link-property.h"

#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

namespace
{

constexpr const char* WHY = "with 'interior: cloud' the links between routers have only delays and "
                            "outages; remove it, or write 'interior: packets'";

/// What a link does to packets, by key.
std::vector<std::pair<std::string, bool>>
ImpairmentsOf(const LinkSpec& link)
{
    const auto happens = [](const Share& share) { return share != Share{}; };
    return {{"loss", happens(link.loss)},
            {"jitter", link.jitter != Duration{}},
            {"corruption", happens(link.corruption)},
            {"duplication", happens(link.duplication)},
            {"reordering", happens(link.reordering)}};
}

std::string
KeyOf(LinkProperty property)
{
    switch (property)
    {
    case LinkProperty::Loss:
        return "loss";
    case LinkProperty::Rate:
        return "rate";
    case LinkProperty::Delay:
        return "delay";
    case LinkProperty::Jitter:
        return "jitter";
    case LinkProperty::Corruption:
        return "corruption";
    case LinkProperty::Duplication:
        return "duplication";
    case LinkProperty::Reordering:
        return "reordering";
    case LinkProperty::HeldBack:
        return "held_back";
    case LinkProperty::State:
        break;
    }
    return "state";
}

void
CheckLinksOfCloud(const CheckContext& context)
{
    const Scenario& scenario = context.Read();
    for (std::size_t i = 0; i < scenario.links.size(); ++i)
    {
        if (!IsBetweenRouters(scenario, scenario.links[i].between))
        {
            continue;
        }
        for (const auto& [key, isThere] : ImpairmentsOf(scenario.links[i]))
        {
            const std::string path = PathOf("links", i) + "." + key;
            if (isThere && context.IsSound(path))
            {
                context.Refuse(path, WHY);
            }
        }
    }
}

void
CheckTimelineOfCloud(const CheckContext& context)
{
    const Scenario& scenario = context.Read();
    for (std::size_t i = 0; i < scenario.timeline.size(); ++i)
    {
        const TimelineEntry& entry = scenario.timeline[i];
        const std::string path = PathOf("timeline", i);
        if (!context.IsSound(path) || !entry.link || !IsBetweenRouters(scenario, *entry.link))
        {
            continue;
        }
        const LinkProperty property = ChangeOf(entry).property;
        if (property != LinkProperty::State && property != LinkProperty::Delay)
        {
            context.Refuse(path + "." + KeyOf(property), WHY);
        }
    }
}

} // namespace

void
CheckInterior(const CheckContext& context)
{
    if (context.Read().interior == Interior::Cloud)
    {
        CheckLinksOfCloud(context);
        CheckTimelineOfCloud(context);
    }
}

} // namespace kwik::experiment

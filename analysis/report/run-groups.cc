#include "analysis/report/run-groups.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <tuple>
#include <utility>

namespace kwik::analysis
{

namespace
{

using experiment::World;
using Json = nlohmann::ordered_json;

bool
IsWordLetter(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) != 0;
}

/// Whether @p word stands alone at @p place: 1 is no part of 10, 0.1 or v1.
bool
StandsAlone(const std::string& text, std::size_t place, const std::string& word)
{
    const std::size_t end = place + word.size();
    const bool isGluedBefore =
        place > 0 && (IsWordLetter(text[place - 1]) ||
                      (text[place - 1] == '.' && place > 1 && IsWordLetter(text[place - 2])));
    const bool isGluedAfter =
        end < text.size() &&
        (IsWordLetter(text[end]) ||
         (text[end] == '.' && end + 1 < text.size() && IsWordLetter(text[end + 1])));
    return !isGluedBefore && !isGluedAfter;
}

/// As placeholders were replaced in it: numbers as they are written, texts without quotes.
std::string
WrittenAs(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// @p title with the name of a parameter where its value stands.
std::string
WithName(const std::string& title, const std::string& name, const std::string& value)
{
    std::string result;
    std::size_t from = 0;
    for (std::size_t found = title.find(value); !value.empty() && found != std::string::npos;
         found = title.find(value, found + 1))
    {
        if (found >= from && StandsAlone(title, found, value))
        {
            result += title.substr(from, found - from) + "${" + name + "}";
            from = found + value.size();
        }
    }
    return result + title.substr(from);
}

/// The scheduler that `kwiklab rank` writes before the title, if this is such a run.
std::string
RankedScheduler(const ReportRun& run)
{
    const std::size_t colon = run.row.title.find(": ");
    if (!run.parameters.empty() || colon == std::string::npos)
    {
        return "";
    }
    const std::string name = run.row.title.substr(0, colon);
    const std::string key = "scheduler: " + name;
    const std::size_t found = run.scenarioText.find(key);
    const std::string_view behind = ",\n}";
    const bool isScheduler =
        found != std::string::npos && found + key.size() < run.scenarioText.size() &&
        behind.find(run.scenarioText[found + key.size()]) != std::string_view::npos;
    return isScheduler ? name : "";
}

struct Placement
{
    std::string title;
    std::vector<std::string> parameters;
    Json values = Json::array();
};

Placement
PlacementOf(const ReportRun& run)
{
    const std::string scheduler = RankedScheduler(run);
    if (!scheduler.empty())
    {
        return {run.row.title.substr(scheduler.size() + 2), {"scheduler"}, {scheduler}};
    }
    Placement placement{run.row.title, {}, Json::array()};
    for (const auto& [name, value] : run.parameters.items())
    {
        placement.title = WithName(placement.title, name, WrittenAs(value));
        placement.parameters.push_back(name);
        placement.values.push_back(value);
    }
    return placement;
}

/// Parameters of equal values are the same in a title: which of them stands there, nobody knows.
std::string
KeyOf(const Placement& placement)
{
    std::string key = placement.title;
    for (const std::string& name : placement.parameters)
    {
        const std::string mark = "${" + name + "}";
        for (std::size_t at = key.find(mark); at != std::string::npos; at = key.find(mark, at))
        {
            key.replace(at, mark.size(), "$");
        }
    }
    for (const std::string& name : placement.parameters)
    {
        key += "\n" + name;
    }
    return key;
}

} // namespace

bool
RunGroup::HasBothWorlds() const
{
    const auto has = [this](World world) {
        return std::any_of(points.begin(), points.end(), [world](const GroupPoint& point) {
            return point.world == world;
        });
    };
    return has(World::Simulation) && has(World::Testbed);
}

std::vector<std::size_t>
RunGroup::Runs() const
{
    std::vector<std::size_t> all;
    for (const GroupPoint& point : points)
    {
        all.insert(all.end(), point.runs.begin(), point.runs.end());
    }
    return all;
}

std::vector<RunGroup>
GroupRuns(const std::vector<ReportRun>& runs)
{
    std::vector<RunGroup> groups;
    std::map<std::string, std::size_t> places;
    std::map<std::tuple<std::size_t, World, std::string>, std::size_t> points;
    for (std::size_t i = 0; i < runs.size(); ++i)
    {
        const Placement placement = PlacementOf(runs[i]);
        const auto group = places.try_emplace(KeyOf(placement), groups.size());
        if (group.second)
        {
            groups.push_back({placement.title, placement.parameters, {}});
        }
        RunGroup& found = groups[group.first->second];
        const World world = runs[i].row.key.world;
        const auto point = points.try_emplace(
            {group.first->second, world, runs[i].row.key.scenarioHash + placement.values.dump()},
            found.points.size());
        if (point.second)
        {
            found.points.push_back({placement.values, world, {}});
        }
        found.points[point.first->second].runs.push_back(i);
    }
    for (RunGroup& group : groups)
    {
        for (GroupPoint& point : group.points)
        {
            std::sort(point.runs.begin(), point.runs.end(), [&runs](auto a, auto b) {
                return std::pair(runs[a].row.key.seed, a) < std::pair(runs[b].row.key.seed, b);
            });
        }
    }
    return groups;
}

} // namespace kwik::analysis

#include "analysis/picture/run-marks.h"

#include "experiment/text/quantity.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace kwik::analysis
{

namespace
{

using experiment::Dimension;
using experiment::EventRow;

struct MarkShape
{
    std::string_view kind; ///< Of the event.
    MarkKind mark;
    std::string_view before; ///< What stands before the subject in the label,
    std::string_view after;  ///< and what behind it.
};

constexpr std::array<MarkShape, 10> SHAPES{{
    {"crash", MarkKind::Fault, "", " crashes"},
    {"restart", MarkKind::Repair, "", " restarts"},
    {"link_down", MarkKind::Fault, "link ", " down"},
    {"link_up", MarkKind::Repair, "link ", " up"},
    {"suspend", MarkKind::Fault, "", " suspended"},
    {"resume", MarkKind::Repair, "", " goes on"},
    {"rebind", MarkKind::Fault, "", " rebound by its NAT"},
    {"migrate", MarkKind::Fault, "", " moves to another link"},
    {"link_change", MarkKind::Change, "link ", ": "},
    {"failover_started", MarkKind::Reaction, "failover from ", ""},
}};

/// "loss 2 %" for `loss_ppm=20000`, as kwiklab-sim writes a link's new property; behind it may
/// stand ` from client`.
std::string
ChangeText(const std::string& whole)
{
    const std::string change = whole.substr(0, whole.find(' '));
    const std::size_t equals = change.find('=');
    const std::string name = change.substr(0, equals);
    if (equals == std::string::npos)
    {
        return whole;
    }
    const std::string digits = change.substr(equals + 1);
    const auto value = experiment::ParseQuantity(digits, Dimension::Count);
    constexpr std::array<std::pair<std::string_view, Dimension>, 3> UNITS{
        {{"_ppm", Dimension::Share}, {"_bps", Dimension::Rate}, {"_ns", Dimension::Time}}};
    for (const auto& [unit, dimension] : UNITS)
    {
        if (name.ends_with(unit) && value.IsOk())
        {
            std::string words = name.substr(0, name.size() - unit.size());
            std::replace(words.begin(), words.end(), '_', ' ');
            return words + " " + experiment::ToText({dimension, value.Value()}) +
                   whole.substr(change.size());
        }
    }
    return whole;
}

std::optional<Mark>
MarkOf(const EventRow& event)
{
    if (event.kind == "session_state_changed")
    {
        const auto detail = nlohmann::json::parse(event.detail);
        return detail.value("to", "") == "degraded"
                   ? std::optional(Mark{event.at, MarkKind::Reaction, "no path left"})
                   : std::nullopt;
    }
    for (const MarkShape& shape : SHAPES)
    {
        if (shape.kind != event.kind)
        {
            continue;
        }
        std::string label = std::string(shape.before) + event.subject + std::string(shape.after);
        if (shape.mark != MarkKind::Reaction)
        {
            const std::string change = nlohmann::json::parse(event.detail).value("change", "");
            const bool isApart = shape.mark != MarkKind::Change && !change.empty();
            label += (isApart ? " " : "") + ChangeText(change);
        }
        return Mark{event.at, shape.mark, label};
    }
    return std::nullopt;
}

} // namespace

std::vector<Mark>
MarksOf(const std::vector<EventRow>& events)
{
    std::vector<Mark> marks;
    for (const EventRow& event : events)
    {
        if (std::optional<Mark> mark = MarkOf(event))
        {
            marks.push_back(std::move(*mark));
        }
    }
    return marks;
}

} // namespace kwik::analysis

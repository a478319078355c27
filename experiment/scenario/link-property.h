#ifndef KWIK_EXPERIMENT_SCENARIO_LINK_PROPERTY_H
#define KWIK_EXPERIMENT_SCENARIO_LINK_PROPERTY_H

#include "experiment/scenario/timeline-entry.h"

#include <cstdint>
#include <string>
#include <variant>

namespace kwik::experiment
{

/// What of a link can change during a run.
enum class LinkProperty : std::uint8_t
{
    Loss,
    Rate,
    Delay,
    Jitter,
    Corruption,
    Duplication,
    Reordering,
    HeldBack,
    State,
};

/// Each property has one of these types, always the same.
using PropertyValue = std::variant<Share, BitRate, Duration, LinkState>;

/// A property of a link, and what it becomes.
struct PropertyChange
{
    LinkProperty property;
    PropertyValue value;
};

/// @pre the entry is a change of a link
PropertyChange ChangeOf(const TimelineEntry& entry);

/// What holds at the start of the run.
PropertyValue OriginalValue(const LinkSpec& link, LinkProperty property);

/// @p part of @p parts equal steps on the way from one value of a property to another.
/// @pre the property is not the state, which has nothing in between
PropertyValue Between(const PropertyValue& from, const PropertyValue& to, int part, int parts);

/// `loss_ppm=20000`; for the state nothing.
std::string ToText(LinkProperty property, const PropertyValue& value);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_LINK_PROPERTY_H

#include "experiment/scenario/link-property.h"

#include "protocol-core/base/assert.h"

#include <string_view>

namespace kwik::experiment
{

namespace
{

std::int64_t
Raw(const PropertyValue& value)
{
    if (const auto* share = std::get_if<Share>(&value))
    {
        return share->millionths;
    }
    if (const auto* rate = std::get_if<BitRate>(&value))
    {
        return static_cast<std::int64_t>(rate->bitsPerSecond);
    }
    const auto* span = std::get_if<Duration>(&value);
    KWIK_ASSERT(span != nullptr);
    return span->count();
}

/// The value of the same type as @p like.
PropertyValue
Made(std::int64_t raw, const PropertyValue& like)
{
    if (std::holds_alternative<Share>(like))
    {
        return Share{static_cast<std::uint32_t>(raw)};
    }
    if (std::holds_alternative<BitRate>(like))
    {
        return BitRate{static_cast<std::uint64_t>(raw)};
    }
    return Duration(raw);
}

std::string_view
NameOf(LinkProperty property)
{
    switch (property)
    {
    case LinkProperty::Loss:
        return "loss_ppm";
    case LinkProperty::Rate:
        return "rate_bps";
    case LinkProperty::Delay:
        return "delay_ns";
    case LinkProperty::Jitter:
        return "jitter_ns";
    case LinkProperty::Corruption:
        return "corruption_ppm";
    case LinkProperty::Duplication:
        return "duplication_ppm";
    case LinkProperty::Reordering:
        return "reordering_ppm";
    case LinkProperty::HeldBack:
        return "held_back_ns";
    case LinkProperty::State:
        break;
    }
    return "";
}

} // namespace

PropertyChange
ChangeOf(const TimelineEntry& entry)
{
    if (entry.loss)
    {
        return {LinkProperty::Loss, *entry.loss};
    }
    if (entry.rate)
    {
        return {LinkProperty::Rate, *entry.rate};
    }
    if (entry.delay)
    {
        return {LinkProperty::Delay, *entry.delay};
    }
    if (entry.jitter)
    {
        return {LinkProperty::Jitter, *entry.jitter};
    }
    if (entry.corruption)
    {
        return {LinkProperty::Corruption, *entry.corruption};
    }
    if (entry.duplication)
    {
        return {LinkProperty::Duplication, *entry.duplication};
    }
    if (entry.reordering)
    {
        return {LinkProperty::Reordering, *entry.reordering};
    }
    if (entry.heldBack)
    {
        return {LinkProperty::HeldBack, *entry.heldBack};
    }
    KWIK_ASSERT(entry.state);
    return {LinkProperty::State, *entry.state};
}

PropertyValue
OriginalValue(const LinkSpec& link, LinkProperty property)
{
    switch (property)
    {
    case LinkProperty::Loss:
        return link.loss;
    case LinkProperty::Rate:
        return link.rate;
    case LinkProperty::Delay:
        return link.delay;
    case LinkProperty::Jitter:
        return link.jitter;
    case LinkProperty::Corruption:
        return link.corruption;
    case LinkProperty::Duplication:
        return link.duplication;
    case LinkProperty::Reordering:
        return link.reordering;
    case LinkProperty::HeldBack:
        return link.heldBack;
    case LinkProperty::State:
        break;
    }
    return LinkState::Up;
}

PropertyValue
Between(const PropertyValue& from, const PropertyValue& to, int part, int parts)
{
    return Made(Raw(from) + (Raw(to) - Raw(from)) * part / parts, to);
}

std::string
ToText(LinkProperty property, const PropertyValue& value)
{
    return property == LinkProperty::State
               ? ""
               : std::string(NameOf(property)) + "=" + std::to_string(Raw(value));
}

} // namespace kwik::experiment

#include "experiment/text/queue-size.h"

#include "experiment/text/nearest-name.h"
#include "experiment/text/quantity.h"

#include <optional>

namespace kwik::experiment
{

namespace
{

constexpr std::uint64_t MILLI = 1000;
constexpr std::uint64_t MOST_COUNTED = 1'000'000;
constexpr std::string_view ALLOWED =
    "write for example '1 bdp', '100 packets' or '64 KiB'; allowed: bdp, packets, ";

Refusal
Refused(std::string_view text, std::string_view why)
{
    return {Quoted(text) + std::string(why) + "; " + std::string(ALLOWED) +
            UnitList(Dimension::Size)};
}

/// The number before @p unit, which stands at the end, with or without the one space.
std::optional<std::string_view>
NumberBefore(std::string_view text, std::string_view unit)
{
    if (!text.ends_with(unit))
    {
        return std::nullopt;
    }
    text.remove_suffix(unit.size());
    if (text.ends_with(' '))
    {
        text.remove_suffix(1);
    }
    return text;
}

/// Thousandths in a decimal number with at most three decimals.
std::optional<std::uint64_t>
ParseMilli(std::string_view number)
{
    // Microseconds in nanoseconds are the same arithmetic, and already strict.
    const Parsed<std::uint64_t> parsed =
        ParseQuantity(std::string(number) + " us", Dimension::Time);
    if (!parsed.IsOk() || parsed.Value() > MOST_COUNTED * MILLI)
    {
        return std::nullopt;
    }
    return parsed.Value();
}

Parsed<QueueSize>
NotEmpty(std::string_view text, QueueSize queue)
{
    if (queue.amount == 0)
    {
        return Refused(text, " would drop every packet that has to wait");
    }
    return queue;
}

} // namespace

Parsed<QueueSize>
ParseQueueSize(std::string_view text)
{
    if (const auto number = NumberBefore(text, "bdp"))
    {
        const std::optional<std::uint64_t> amount = ParseMilli(*number);
        return amount ? NotEmpty(text, {QueueUnit::MilliBdp, *amount})
                      : Refused(text, " is not a queue size (0.001 to 1000000 bdp)");
    }
    for (const std::string_view unit : {"packets", "packet"})
    {
        const auto number = NumberBefore(text, unit);
        if (!number)
        {
            continue;
        }
        const Parsed<std::uint64_t> amount = ParseQuantity(*number, Dimension::Count);
        return amount.IsOk() && amount.Value() <= MOST_COUNTED
                   ? NotEmpty(text, {QueueUnit::Packets, amount.Value()})
                   : Refused(text, " is not a queue size (1 to 1000000 packets)");
    }
    const Parsed<Quantity> size = ParseAnyQuantity(text);
    if (!size.IsOk() || size.Value().dimension != Dimension::Size)
    {
        return Refused(text, " is not a queue size");
    }
    return NotEmpty(text, {QueueUnit::Bytes, size.Value().value});
}

std::string
ToText(const QueueSize& queue)
{
    switch (queue.unit)
    {
    case QueueUnit::MilliBdp: {
        std::string text = std::to_string(queue.amount / MILLI);
        if (queue.amount % MILLI != 0)
        {
            const std::string decimals = std::to_string(MILLI + queue.amount % MILLI).substr(1);
            text += "." + decimals.substr(0, decimals.find_last_not_of('0') + 1);
        }
        return text + " bdp";
    }
    case QueueUnit::Packets:
        return std::to_string(queue.amount) + (queue.amount == 1 ? " packet" : " packets");
    case QueueUnit::Bytes:
        break;
    }
    return ToText(Quantity{Dimension::Size, queue.amount});
}

} // namespace kwik::experiment

#include "experiment/text/queue-size.h"

#include "experiment/text/nearest-name.h"
#include "experiment/text/quantity.h"

#include <optional>
#include <vector>

namespace kwik::experiment
{

namespace
{

constexpr std::uint64_t MILLI = 1000;
constexpr std::uint64_t MOST_COUNTED = 1'000'000;
constexpr std::string_view PLUS = " + ";

Refusal
Refused(std::string_view text, std::string_view why)
{
    return {
        Quoted(text) + std::string(why) +
        "; write for example '1 bdp', '100 packets', '64 KiB' or '1 bdp + 20 ms'; allowed: bdp, "
        "packets, " +
        UnitList(Dimension::Size) + ", " + UnitList(Dimension::Time)};
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

std::optional<Refusal>
ReadBdp(std::string_view text, std::string_view number, QueueSize& queue)
{
    const std::optional<std::uint64_t> amount = ParseMilli(number);
    if (!amount)
    {
        return Refused(text, " is not a queue size (0.001 to 1000000 bdp)");
    }
    queue.milliBdp = *amount;
    return std::nullopt;
}

std::optional<Refusal>
ReadPackets(std::string_view text, std::string_view number, QueueSize& queue)
{
    const Parsed<std::uint64_t> amount = ParseQuantity(number, Dimension::Count);
    if (!amount.IsOk() || amount.Value() > MOST_COUNTED)
    {
        return Refused(text, " is not a queue size (1 to 1000000 packets)");
    }
    queue.packets = amount.Value();
    return std::nullopt;
}

/// Reads @p text, which has no sum, into the part of @p queue that it is about.
std::optional<Refusal>
ReadPart(std::string_view text, QueueSize& queue)
{
    if (const auto number = NumberBefore(text, "bdp"))
    {
        return ReadBdp(text, *number, queue);
    }
    for (const std::string_view unit : {"packets", "packet"})
    {
        if (const auto number = NumberBefore(text, unit))
        {
            return ReadPackets(text, *number, queue);
        }
    }
    const Parsed<Quantity> quantity = ParseAnyQuantity(text);
    if (quantity.IsOk() && quantity.Value().dimension == Dimension::Size)
    {
        queue.bytes.value = quantity.Value().value;
        return std::nullopt;
    }
    if (quantity.IsOk() && quantity.Value().dimension == Dimension::Time)
    {
        queue.time = Duration(quantity.Value().value);
        return std::nullopt;
    }
    return Refused(text, " is not a queue size");
}

/// Adds a part that @p queue does not have yet; its others are as they were.
std::optional<Refusal>
AddPart(std::string_view text, QueueSize& queue)
{
    QueueSize part;
    if (std::optional<Refusal> refusal = ReadPart(text, part))
    {
        return refusal;
    }
    if (part == QueueSize{})
    {
        return Refused(text, " would drop every packet that has to wait");
    }
    const bool isTwice = (part.milliBdp != 0 && queue.milliBdp != 0) ||
                         (part.packets != 0 && queue.packets != 0) ||
                         (part.bytes.value != 0 && queue.bytes.value != 0) ||
                         (part.time != Duration{} && queue.time != Duration{});
    if (isTwice)
    {
        return Refused(text, " is the second part of its kind");
    }
    queue = {queue.milliBdp + part.milliBdp,
             queue.packets + part.packets,
             queue.bytes + part.bytes,
             queue.time + part.time};
    return std::nullopt;
}

std::string
BdpText(std::uint64_t milliBdp)
{
    std::string text = std::to_string(milliBdp / MILLI);
    if (milliBdp % MILLI != 0)
    {
        const std::string decimals = std::to_string(MILLI + milliBdp % MILLI).substr(1);
        text += "." + decimals.substr(0, decimals.find_last_not_of('0') + 1);
    }
    return text + " bdp";
}

} // namespace

Parsed<QueueSize>
ParseQueueSize(std::string_view text)
{
    QueueSize queue;
    for (std::size_t plus = text.find(PLUS); plus != std::string_view::npos; plus = text.find(PLUS))
    {
        if (std::optional<Refusal> refusal = AddPart(text.substr(0, plus), queue))
        {
            return *refusal;
        }
        text.remove_prefix(plus + PLUS.size());
    }
    if (std::optional<Refusal> refusal = AddPart(text, queue))
    {
        return *refusal;
    }
    return queue;
}

std::string
ToText(const QueueSize& queue)
{
    std::vector<std::string> parts;
    if (queue.milliBdp != 0)
    {
        parts.push_back(BdpText(queue.milliBdp));
    }
    if (queue.packets != 0)
    {
        parts.push_back(std::to_string(queue.packets) +
                        (queue.packets == 1 ? " packet" : " packets"));
    }
    if (queue.bytes.value != 0)
    {
        parts.push_back(ToText(Quantity{Dimension::Size, queue.bytes.value}));
    }
    if (queue.time != Duration{})
    {
        parts.push_back(
            ToText(Quantity{Dimension::Time, static_cast<std::uint64_t>(queue.time.count())}));
    }
    std::string text;
    for (const std::string& part : parts)
    {
        text += (text.empty() ? "" : std::string(PLUS)) + part;
    }
    return text;
}

} // namespace kwik::experiment

#include "experiment/text/printable.h"

#include <algorithm>
#include <cstdint>

namespace kwik::experiment
{

namespace
{

struct Lead
{
    std::size_t length; ///< Of the whole sequence; 0 when no sequence starts so.
    std::uint8_t low;   ///< Bounds of the second byte (RFC 3629 section 4).
    std::uint8_t high;
};

Lead
LeadOf(std::uint8_t byte)
{
    if (byte < 0x80)
    {
        return {1, 0, 0};
    }
    if (byte >= 0xc2 && byte <= 0xdf)
    {
        return {2, 0x80, 0xbf};
    }
    if (byte >= 0xe0 && byte <= 0xef)
    {
        return {3,
                static_cast<std::uint8_t>(byte == 0xe0 ? 0xa0 : 0x80),
                static_cast<std::uint8_t>(byte == 0xed ? 0x9f : 0xbf)};
    }
    if (byte >= 0xf0 && byte <= 0xf4)
    {
        return {4,
                static_cast<std::uint8_t>(byte == 0xf0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(byte == 0xf4 ? 0x8f : 0xbf)};
    }
    return {0, 0, 0};
}

bool
IsContinuation(std::uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/// The length of the well-formed sequence at the start of @p text; 0 when there is none.
std::size_t
SequenceLength(std::string_view text)
{
    const Lead lead = LeadOf(static_cast<std::uint8_t>(text[0]));
    if (lead.length <= 1 || lead.length > text.size())
    {
        return lead.length == 1 ? 1 : 0;
    }
    const auto second = static_cast<std::uint8_t>(text[1]);
    if (second < lead.low || second > lead.high)
    {
        return 0;
    }
    for (std::size_t i = 2; i < lead.length; ++i)
    {
        if (!IsContinuation(static_cast<std::uint8_t>(text[i])))
        {
            return 0;
        }
    }
    return lead.length;
}

/// C0, DEL, and C1 (U+0080 to U+009F, whose first byte in UTF-8 is C2).
bool
IsControl(std::string_view sequence)
{
    const auto first = static_cast<std::uint8_t>(sequence[0]);
    if (sequence.size() == 1)
    {
        return first < 0x20 || first == 0x7f;
    }
    return first == 0xc2 && static_cast<std::uint8_t>(sequence[1]) < 0xa0;
}

} // namespace

std::optional<std::size_t>
FirstInvalidUtf8(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size())
    {
        const std::size_t length = SequenceLength(text.substr(at));
        if (length == 0)
        {
            return at;
        }
        at += length;
    }
    return std::nullopt;
}

std::size_t
CodePoints(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return !IsContinuation(static_cast<std::uint8_t>(c));
    }));
}

std::string
Clipped(std::string_view text, std::size_t limit)
{
    std::size_t seen = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        if (IsContinuation(static_cast<std::uint8_t>(text[at])))
        {
            continue;
        }
        if (seen == limit)
        {
            return std::string(text.substr(0, at)) + "...";
        }
        ++seen;
    }
    return std::string(text);
}

std::string
Printable(std::string_view text)
{
    std::string safe;
    std::size_t at = 0;
    while (at < text.size())
    {
        const std::size_t length = SequenceLength(text.substr(at));
        const std::string_view sequence = text.substr(at, std::max<std::size_t>(1, length));
        if (length == 0 || IsControl(sequence))
        {
            safe += '?';
        }
        else
        {
            safe += sequence;
        }
        at += sequence.size();
    }
    return safe;
}

} // namespace kwik::experiment

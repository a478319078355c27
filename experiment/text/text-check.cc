#include "experiment/text/text-check.h"

#include "experiment/text/printable.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

namespace kwik::experiment
{

namespace
{

Position
PositionAt(const SourceText& source, std::size_t offset)
{
    const std::string_view before = std::string_view(source.Text()).substr(0, offset);
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t start = before.rfind('\n') + 1; // npos + 1 is 0: the first line.
    return {line + 1, static_cast<std::uint32_t>(offset - start + 1)};
}

bool
IsForbidden(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
}

std::string
HexOf(char c)
{
    constexpr std::string_view HEX = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {HEX[byte >> 4], HEX[byte & 0xf]};
}

} // namespace

bool
CheckText(const SourceText& source, std::string_view noun, Diagnostics& diagnostics)
{
    const std::string& text = source.Text();
    const std::string what(noun);
    if (!source.IsWhole())
    {
        diagnostics.Add(PositionAt(source, text.size()),
                        "the file goes on here; " + what + " has at most 1 MiB");
        return false;
    }
    const auto forbidden = std::find_if(text.begin(), text.end(), IsForbidden);
    if (forbidden != text.end())
    {
        diagnostics.Add(PositionAt(source, static_cast<std::size_t>(forbidden - text.begin())),
                        "control character U+00" + HexOf(*forbidden) + "; " + what +
                            " is UTF-8 text");
        return false;
    }
    if (const std::optional<std::size_t> invalid = FirstInvalidUtf8(text))
    {
        diagnostics.Add(PositionAt(source, *invalid),
                        "this byte is not UTF-8; " + what + " is UTF-8 text");
        return false;
    }
    return true;
}

} // namespace kwik::experiment

#ifndef KWIK_EXPERIMENT_TEXT_PRINTABLE_H
#define KWIK_EXPERIMENT_TEXT_PRINTABLE_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// The first byte that does not belong to well-formed UTF-8 (RFC 3629), or nothing.
std::optional<std::size_t> FirstInvalidUtf8(std::string_view text);

/// The number of code points in well-formed UTF-8.
std::size_t CodePoints(std::string_view text);

/// At most @p limit code points of @p text, with "..." in place of what was cut off.
std::string Clipped(std::string_view text, std::size_t limit);

/// Text of a stranger that may go to a terminal: control characters and bytes that are not UTF-8
/// become '?', so that no file can move the cursor or set a colour.
std::string Printable(std::string_view text);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_PRINTABLE_H

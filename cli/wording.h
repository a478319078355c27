#ifndef KWIK_CLI_WORDING_H
#define KWIK_CLI_WORDING_H

#include "protocol-core/base/instant.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::cli
{

/// "1 seed", "3 seeds".
std::string Counted(std::size_t count, std::string_view noun);

/// Ascending numbers with runs of three and more drawn together: "1..3" or "1, 2, 5..9".
std::string NumberList(const std::vector<std::uint64_t>& numbers);

/// The texts with @p separator between them.
std::string Joined(const std::vector<std::string>& texts, std::string_view separator);

/// How many columns UTF-8 text takes, at one a character.
std::size_t ColumnsOf(std::string_view text);

/// At most @p columns of the text; @p mark, one column wide, stands for what was cut off.
std::string Clipped(const std::string& text, std::size_t columns, std::string_view mark);

/// "8 s", "3 min 20 s", "2 h 5 min": rounded up to seconds, or to minutes from an hour on.
std::string RoughTime(Duration span);

/// As one word of a command that a reader may paste into a shell: in quotes where it needs them.
std::string ShellWord(const std::string& text);

} // namespace kwik::cli

#endif // KWIK_CLI_WORDING_H

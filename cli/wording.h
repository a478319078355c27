#ifndef KWIK_CLI_WORDING_H
#define KWIK_CLI_WORDING_H

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

} // namespace kwik::cli

#endif // KWIK_CLI_WORDING_H

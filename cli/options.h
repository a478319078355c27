#ifndef KWIK_CLI_OPTIONS_H
#define KWIK_CLI_OPTIONS_H

#include "cli/command.h"

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::cli
{

/// What `--help` of one command says around its options.
struct HelpText
{
    std::string_view usage;   ///< One line: `kwiklab dial --server ...`.
    std::string_view purpose; ///< What the command does, in wrapped lines.
    std::string_view example; ///< Commands to try, one a line.
};

/// The list of arguments that are no options. Nobody can type it as an option: it has a space.
inline constexpr const char* POSITIONAL_FILES = "scenario files";
inline constexpr const char* TAG_OPTION = "tag";

/// Adds --json, and reads it with FormOf.
void AddJsonOption(boost::program_options::options_description& options);
OutputForm FormOf(const boost::program_options::variables_map& values);

/// Adds --tag, which may be given several times.
void AddTagOption(boost::program_options::options_description& options);

/// Every value of an option or positional list that may be given several times; often none.
std::vector<std::string> Listed(const boost::program_options::variables_map& values,
                                const char* name);

/**
 * Reads the arguments of one command. No option may be abbreviated, so that a script keeps its
 * meaning when options are added. An unknown option is refused with the nearest one that exists.
 *
 * @returns nothing after --help, which is printed. Throws boost::program_options::error.
 */
std::optional<boost::program_options::variables_map> ReadOptions(
    const Arguments& arguments,
    const boost::program_options::options_description& options,
    const HelpText& help);

/// As above, with one list of arguments that are no options, found under @p positional.
std::optional<boost::program_options::variables_map> ReadOptions(
    const Arguments& arguments,
    const boost::program_options::options_description& options,
    const std::string& positional,
    const HelpText& help);

} // namespace kwik::cli

#endif // KWIK_CLI_OPTIONS_H

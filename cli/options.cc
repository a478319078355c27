#include "cli/options.h"

#include <iostream>

namespace kwik::cli
{

namespace po = boost::program_options;

namespace
{

constexpr int STYLE = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;

void
PrintHelp(const po::options_description& options, const HelpText& help)
{
    std::cout << "Usage: " << help.usage << "\n\n" << help.purpose << "\n\n" << options;
    if (!help.example.empty())
    {
        std::cout << "\nExamples:\n" << help.example << "\n";
    }
}

} // namespace

std::optional<po::variables_map>
ReadOptions(const Arguments& arguments,
            const po::options_description& options,
            const std::string& positional,
            const HelpText& help)
{
    po::options_description all;
    all.add(options).add_options()("help,h", "show this text");
    po::positional_options_description names;
    po::command_line_parser parser(arguments);
    po::options_description hidden;
    if (!positional.empty())
    {
        hidden.add_options()(positional.c_str(), po::value<std::vector<std::string>>());
        names.add(positional.c_str(), -1);
    }
    po::options_description known;
    known.add(all).add(hidden);
    po::variables_map values;
    po::store(parser.options(known).positional(names).style(STYLE).run(), values);
    if (values.contains("help"))
    {
        PrintHelp(all, help);
        return std::nullopt;
    }
    po::notify(values);
    return values;
}

std::optional<po::variables_map>
ReadOptions(const Arguments& arguments,
            const po::options_description& options,
            const HelpText& help)
{
    return ReadOptions(arguments, options, {}, help);
}

} // namespace kwik::cli

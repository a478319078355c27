#include "cli/options.h"

#include "experiment/text/nearest-name.h"

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

/// The error with a hint at the option that may have been meant.
po::error
Explained(const po::unknown_option& error, const po::options_description& options)
{
    experiment::Names names;
    for (const auto& option : options.options())
    {
        names.push_back("--" + option->long_name());
    }
    return po::error("no option " + experiment::Quoted(error.get_option_name()) +
                     experiment::DidYouMean(error.get_option_name(), names));
}

} // namespace

void
AddJsonOption(po::options_description& options)
{
    options.add_options()("json", po::bool_switch(), "print one JSON document and nothing else");
}

OutputForm
FormOf(const po::variables_map& values)
{
    return values["json"].as<bool>() ? OutputForm::Json : OutputForm::Text;
}

void
AddTagOption(po::options_description& options)
{
    options.add_options()(TAG_OPTION,
                          po::value<std::vector<std::string>>()->composing()->value_name("T"),
                          "only scenarios with this tag, or with one of several");
}

std::vector<std::string>
Listed(const po::variables_map& values, const char* name)
{
    return values.contains(name) ? values[name].as<std::vector<std::string>>()
                                 : std::vector<std::string>{};
}

std::optional<po::variables_map>
ReadOptions(const Arguments& arguments,
            const po::options_description& options,
            const std::string& positional,
            const HelpText& help)
{
    po::options_description all("Options");
    for (const auto& option : options.options())
    {
        all.add(option);
    }
    all.add_options()("help,h", "show this text");
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
    try
    {
        po::store(parser.options(known).positional(names).style(STYLE).run(), values);
    }
    catch (const po::unknown_option& error)
    {
        throw Explained(error, all);
    }
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

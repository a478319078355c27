#include "cli/run-command-line.h"

#include <boost/program_options.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

namespace kwik::cli
{

namespace po = boost::program_options;

std::optional<RunCommandLine>
ReadRunCommandLine(int argc, const char* const* argv, const std::string& title)
{
    RunCommandLine options;
    po::options_description description("Options");
    auto add = description.add_options();
    add("help,h", "show this text");
    add("scenario", po::value(&options.scenario)->required(), "scenario file");
    add("seed", po::value(&options.seed)->default_value(1), "seed of everything random");
    add("shard", po::value(&options.shard)->required(), "store to write the run to");
    add("artefacts", po::value(&options.artefacts)->default_value("."), "folder for trace files");
    add("build", po::value<std::string>(), "run only if this is the build, as --version names it");
    add("parameters",
        po::value(&options.parameters)->default_value("{}"),
        "JSON object of what a sweep varied, for the store");
    add("progress", po::value<int>(), "file descriptor that gets a line now and then");
    std::int64_t budget = 0;
    add("lag-budget-ns",
        po::value(&budget)->default_value(DEFAULT_LAG_BUDGET.count()),
        "testbed only: how late a host may be in one of 100 cases");
    add("record-limit",
        po::value(&options.recordLimit)->default_value(0),
        "testbed only: write a record of each host, of so many bytes at most");
    const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::variables_map values;
    po::store(po::command_line_parser(argc, argv).options(description).style(style).run(), values);
    if (values.contains("help"))
    {
        std::cout << title << "\n\n" << description;
        return std::nullopt;
    }
    po::notify(values);
    options.lagBudget = Duration(budget);
    if (!nlohmann::json::accept(options.parameters))
    {
        throw po::error("--parameters: not a JSON object");
    }
    if (values.contains("build"))
    {
        options.build = values["build"].as<std::string>();
    }
    if (values.contains("progress"))
    {
        options.progress = values["progress"].as<int>();
    }
    return options;
}

} // namespace kwik::cli

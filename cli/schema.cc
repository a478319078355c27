// kwiklab schema: the JSON Schema of scenario files.
#include "cli/command.h"
#include "cli/options.h"
#include "experiment/scenario/scenario-text.h"

#include <iostream>

namespace kwik::cli
{

namespace po = boost::program_options;

int
RunSchema(const Arguments& arguments)
{
    po::options_description description("Options");
    AddJsonOption(description);
    const auto values = ReadOptions(
        arguments,
        description,
        {"kwiklab schema [--json]",
         "Prints the JSON Schema (draft 2020-12) of scenario files, with the meaning, range and\n"
         "default of every key. Editors with a YAML language server complete and check with it\n"
         "when the first line of a scenario is\n"
         "  # yaml-language-server: $schema=PATH\n"
         "The output is JSON with and without --json.",
         "  kwiklab schema > scenario.schema.json"});
    if (!values)
    {
        return EXIT_OK;
    }
    std::cout << experiment::JsonSchema();
    return EXIT_OK;
}

} // namespace kwik::cli

// kwiklab check: whether scenario files make sense.
#include "cli/command.h"
#include "cli/options.h"
#include "cli/scenario-files.h"
#include "cli/wording.h"

#include <iostream>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

std::string
SizesOf(const ScenarioFile& file)
{
    const experiment::Scenario& scenario = file.scenario;
    std::string sizes = Joined({Counted(scenario.hosts.size(), "host"),
                                Counted(scenario.links.size(), "link"),
                                Counted(scenario.timeline.size(), "timeline event"),
                                Counted(scenario.expect.size(), "expectation"),
                                Counted(scenario.seeds, "seed")},
                               ", ");
    if (scenario.conclude)
    {
        sizes += ", " + Counted(scenario.conclude->size(), "conclusion");
    }
    if (file.sweep)
    {
        sizes += ", " + Counted(file.Points(), "point") + ": " +
                 Counted(file.Points() * scenario.seeds, "run");
    }
    return sizes;
}

nlohmann::ordered_json
EntryOf(const std::string& path, const ScenarioFiles& loaded)
{
    const bool isOk = loaded.refused.empty();
    nlohmann::ordered_json entry{{"file", path}, {"ok", isOk}, {"hash", nullptr}, {"points", 0}};
    if (isOk)
    {
        entry["points"] = loaded.files[0].Points();
        entry["hash"] = loaded.files[0].Hash();
    }
    entry["errors"] = ErrorsOf(loaded.refused);
    return entry;
}

int
Check(const std::vector<std::string>& paths, OutputForm form)
{
    auto entries = nlohmann::ordered_json::array();
    int status = EXIT_OK;
    for (const std::string& path : paths)
    {
        const ScenarioFiles loaded = LoadAll({path});
        status = loaded.refused.empty() ? status : EXIT_USAGE;
        entries.push_back(EntryOf(path, loaded));
        if (form == OutputForm::Text && loaded.refused.empty())
        {
            std::cout << path << ": ok: " << SizesOf(loaded.files[0]) << "\n";
        }
        else if (form == OutputForm::Text)
        {
            PrintRefused(loaded.refused);
        }
    }
    if (form == OutputForm::Json)
    {
        PrintJson({{"files", entries}});
    }
    return status;
}

} // namespace

int
RunCheck(const Arguments& arguments)
{
    po::options_description description("Options");
    AddJsonOption(description);
    const auto values = ReadOptions(
        arguments,
        description,
        POSITIONAL_FILES,
        {"kwiklab check FILE... [--json]",
         "Reads scenario files and reports every mistake at once, each with its place, the line,\n"
         "and what is allowed instead. Nothing is run and nothing is written. Exit code 2 when a\n"
         "file has a mistake.\n\n"
         "--json prints {\"files\": [{\"file\", \"ok\", \"hash\", \"points\", \"errors\": "
         "[{\"file\", "
         "\"line\",\n"
         "\"column\", \"message\"}]}]}; files with equal hashes are the same experiment.",
         "  kwiklab check scenarios/failover.yaml\n"
         "  kwiklab check scenarios/*.yaml --json"});
    if (!values)
    {
        return EXIT_OK;
    }
    const std::vector<std::string> files = Listed(*values, POSITIONAL_FILES);
    if (files.empty())
    {
        throw po::error("needs at least one scenario file");
    }
    return Check(files, FormOf(*values));
}

} // namespace kwik::cli

// kwiklab list: the scenarios that can be found.
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output-style.h"
#include "cli/scenario-catalogue.h"
#include "cli/this-program.h"
#include "cli/wording.h"

#include <algorithm>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

void
PrintList(const std::vector<ScenarioFile>& files)
{
    const OutputStyle style = StyleOf(STDOUT_FILENO);
    std::size_t width = 0;
    for (const ScenarioFile& file : files)
    {
        width = std::max(width, file.name.size() + 2);
    }
    const std::string indent(width, ' ');
    for (const ScenarioFile& file : files)
    {
        const experiment::Scenario& scenario = file.scenario;
        std::cout << Painted(file.name, Colour::Accent, style) << indent.substr(file.name.size())
                  << Painted(scenario.title, Colour::Strong, style) << "\n"
                  << indent << scenario.question << "\n"
                  << indent
                  << Painted(file.path + ", " +
                                 (file.sweep ? Counted(file.Points(), "point") + ", " : "") +
                                 Counted(scenario.seeds, "seed") +
                                 (scenario.tags.empty() ? "" : ", tags: ") +
                                 Joined(scenario.tags, " "),
                             Colour::Faint,
                             style)
                  << "\n";
    }
}

nlohmann::ordered_json
DocumentOf(const std::vector<ScenarioFile>& files)
{
    auto scenarios = nlohmann::ordered_json::array();
    for (const ScenarioFile& file : files)
    {
        scenarios.push_back({{"name", file.name},
                             {"file", file.path},
                             {"title", file.scenario.title},
                             {"question", file.scenario.question},
                             {"tags", file.scenario.tags},
                             {"seeds", file.scenario.seeds},
                             {"points", file.Points()}});
    }
    return {{"scenarios", scenarios}};
}

std::string
FolderList()
{
    std::vector<std::string> folders;
    for (const std::filesystem::path& folder : CatalogueFolders(ThisProgram()))
    {
        folders.push_back(folder.string());
    }
    return Joined(folders, ", ");
}

} // namespace

int
RunList(const Arguments& arguments)
{
    po::options_description description("Options");
    AddJsonOption(description);
    AddTagOption(description);
    const auto values = ReadOptions(
        arguments,
        description,
        {"kwiklab list [--tag T]... [--json]",
         "Lists the scenarios in scenarios/ of the working directory, then those that came with\n"
         "kwiklab; of two files with one name the first one counts. With tags, those that have\n"
         "one of them. Exit code 2 when a file has a mistake, or no scenario one of\n"
         "the tags.\n\n"
         "--json prints {\"scenarios\": [{\"name\", \"file\", \"title\", \"question\", \"tags\",\n"
         "\"seeds\", \"points\"}]}.",
         "  kwiklab list\n"
         "  kwiklab list --tag quick"});
    if (!values)
    {
        return EXIT_OK;
    }
    ScenarioFiles found = LoadAll(CatalogueFiles(CatalogueFolders(ThisProgram())));
    if (!found.refused.empty())
    {
        return RefuseScenarios(found.refused, FormOf(*values));
    }
    const std::vector<std::string> tags = Listed(*values, TAG_OPTION);
    const auto files = WithTags(std::move(found.files), tags);
    if (files.empty() && !tags.empty())
    {
        throw po::error("no scenario has the tag " + Joined(tags, " or ") +
                        "; kwiklab list shows which there are");
    }
    if (FormOf(*values) == OutputForm::Json)
    {
        PrintJson(DocumentOf(files));
    }
    else if (files.empty())
    {
        std::cerr << "kwiklab list: no such scenario in " << FolderList() << "\n";
    }
    else
    {
        PrintList(files);
    }
    return EXIT_OK;
}

} // namespace kwik::cli

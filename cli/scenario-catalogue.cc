#include "cli/scenario-catalogue.h"

#include <algorithm>
#include <set>
#include <system_error>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;

/// The scenario files of one folder in the order of their names.
std::vector<fs::path>
FilesIn(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    {
        const std::string ending = entry.path().extension().string();
        if (entry.is_regular_file(error) && (ending == ".yaml" || ending == ".yml"))
        {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool
HasOneOf(const experiment::Scenario& scenario, const std::vector<std::string>& tags)
{
    return std::any_of(tags.begin(), tags.end(), [&scenario](const std::string& tag) {
        return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
    });
}

} // namespace

std::vector<fs::path>
CatalogueFolders(const fs::path& program)
{
    const fs::path folder = program.parent_path();
    return {"scenarios",
            (folder / "../share/kwiklab/scenarios").lexically_normal(),
            (folder / "../../../scenarios").lexically_normal()};
}

std::vector<std::string>
CatalogueFiles(const std::vector<fs::path>& folders)
{
    std::vector<std::string> files;
    std::set<std::string> names;
    for (const fs::path& folder : folders)
    {
        for (const fs::path& file : FilesIn(folder))
        {
            if (names.insert(file.stem().string()).second)
            {
                files.push_back(file.string());
            }
        }
    }
    return files;
}

std::vector<ScenarioFile>
WithTags(std::vector<ScenarioFile> files, const std::vector<std::string>& tags)
{
    if (!tags.empty())
    {
        std::erase_if(files,
                      [&tags](const ScenarioFile& file) { return !HasOneOf(file.scenario, tags); });
    }
    return files;
}

} // namespace kwik::cli

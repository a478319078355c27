#include "cli/scenario-files.h"

#include "cli/output-style.h"
#include "experiment/text/diagnostic-printer.h"

#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

ScenarioFiles
LoadAll(const std::vector<std::string>& paths)
{
    ScenarioFiles result;
    for (const std::string& path : paths)
    {
        experiment::LoadedScenario loaded = experiment::LoadScenario(path);
        if (loaded.scenario)
        {
            const std::string name = std::filesystem::path(path).stem().string();
            result.files.push_back({path, name, std::move(*loaded.scenario)});
        }
        else
        {
            result.refused.push_back(std::move(loaded));
        }
    }
    return result;
}

void
PrintRefused(const std::vector<experiment::LoadedScenario>& refused)
{
    const experiment::DiagnosticPalette palette = PaletteOf(StyleOf(STDERR_FILENO));
    for (const experiment::LoadedScenario& file : refused)
    {
        std::cerr << experiment::Render(file.diagnostics, file.source, palette);
    }
}

nlohmann::ordered_json
ErrorsOf(const std::vector<experiment::LoadedScenario>& refused)
{
    auto errors = nlohmann::ordered_json::array();
    for (const experiment::LoadedScenario& file : refused)
    {
        for (const experiment::Diagnostic& diagnostic : file.diagnostics)
        {
            errors.push_back({{"file", file.source.Name()},
                              {"line", diagnostic.position.line},
                              {"column", diagnostic.position.column},
                              {"message", diagnostic.message}});
        }
    }
    return errors;
}

int
RefuseScenarios(const std::vector<experiment::LoadedScenario>& refused, OutputForm form)
{
    if (form == OutputForm::Json)
    {
        PrintJson({{"errors", ErrorsOf(refused)}});
    }
    else
    {
        PrintRefused(refused);
    }
    return EXIT_USAGE;
}

void
PrintJson(const nlohmann::ordered_json& document)
{
    // A path may hold any bytes; JSON holds UTF-8.
    constexpr auto REPLACE = nlohmann::ordered_json::error_handler_t::replace;
    std::cout << document.dump(2, ' ', false, REPLACE) << "\n";
}

} // namespace kwik::cli

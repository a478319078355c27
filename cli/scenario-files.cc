#include "cli/scenario-files.h"

#include "cli/output-style.h"
#include "experiment/scenario/scenario-text.h"
#include "experiment/text/diagnostic-printer.h"

#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

void
AddErrors(const experiment::SourceText& source,
          const std::vector<experiment::Diagnostic>& diagnostics,
          nlohmann::ordered_json& errors)
{
    for (const experiment::Diagnostic& diagnostic : diagnostics)
    {
        errors.push_back({{"file", source.Name()},
                          {"line", diagnostic.position.line},
                          {"column", diagnostic.position.column},
                          {"message", diagnostic.message}});
    }
}

} // namespace

std::size_t
ScenarioFile::Points() const
{
    return sweep ? sweep->Count() : 1;
}

experiment::Scenario
ScenarioFile::At(std::size_t point) const
{
    if (sweep)
    {
        return sweep->ScenarioAt(point);
    }
    experiment::Scenario run = scenario;
    run.conclude.reset();
    run.validate.reset();
    run.beside.reset();
    return run;
}

std::string
ScenarioFile::Text() const
{
    return sweep ? sweep->Text(scenario) : experiment::ResolvedText(scenario);
}

std::string
ScenarioFile::HashOfRuns() const
{
    return experiment::ScenarioHash(At(0));
}

std::string
ScenarioFile::Hash() const
{
    return sweep ? sweep->Hash(scenario) : experiment::ScenarioHash(scenario);
}

ScenarioFiles
LoadAll(const std::vector<std::string>& paths, experiment::World world)
{
    ScenarioFiles result;
    for (const std::string& path : paths)
    {
        experiment::LoadedScenario loaded = experiment::LoadScenario(path, world);
        if (loaded.scenario)
        {
            const std::string name = std::filesystem::path(path).stem().string();
            result.files.push_back({path, name, std::move(*loaded.scenario), loaded.sweep});
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
        for (const experiment::RefusedFile& table : file.tables)
        {
            std::cerr << experiment::Render(table.diagnostics, table.source, palette);
        }
    }
}

nlohmann::ordered_json
ErrorsOf(const std::vector<experiment::LoadedScenario>& refused)
{
    auto errors = nlohmann::ordered_json::array();
    for (const experiment::LoadedScenario& file : refused)
    {
        AddErrors(file.source, file.diagnostics, errors);
        for (const experiment::RefusedFile& table : file.tables)
        {
            AddErrors(table.source, table.diagnostics, errors);
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

#include "experiment/scenario/load-scenario.h"

#include "experiment/scenario/check-context.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/yaml/read-yaml.h"

#include <utility>

namespace kwik::experiment
{

namespace
{

/// The one default that depends on another value.
void
FillContent(Scenario& scenario)
{
    for (HostSpec& host : scenario.hosts)
    {
        if (host.role == HostRole::Server && !host.content)
        {
            host.content = HostContent::All;
        }
    }
}

} // namespace

LoadedScenario
LoadScenario(const std::string& path)
{
    Parsed<SourceText> source = SourceText::Load(path);
    if (!source.IsOk())
    {
        return {SourceText(path, ""), std::nullopt, {{Position{}, source.Why()}}};
    }
    return ReadScenario(source.Value());
}

LoadedScenario
ReadScenario(SourceText source)
{
    Diagnostics diagnostics;
    Scenario scenario;
    if (const std::optional<Node> document = ReadYaml(source, diagnostics))
    {
        Reader reader(diagnostics);
        ScenarioTable().Read(*document, scenario, reader);
        FillContent(scenario);
        const CheckContext context(scenario, reader.Index(), diagnostics);
        CheckTopology(context);
        CheckKwik(context);
        CheckWorkload(context);
        CheckTimeline(context);
        CheckExpectations(context);
    }
    if (diagnostics.IsEmpty())
    {
        return {std::move(source), std::move(scenario), {}};
    }
    return {std::move(source), std::nullopt, diagnostics.Sorted()};
}

} // namespace kwik::experiment

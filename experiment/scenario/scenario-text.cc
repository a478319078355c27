#include "experiment/scenario/scenario-text.h"

#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/point-reader.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/json-schema.h"
#include "experiment/schema/reference.h"
#include "experiment/sweep/placeholders.h"
#include "experiment/text/digest.h"
#include "experiment/yaml/write-yaml.h"
#include "protocol-core/base/bytes.h"

#include <array>

namespace kwik::experiment
{

namespace
{

std::string
UnitTable()
{
    constexpr std::array<Dimension, 4> WITH_UNITS{Dimension::Time,
                                                  Dimension::Rate,
                                                  Dimension::Size,
                                                  Dimension::Share};
    std::string text = "| quantity | units | example |\n|---|---|---|\n";
    for (const Dimension dimension : WITH_UNITS)
    {
        const std::string_view noun = NounOf(dimension);
        text += "| " + std::string(noun.substr(noun.find(' ') + 1)) + " | " + UnitList(dimension) +
                " | `" + std::string(ExampleOf(dimension)) + "` |\n";
    }
    return text + "\n";
}

std::string
MetricTable()
{
    std::string text = "| metric | measures | meaning |\n|---|---|---|\n";
    for (const MetricDefinition& metric : Metrics())
    {
        text += "| `" + UsageOf(metric) + "` | " + std::string(NounOf(metric.dimension)) + " | " +
                std::string(metric.meaning) + " |\n";
    }
    return text;
}

} // namespace

std::string
ResolvedText(const Scenario& scenario)
{
    return WriteYaml(Escaped(PointReader().Write(scenario)));
}

std::string
ScenarioHash(const Scenario& scenario)
{
    Digest digest;
    digest.Add(AsBytes(ResolvedText(scenario)));
    return digest.Hex();
}

std::string
JsonSchema()
{
    return JsonSchemaOf(*ScenarioTable().Describe().object);
}

std::string
ScenarioReference()
{
    return "# The scenario file\n\n"
           "<!-- Written by kwik_scenario_docs from the table in experiment/scenario; do not edit. "
           "-->\n\n"
           "A scenario is one UTF-8 YAML file of at most 1 MiB. Every key is listed here; any "
           "other "
           "is an error. Anchors, aliases and tags are not used. A value means the same with and "
           "without quotes.\n\n"
           "Numbers carry their unit, with at most one space before it. Nothing is rounded: a "
           "decimal fraction is allowed only when it is exact.\n\n" +
           UnitTable() + ReferenceOf(*ScenarioTable().Describe().object) +
           "## Metrics\n\nWhat `metric` of an expectation may be. Times in parentheses count from "
           "the start of the run, faults from 0 in the order of time.\n\n" +
           MetricTable();
}

} // namespace kwik::experiment

#include "cli/validation.h"

#include "cli/theory-text.h"
#include "experiment/metrics/metric-registry.h"

#include <algorithm>

namespace kwik::cli
{

namespace
{

using experiment::ToleranceSpec;
using experiment::World;

WorldValues
ValuesIn(const std::vector<RunResult>& runs, World world, const std::string& metric)
{
    WorldValues found;
    for (const RunResult& run : runs)
    {
        if (run.row.state != experiment::RunState::Ok || run.row.key.world != world)
        {
            continue;
        }
        ++found.runs;
        if (const auto value = run.Measured(metric))
        {
            found.values.push_back(static_cast<double>(*value));
        }
    }
    return found;
}

analysis::Margin
MarginOf(const ToleranceSpec& tolerance)
{
    analysis::Margin margin;
    if (tolerance.relative)
    {
        margin.relative = static_cast<double>(tolerance.relative->millionths) /
                          static_cast<double>(experiment::WHOLE.millionths);
    }
    if (tolerance.absolute)
    {
        margin.absolute = static_cast<double>(tolerance.absolute->value);
    }
    return margin;
}

ValidationRow
RowOf(const ScenarioFile& file, const std::vector<RunResult>& runs, const ToleranceSpec& tolerance)
{
    ValidationRow row;
    row.metric = ToText(tolerance.metric);
    row.dimension = experiment::FindMetric(tolerance.metric.name)->dimension;
    row.simulated = ValuesIn(runs, World::Simulation, row.metric);
    row.real = ValuesIn(runs, World::Testbed, row.metric);
    row.theory = TheoryText(file.scenario, tolerance.metric);
    const bool isWhole = row.simulated.runs > 0 && row.real.runs > 0 &&
                         row.simulated.Valueless() + row.real.Valueless() == 0;
    if (isWhole)
    {
        const analysis::Margin margin = MarginOf(tolerance);
        row.tested = analysis::TestEquivalence(row.simulated.values, row.real.values, margin);
        row.isRelative = row.tested->margin > margin.absolute;
    }
    return row;
}

} // namespace

std::size_t
WorldValues::Valueless() const
{
    return runs - values.size();
}

bool
ValidationRow::IsEquivalent() const
{
    return tested && tested->verdict == analysis::EquivalenceVerdict::Equivalent;
}

std::size_t
Validation::CountUnmet() const
{
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const auto& row) {
        return !row.IsEquivalent();
    }));
}

Validation
Validate(const ScenarioFile& file, const std::vector<RunResult>& runs)
{
    Validation validation{&file, {}};
    for (const ToleranceSpec& tolerance :
         file.scenario.validate.value_or(DefaultTolerances(file.scenario)))
    {
        ValidationRow row = RowOf(file, runs, tolerance);
        const bool isMeasured = !row.simulated.values.empty() || !row.real.values.empty();
        if (isMeasured || file.scenario.validate)
        {
            validation.rows.push_back(std::move(row));
        }
    }
    return validation;
}

} // namespace kwik::cli

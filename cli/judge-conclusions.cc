#include "cli/judge-conclusions.h"

#include "protocol-core/base/assert.h"

#include <map>
#include <utility>

namespace kwik::cli
{

namespace
{

using analysis::Measured;
using experiment::ConclusionSpec;

/// A point of the sweep and a seed.
using Place = std::pair<std::size_t, std::uint64_t>;

/// The runs that count. Of two of one place the later one does.
std::map<Place, const RunResult*>
RunsThatCount(const std::vector<RunResult>& runs, std::uint64_t seeds)
{
    std::map<Place, const RunResult*> counting;
    for (const RunResult& run : runs)
    {
        const std::uint64_t seed = run.row.key.seed;
        if (run.row.state == experiment::RunState::Ok && seed >= 1 && seed <= seeds)
        {
            counting[{run.point, seed}] = &run;
        }
    }
    return counting;
}

Measured
MeasuredBy(const RunResult& run, const experiment::ConclusionValue& value)
{
    Measured measured{run.Measured(ToText(value.value.metric)), std::nullopt};
    if (value.divisor)
    {
        measured.divisor = run.Measured(ToText(value.divisor->metric));
    }
    return measured;
}

/// One value for each point of a sweep, or for each seed where there is none.
std::vector<Measured>
PointsOf(const std::map<Place, const RunResult*>& runs,
         const experiment::ConclusionValue& value,
         bool isSweep)
{
    std::map<std::size_t, std::vector<Measured>> points;
    std::size_t number = 0;
    for (const auto& [place, run] : runs)
    {
        points[isSweep ? place.first : number].push_back(MeasuredBy(*run, value));
        ++number;
    }
    std::vector<Measured> medians;
    for (const auto& [point, seeds] : points)
    {
        medians.push_back(analysis::MedianOf(seeds));
    }
    return medians;
}

ConclusionResult
BoundsOf(const ConclusionSpec& spec)
{
    KWIK_ASSERT(spec.equals || spec.between);
    ConclusionResult result;
    result.name = ToText(spec.value);
    result.dimension = DimensionOf(spec.value);
    result.low = spec.equals ? spec.equals->value : spec.between->at(0).value;
    result.high = spec.equals ? spec.equals->value : spec.between->at(1).value;
    return result;
}

} // namespace

bool
ConclusionResult::IsJudged() const
{
    return missingRuns == 0;
}

bool
ConclusionResult::IsMet() const
{
    KWIK_ASSERT(IsJudged());
    return drawn.measured && *drawn.measured >= low && *drawn.measured <= high;
}

std::vector<ConclusionResult>
JudgeConclusions(const ScenarioFile& file, const std::vector<RunResult>& runs, std::uint64_t seeds)
{
    std::vector<ConclusionResult> results;
    if (!file.scenario.conclude)
    {
        return results;
    }
    const std::map<Place, const RunResult*> counting = RunsThatCount(runs, seeds);
    for (const ConclusionSpec& spec : *file.scenario.conclude)
    {
        ConclusionResult result = BoundsOf(spec);
        result.seeds = seeds;
        result.allRuns = file.Points() * static_cast<std::size_t>(seeds);
        result.missingRuns = result.allRuns - counting.size();
        if (result.IsJudged())
        {
            result.drawn =
                analysis::Conclude(spec.value,
                                   PointsOf(counting, spec.value, file.sweep != nullptr));
        }
        results.push_back(std::move(result));
    }
    return results;
}

} // namespace kwik::cli

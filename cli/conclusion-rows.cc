#include "cli/conclusion-rows.h"

#include "cli/code-version.h"

#include <chrono>

namespace kwik::cli
{

namespace
{

std::int64_t
Signed(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

} // namespace

std::vector<experiment::ConclusionRow>
RowsOf(const std::vector<ConclusionResult>& conclusions, const ScenarioFile& file)
{
    const experiment::ConclusionSource source{file.scenario.title,
                                              file.Hash(),
                                              file.Text(),
                                              ThisCode(),
                                              std::string(ThisBuildType()),
                                              std::chrono::system_clock::now().time_since_epoch()};
    std::vector<experiment::ConclusionRow> rows;
    for (const ConclusionResult& conclusion : conclusions)
    {
        experiment::ConclusionRow row{source, Signed(rows.size()), conclusion.name};
        row.unit = BaseUnitOf(conclusion.dimension);
        row.points = Signed(conclusion.drawn.points);
        row.seeds = Signed(conclusion.seeds);
        row.valueless = Signed(conclusion.drawn.valueless);
        if (conclusion.drawn.measured)
        {
            row.measured = Signed(*conclusion.drawn.measured);
        }
        if (conclusion.drawn.interval)
        {
            row.interval = {Signed(conclusion.drawn.interval->at(0)),
                            Signed(conclusion.drawn.interval->at(1))};
        }
        row.low = Signed(conclusion.low);
        row.high = Signed(conclusion.high);
        row.outcome =
            conclusion.IsMet() ? experiment::Outcome::Passed : experiment::Outcome::Failed;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace kwik::cli

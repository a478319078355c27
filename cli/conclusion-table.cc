#include "cli/conclusion-table.h"

#include "cli/quantity-text.h"
#include "cli/text-table.h"
#include "cli/wording.h"

namespace kwik::cli
{

namespace
{

constexpr std::string_view NOTHING = "-";

std::string
MeasuredText(const ConclusionResult& conclusion)
{
    return conclusion.drawn.measured ? RoundedText(conclusion.dimension, *conclusion.drawn.measured)
                                     : std::string(NOTHING);
}

std::string
IntervalText(const ConclusionResult& conclusion)
{
    if (!conclusion.drawn.interval)
    {
        return std::string(NOTHING);
    }
    const auto& [low, high] = *conclusion.drawn.interval;
    return RangeText(RoundedText(conclusion.dimension, low),
                     RoundedText(conclusion.dimension, high));
}

std::string
CountText(const ConclusionResult& conclusion)
{
    const analysis::Conclusion& drawn = conclusion.drawn;
    const std::string all = std::to_string(drawn.points);
    return drawn.valueless == 0 ? all
                                : std::to_string(drawn.points - drawn.valueless) + " of " + all;
}

TableCell
VerdictCell(const ConclusionResult& conclusion)
{
    if (!conclusion.IsJudged())
    {
        return {"not judged: " + std::to_string(conclusion.missingRuns) + " of " +
                Counted(conclusion.allRuns, "run") + " missing"};
    }
    if (conclusion.IsMet())
    {
        return {"met", Colour::Good};
    }
    const std::size_t valueless = conclusion.drawn.valueless;
    return {valueless == 0 ? "NOT met" : "NOT met: no value of " + std::to_string(valueless),
            Colour::Bad};
}

} // namespace

std::string
ConclusionTable(const std::vector<ConclusionResult>& conclusions, const OutputStyle& style)
{
    TextTable table({{"conclusion", Align::Left},
                     {"measured"},
                     {"95 % interval"},
                     {"at least"},
                     {"at most"},
                     {"n"},
                     {"verdict", Align::Left}});
    for (const ConclusionResult& conclusion : conclusions)
    {
        const bool isJudged = conclusion.IsJudged();
        table.Add({{conclusion.name},
                   {isJudged ? MeasuredText(conclusion) : std::string(NOTHING)},
                   {isJudged ? IntervalText(conclusion) : std::string(NOTHING)},
                   {ExactText(conclusion.dimension, conclusion.low)},
                   {ExactText(conclusion.dimension, conclusion.high)},
                   {isJudged ? CountText(conclusion) : std::string(NOTHING)},
                   VerdictCell(conclusion)});
    }
    return table.Text(style);
}

nlohmann::ordered_json
DocumentOf(const ConclusionResult& conclusion, const std::string& scenario)
{
    const analysis::Conclusion& drawn = conclusion.drawn;
    nlohmann::ordered_json document{{"scenario", scenario},
                                    {"name", conclusion.name},
                                    {"measured", nullptr},
                                    {"interval", nullptr},
                                    {"low", conclusion.low},
                                    {"high", conclusion.high},
                                    {"unit", experiment::BaseUnitOf(conclusion.dimension)},
                                    {"points", drawn.points},
                                    {"valueless", drawn.valueless},
                                    {"missing_runs", conclusion.missingRuns},
                                    {"pass", nullptr}};
    if (drawn.measured)
    {
        document["measured"] = *drawn.measured;
    }
    if (drawn.interval)
    {
        document["interval"] = *drawn.interval;
    }
    if (conclusion.IsJudged())
    {
        document["pass"] = conclusion.IsMet();
    }
    return document;
}

} // namespace kwik::cli

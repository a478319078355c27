#include "cli/expectation-table.h"

#include "cli/text-table.h"
#include "cli/wording.h"
#include "experiment/text/quantity.h"

#include <algorithm>

namespace kwik::cli
{

namespace
{

/// As many as are named one by one.
constexpr std::size_t MOST_NAMED_SEEDS = 6;

std::string
QuantityText(const ExpectationResult& expectation, std::uint64_t value)
{
    return experiment::ToRoundedText({expectation.dimension, value});
}

/// The bounds are the user's own words, so nothing of them is rounded.
std::string
BoundText(const ExpectationResult& expectation, std::uint64_t bound)
{
    const std::string text = QuantityText(expectation, bound);
    const auto read = experiment::ParseQuantity(text, expectation.dimension);
    const bool isExact = read.IsOk() && read.Value() == bound;
    return isExact ? text : experiment::ToText({expectation.dimension, bound});
}

/// "59.5 .. 112.6 ms": the unit once when it is the same.
std::string
RangeText(const std::string& first, const std::string& last)
{
    const std::size_t unit = first.find(' ');
    const bool isShared = unit != std::string::npos && last.ends_with(first.substr(unit));
    return (isShared ? first.substr(0, unit) : first) + " .. " + last;
}

std::string
MeasuredText(const std::vector<RunResult>& runs, std::size_t index)
{
    std::vector<std::uint64_t> values;
    for (const RunResult& run : runs)
    {
        if (const auto measured = run.expectations[index].measured)
        {
            values.push_back(*measured);
        }
    }
    if (values.empty())
    {
        return "-";
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const ExpectationResult& expectation = runs[0].expectations[index];
    const std::string first = QuantityText(expectation, *least);
    const std::string last = QuantityText(expectation, *most);
    const std::string range = first == last ? first : RangeText(first, last);
    const std::size_t absent = runs.size() - values.size();
    return absent == 0 ? range : range + ", - (" + Counted(absent, "seed") + ")";
}

TableCell
VerdictCell(const std::vector<RunResult>& runs, std::size_t index)
{
    std::vector<std::uint64_t> unmet;
    for (const RunResult& run : runs)
    {
        if (!run.expectations[index].isMet)
        {
            unmet.push_back(run.row.key.seed);
        }
    }
    if (unmet.empty())
    {
        return {"met", Colour::Good};
    }
    if (runs.size() == 1)
    {
        return {"NOT met", Colour::Bad};
    }
    const std::string who =
        unmet.size() <= MOST_NAMED_SEEDS
            ? (unmet.size() == 1 ? "seed " : "seeds ") + NumberList(unmet)
            : std::to_string(unmet.size()) + " of " + Counted(runs.size(), "seed");
    return {"NOT met by " + who, Colour::Bad};
}

} // namespace

std::string
ExpectationTable(const std::vector<RunResult>& runs, const OutputStyle& style)
{
    TextTable table({{"expectation", Align::Left},
                     {"measured"},
                     {"at least"},
                     {"at most"},
                     {"verdict", Align::Left}});
    const std::vector<ExpectationResult>& expectations = runs[0].expectations;
    for (std::size_t i = 0; i < expectations.size(); ++i)
    {
        table.Add({{expectations[i].name},
                   {MeasuredText(runs, i)},
                   {BoundText(expectations[i], expectations[i].low)},
                   {BoundText(expectations[i], expectations[i].high)},
                   VerdictCell(runs, i)});
    }
    return table.Text(style);
}

} // namespace kwik::cli

#include "cli/expectation-table.h"

#include "cli/quantity-text.h"
#include "cli/text-table.h"
#include "cli/wording.h"

#include <algorithm>
#include <set>

namespace kwik::cli
{

namespace
{

/// As many as are named one by one.
constexpr std::size_t MOST_NAMED = 6;
constexpr std::string_view VARIES = "varies";

std::string_view
NounOf(CountedBy by)
{
    return by == CountedBy::Seed ? "seed" : "point";
}

/// Points count from 1 for people.
std::uint64_t
NumberOf(const RunResult& run, CountedBy by)
{
    return by == CountedBy::Seed ? run.row.key.seed : run.point + 1;
}

std::string
MeasuredText(const std::vector<RunResult>& runs, std::size_t index, CountedBy by)
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
    const std::string first = RoundedText(expectation.dimension, *least);
    const std::string last = RoundedText(expectation.dimension, *most);
    const std::string range = first == last ? first : RangeText(first, last);
    const std::size_t absent = runs.size() - values.size();
    return absent == 0
               ? range
               : range + ", - (" + Counted(absent, by == CountedBy::Seed ? "seed" : "run") + ")";
}

TableCell
VerdictCell(const std::vector<RunResult>& runs, std::size_t index, CountedBy by)
{
    std::set<std::uint64_t> all;
    std::set<std::uint64_t> unmet;
    for (const RunResult& run : runs)
    {
        all.insert(NumberOf(run, by));
        if (!run.expectations[index].isMet)
        {
            unmet.insert(NumberOf(run, by));
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
        unmet.size() <= MOST_NAMED
            ? std::string(NounOf(by)) + (unmet.size() == 1 ? " " : "s ") +
                  NumberList({unmet.begin(), unmet.end()})
            : std::to_string(unmet.size()) + " of " + Counted(all.size(), NounOf(by));
    return {"NOT met by " + who, Colour::Bad};
}

/// One bound of all runs.
std::string
BoundText(const std::vector<RunResult>& runs,
          std::size_t index,
          std::uint64_t ExpectationResult::* bound)
{
    const ExpectationResult& first = runs[0].expectations[index];
    const bool isOne = std::all_of(runs.begin(), runs.end(), [&](const RunResult& run) {
        const ExpectationResult& other = run.expectations[index];
        return other.*bound == first.*bound && other.dimension == first.dimension;
    });
    return isOne ? ExactText(first.dimension, first.*bound) : std::string(VARIES);
}

} // namespace

std::string
ExpectationTable(const std::vector<RunResult>& runs, const OutputStyle& style, CountedBy by)
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
                   {MeasuredText(runs, i, by)},
                   {BoundText(runs, i, &ExpectationResult::low)},
                   {BoundText(runs, i, &ExpectationResult::high)},
                   VerdictCell(runs, i, by)});
    }
    return table.Text(style);
}

} // namespace kwik::cli

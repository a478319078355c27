#include "cli/validation-table.h"

#include "cli/quantity-text.h"
#include "cli/text-table.h"
#include "cli/wording.h"

#include <cmath>
#include <fmt/format.h>

namespace kwik::cli
{

namespace
{

using analysis::Equivalence;
using analysis::EquivalenceVerdict;
using experiment::Dimension;

constexpr std::string_view NOTHING = "-";

std::string
AmountText(Dimension dimension, double value)
{
    const auto rounded = static_cast<std::uint64_t>(std::llround(std::abs(value)));
    std::string text = RoundedText(dimension, rounded);
    // The difference of two shares is no share of them.
    if (dimension == Dimension::Share && text.ends_with(" %"))
    {
        text.replace(text.size() - 1, 1, "points");
    }
    return text;
}

/// A difference as a reader compares it with the tolerance.
class DifferenceText
{
  public:
    explicit DifferenceText(const ValidationRow& row)
        : m_row(row),
          m_mean(row.tested->referenceMean)
    {
    }

    std::string Of(double difference) const
    {
        const std::string_view sign = difference < 0 ? "-" : "+";
        return std::string(sign) + Unsigned(std::abs(difference));
    }

    std::string Unsigned(double amount) const
    {
        return m_row.isRelative ? fmt::format("{:.2f} %", amount / m_mean * 100)
                                : AmountText(m_row.dimension, amount);
    }

  private:
    const ValidationRow& m_row;
    double m_mean;
};

std::string
MeanText(const WorldValues& values, Dimension dimension)
{
    if (values.values.empty())
    {
        return std::string(NOTHING);
    }
    double sum = 0;
    for (const double value : values.values)
    {
        sum += value;
    }
    const double mean = sum / static_cast<double>(values.values.size());
    return RoundedText(dimension, static_cast<std::uint64_t>(std::llround(mean)));
}

/// Why nothing was compared.
std::string
ReasonText(const ValidationRow& row)
{
    if (row.simulated.runs == 0 || row.real.runs == 0)
    {
        return row.simulated.runs == 0 ? "NOT compared: no simulation" : "NOT compared: no run";
    }
    const std::size_t valueless = row.simulated.Valueless() + row.real.Valueless();
    return "NOT compared: no value in " + std::to_string(valueless) + " of " +
           Counted(row.simulated.runs + row.real.runs, "run");
}

TableCell
VerdictCell(const ValidationRow& row)
{
    if (!row.tested)
    {
        return {ReasonText(row), Colour::Bad};
    }
    switch (row.tested->verdict)
    {
    case EquivalenceVerdict::Equivalent:
        return {"equivalent", Colour::Good};
    case EquivalenceVerdict::Different:
        return {"DIFFERENT", Colour::Bad};
    case EquivalenceVerdict::Undecided:
        break;
    }
    return {"NOT shown: needs more seeds", Colour::Bad};
}

std::vector<TableCell>
RowOf(const ValidationRow& row)
{
    std::vector<TableCell> cells{{row.metric},
                                 {MeanText(row.simulated, row.dimension)},
                                 {MeanText(row.real, row.dimension)}};
    if (row.tested)
    {
        const DifferenceText text(row);
        const auto& interval = row.tested->interval;
        cells.push_back({text.Of(row.tested->Difference())});
        cells.push_back({interval ? RangeText(text.Of((*interval)[0]), text.Of((*interval)[1]))
                                  : std::string(NOTHING)});
        cells.push_back({text.Unsigned(row.tested->margin)});
    }
    else
    {
        cells.insert(cells.end(), 3, {std::string(NOTHING)});
    }
    cells.push_back({row.theory.empty() ? std::string(NOTHING) : row.theory});
    cells.push_back(VerdictCell(row));
    return cells;
}

std::string_view
VerdictWord(const ValidationRow& row)
{
    if (!row.tested)
    {
        return "not compared";
    }
    switch (row.tested->verdict)
    {
    case EquivalenceVerdict::Equivalent:
        return "equivalent";
    case EquivalenceVerdict::Different:
        return "different";
    case EquivalenceVerdict::Undecided:
        break;
    }
    return "undecided";
}

nlohmann::ordered_json
DocumentOf(const ValidationRow& row, const std::string& scenario)
{
    nlohmann::ordered_json document{{"scenario", scenario},
                                    {"metric", row.metric},
                                    {"unit", experiment::BaseUnitOf(row.dimension)},
                                    {"simulated", row.simulated.values},
                                    {"real", row.real.values},
                                    {"difference", nullptr},
                                    {"interval", nullptr},
                                    {"margin", nullptr},
                                    {"theory", row.theory},
                                    {"verdict", VerdictWord(row)}};
    if (row.tested)
    {
        document["difference"] = row.tested->Difference();
        document["margin"] = row.tested->margin;
        if (row.tested->interval)
        {
            document["interval"] = *row.tested->interval;
        }
    }
    return document;
}

} // namespace

std::string
ValidationTable(const Validation& validation, const OutputStyle& style)
{
    TextTable table({{"simulation and testbed", Align::Left},
                     {"simulated"},
                     {"real"},
                     {"error"},
                     {"90 % interval"},
                     {"tolerance"},
                     {"theory"},
                     {"verdict", Align::Left}});
    for (const ValidationRow& row : validation.rows)
    {
        table.Add(RowOf(row));
    }
    return table.Text(style);
}

nlohmann::ordered_json
DocumentOf(const Validation& validation)
{
    auto list = nlohmann::ordered_json::array();
    for (const ValidationRow& row : validation.rows)
    {
        list.push_back(DocumentOf(row, validation.file->name));
    }
    return list;
}

} // namespace kwik::cli

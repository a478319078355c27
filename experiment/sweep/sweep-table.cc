#include "experiment/sweep/sweep-table.h"

#include "experiment/schema/grammar-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/pair-kind.h"
#include "experiment/schema/quantity-kind.h"
#include "experiment/schema/text-kind.h"

#include <limits>

namespace kwik::experiment
{

namespace
{

constexpr std::uint32_t MOST_DRAWN = 10'000;

GrammarKind<RowChoice>
RowsKind()
{
    Shape shape;
    shape.words = "rows of the table: all, every 10, 1..50, or 1..50 every 5";
    shape.pattern = "^(all|every [1-9][0-9]*|[1-9][0-9]*\\.\\.[1-9][0-9]*( every [1-9][0-9]*)?)$";
    return GrammarKind<RowChoice>(
        {&ParseRowChoice, &ToText, "rows such as 'every 10'", std::move(shape)});
}

GrammarKind<Decimal>
DecimalKind()
{
    Shape shape;
    shape.form = ShapeForm::Number;
    shape.words = "number";
    shape.pattern = "^(0|[1-9][0-9]*)(\\.[0-9]+)?$";
    return GrammarKind<Decimal>({&ParseDecimal, &ToText, "a number", std::move(shape)});
}

/// A value that is put in the place of a parameter: one line of text, numbers and flags too.
class ParameterValueKind : public TextKind
{
  public:
    Shape Describe() const
    {
        Shape shape = TextKind::Describe();
        shape.form = ShapeForm::AnyScalar;
        return shape;
    }
};

std::vector<Field<SweepSpec>>
SweepFields()
{
    using Spec = SweepSpec;
    return {
        Optional<Spec>({"csv",
                        "A table in a file, its path relative to the scenario's (RFC 4180, UTF-8, "
                        "at most 1 MiB): the columns are parameters, each row is a point.",
                        "designs/low-bdp.csv"},
                       &Spec::csv,
                       OptionalKind(TextKind())),
        Optional<Spec>({"rows",
                        "Which rows are taken, counted from 1 without the header; all if absent.",
                        "every 10"},
                       &Spec::rows,
                       OptionalKind(RowsKind())),
        Optional<Spec>({"name", "A parameter.", "loss"},
                       &Spec::name,
                       OptionalKind(NameKind("a parameter"))),
        Optional<Spec>({"values", "What it is, one after the other.", "[0, 0.5, 1]"},
                       &Spec::values,
                       OptionalKind(ListKind(ParameterValueKind(), {1}))),
        Optional<Spec>({"uniform",
                        "What it is at random: numbers between two bounds, both included, with as "
                        "many decimals as the bounds have. They are drawn once, and are the same "
                        "on every machine.",
                        "[500, 5000]"},
                       &Spec::uniform,
                       OptionalKind(PairKind(DecimalKind()))),
        Optional<Spec>({"count", "How many numbers are drawn.", "100"},
                       &Spec::count,
                       OptionalKind(QuantityKind<std::uint32_t>(1, MOST_DRAWN))),
        Optional<Spec>(
            {"seed", "Other numbers are drawn with another one; 1 if absent.", "7"},
            &Spec::seed,
            OptionalKind(
                QuantityKind<std::uint32_t>(0, std::numeric_limits<std::uint32_t>::max()))),
    };
}

} // namespace

ListKind<ObjectKind<SweepSpec>>
SweepTable()
{
    ObjectKind<SweepSpec> axis(
        {"an axis of the sweep",
         "What is varied. The axes are crossed: each point of the sweep takes one row or value of "
         "every axis, and the last axis changes first. All together there are at most 100,000 "
         "points. See [Sweeps](cli.md#sweeps)."},
        SweepFields(),
        {{RuleForm::ExactlyOne, "", {"csv", "name"}},
         {RuleForm::AtMostOne, "csv", {"rows"}},
         {RuleForm::ExactlyOne, "name", {"values", "uniform"}},
         {RuleForm::ExactlyOne, "uniform", {"count"}},
         {RuleForm::AtMostOne, "uniform", {"seed"}}});
    return {std::move(axis), {1}};
}

} // namespace kwik::experiment

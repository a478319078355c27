#include "experiment/schema/quantity-range.h"

#include "experiment/text/nearest-name.h"

#include <string_view>

namespace kwik::experiment
{

std::optional<std::uint64_t>
ReadWithin(const QuantityRange& range, const Node& node, Reader& reader)
{
    const std::string expected = std::string(NounOf(range.dimension)) + " such as '" +
                                 std::string(ExampleOf(range.dimension)) + "'";
    const std::optional<std::string_view> scalar = reader.Scalar(node, expected);
    if (!scalar)
    {
        return std::nullopt;
    }
    const Parsed<std::uint64_t> parsed = ParseQuantity(*scalar, range.dimension);
    if (!parsed.IsOk())
    {
        reader.Refuse(node, parsed.Why());
        return std::nullopt;
    }
    if (parsed.Value() < range.low || parsed.Value() > range.high)
    {
        reader.Refuse(node,
                      Quoted(*scalar) +
                          " is out of range; allowed: " + ToText({range.dimension, range.low}) +
                          " to " + ToText({range.dimension, range.high}));
        return std::nullopt;
    }
    return parsed.Value();
}

Node
WriteQuantity(Dimension dimension, std::uint64_t value)
{
    return ScalarNode(ToText({dimension, value}));
}

Shape
DescribeRange(const QuantityRange& range)
{
    Shape shape;
    const std::string_view noun = NounOf(range.dimension);
    shape.words = std::string(noun.substr(noun.find(' ') + 1)) + ", " +
                  ToText({range.dimension, range.low}) + " to " +
                  ToText({range.dimension, range.high});
    if (range.dimension == Dimension::Count)
    {
        shape.form = ShapeForm::Count;
        shape.low = range.low;
        shape.high = range.high;
        return shape;
    }
    shape.pattern = "^" + PatternOf(range.dimension) + "$";
    return shape;
}

std::string
PatternOf(Dimension dimension)
{
    if (dimension == Dimension::Flag)
    {
        return "(yes|no|true|false)";
    }
    if (dimension == Dimension::Count)
    {
        return "(0|[1-9][0-9]*)";
    }
    std::string units;
    for (const Unit& unit : UnitsOf(dimension))
    {
        units += units.empty() ? "" : "|";
        units += unit.symbol;
    }
    return "(0|[1-9][0-9]*)(\\.[0-9]+)? ?(" + units + ")";
}

} // namespace kwik::experiment

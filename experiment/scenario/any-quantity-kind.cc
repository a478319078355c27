#include "experiment/scenario/any-quantity-kind.h"

#include "experiment/schema/quantity-range.h"

#include <array>

namespace kwik::experiment
{

void
AnyQuantityKind::Read(const Node& node, Quantity& quantity, Reader& reader) const
{
    const std::optional<std::string_view> scalar =
        reader.Scalar(node, "a value with its unit such as '50 MB'");
    if (!scalar)
    {
        return;
    }
    const Parsed<Quantity> parsed = ParseAnyQuantity(*scalar);
    if (!parsed.IsOk())
    {
        reader.Refuse(node, parsed.Why());
        return;
    }
    quantity = parsed.Value();
}

Node
AnyQuantityKind::Write(const Quantity& quantity) const
{
    return ScalarNode(ToText(quantity));
}

Shape
AnyQuantityKind::Describe() const
{
    constexpr std::array<Dimension, 6> ALL{Dimension::Time,
                                           Dimension::Rate,
                                           Dimension::Size,
                                           Dimension::Share,
                                           Dimension::Count,
                                           Dimension::Flag};
    Shape shape;
    shape.form = ShapeForm::AnyScalar;
    shape.words = "value with the unit of the metric";
    for (const Dimension dimension : ALL)
    {
        shape.pattern += (shape.pattern.empty() ? "^(" : "|") + PatternOf(dimension);
    }
    shape.pattern += ")$";
    return shape;
}

} // namespace kwik::experiment

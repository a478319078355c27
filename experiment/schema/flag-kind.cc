#include "experiment/schema/flag-kind.h"

#include "experiment/text/quantity.h"

#include <optional>
#include <string_view>

namespace kwik::experiment
{

void
FlagKind::Read(const Node& node, bool& flag, Reader& reader) const
{
    const std::optional<std::string_view> scalar = reader.Scalar(node, "yes or no");
    if (!scalar)
    {
        return;
    }
    const Parsed<std::uint64_t> parsed = ParseQuantity(*scalar, Dimension::Flag);
    if (!parsed.IsOk())
    {
        reader.Refuse(node, parsed.Why());
        return;
    }
    flag = parsed.Value() != 0;
}

Node
FlagKind::Write(bool flag) const
{
    return ScalarNode(flag ? "yes" : "no");
}

Shape
FlagKind::Describe() const
{
    Shape shape;
    shape.form = ShapeForm::Flag;
    shape.words = "yes or no";
    return shape;
}

} // namespace kwik::experiment

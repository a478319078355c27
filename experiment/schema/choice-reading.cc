#include "experiment/schema/choice-reading.h"

#include <algorithm>
#include <string_view>

namespace kwik::experiment
{

std::optional<std::size_t>
ReadChoice(const Names& words, const Node& node, Reader& reader)
{
    const std::optional<std::string_view> scalar = reader.Scalar(node, "one of " + ListOf(words));
    if (!scalar)
    {
        return std::nullopt;
    }
    const auto found = std::find(words.begin(), words.end(), *scalar);
    if (found == words.end())
    {
        reader.Refuse(node,
                      Quoted(*scalar) + " is unknown" + DidYouMean(*scalar, words) +
                          "; allowed: " + ListOf(words));
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - words.begin());
}

Shape
DescribeChoice(const Names& words)
{
    Shape shape;
    shape.form = ShapeForm::Choice;
    shape.words = "one of " + ListOf(words);
    shape.choices = words;
    return shape;
}

} // namespace kwik::experiment

#include "experiment/schema/text-kind.h"

#include "experiment/text/nearest-name.h"
#include "experiment/text/printable.h"

#include <optional>
#include <string_view>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t LONGEST = 200;

} // namespace

void
TextKind::Read(const Node& node, std::string& text, Reader& reader) const
{
    const std::optional<std::string_view> scalar = reader.Scalar(node, "a line of text");
    if (!scalar)
    {
        return;
    }
    std::string_view line = *scalar;
    if (line.ends_with('\n'))
    {
        line.remove_suffix(1);
    }
    if (line.empty() || CodePoints(line) > LONGEST || Printable(line) != line)
    {
        reader.Refuse(node,
                      Quoted(line) + " is not one line of text; allowed: 1 to " +
                          std::to_string(LONGEST) + " characters, no control characters");
        return;
    }
    text = line;
}

Node
TextKind::Write(const std::string& text) const
{
    return ScalarNode(text);
}

Shape
TextKind::Describe() const
{
    Shape shape;
    shape.words = "text, one line";
    shape.pattern = "^.{1," + std::to_string(LONGEST) + "}$";
    return shape;
}

} // namespace kwik::experiment

#include "experiment/schema/name-kind.h"

#include "experiment/text/nearest-name.h"

#include <optional>
#include <utility>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t LONGEST = 63;
constexpr std::string_view LETTERS = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view ALLOWED = "abcdefghijklmnopqrstuvwxyz0123456789-_";

} // namespace

NameKind::NameKind(std::string noun)
    : m_noun(std::move(noun))
{
}

void
NameKind::Read(const Node& node, std::string& name, Reader& reader) const
{
    const std::optional<std::string_view> scalar = reader.Scalar(node, "the name of " + m_noun);
    if (!scalar)
    {
        return;
    }
    const std::string objection = Objection(*scalar);
    if (!objection.empty())
    {
        reader.Refuse(node, objection);
        return;
    }
    name = *scalar;
}

Node
NameKind::Write(const std::string& name) const
{
    return ScalarNode(name);
}

Shape
NameKind::Describe() const
{
    Shape shape;
    shape.words = "name of " + m_noun;
    shape.pattern = "^[a-z][a-z0-9_-]{0," + std::to_string(LONGEST - 1) + "}$";
    return shape;
}

std::string
NameKind::Objection(std::string_view text)
{
    const bool isName = !text.empty() && text.size() <= LONGEST &&
                        LETTERS.find(text[0]) != std::string_view::npos &&
                        text.find_first_not_of(ALLOWED) == std::string_view::npos;
    return isName ? ""
                  : Quoted(text) + " is not a name; allowed: a lower-case letter, then lower-case "
                                   "letters, digits, '-' and '_', at most 63 characters";
}

} // namespace kwik::experiment

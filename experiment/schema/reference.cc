#include "experiment/schema/reference.h"

#include "experiment/text/nearest-name.h"

#include <set>
#include <string_view>

namespace kwik::experiment
{

namespace
{

/// @p text as a cell of a table.
std::string
Cell(std::string_view text)
{
    std::string cell;
    for (const char c : text)
    {
        cell += c == '|' ? "\\|" : std::string(1, c);
    }
    return cell;
}

std::string
Code(std::string_view text)
{
    return "`" + Cell(text) + "`";
}

std::string
DefaultCell(const FieldShape& field)
{
    if (field.presence == Presence::Required)
    {
        return "required";
    }
    if (!field.defaultText.empty())
    {
        return Code(field.defaultText);
    }
    return field.shape.form == ShapeForm::Object && !field.isAbsentByDefault ? "see below"
                                                                             : "absent";
}

std::string
RuleText(const KeyRule& rule)
{
    const std::string number = rule.form == RuleForm::ExactlyOne ? "Exactly one" : "At most one";
    const std::string where = rule.when.empty() ? "" : ", and only beside `" + rule.when + "`";
    if (rule.keys.size() == 1)
    {
        return "`" + rule.keys[0] + "` is allowed only beside `" + rule.when + "`.\n\n";
    }
    return number + " of these is written" + where + ": " + ListOf(rule.keys) + ".\n\n";
}

/// Writes the sections of a reference.
class ReferenceText
{
  public:
    void Section(const ObjectShape& object, const std::string& path)
    {
        if (!m_written.insert(object.name).second)
        {
            return;
        }
        m_text += path.empty() ? "" : "## `" + path + "`: " + object.name + "\n\n";
        m_text += object.meaning + "\n\n";
        m_text += "| key | value | default | meaning |\n|---|---|---|---|\n";
        for (const FieldShape& field : object.fields)
        {
            m_text += "| " + Code(field.key.name) + " | " + Cell(field.shape.words) + " | " +
                      DefaultCell(field) + " | " + Cell(field.key.meaning) +
                      " Example: " + Code(field.key.name + ": " + field.key.example) + " |\n";
        }
        m_text += "\n";
        for (const KeyRule& rule : object.rules)
        {
            m_text += RuleText(rule);
        }
        for (const FieldShape& field : object.fields)
        {
            const std::string prefix = path.empty() ? "" : path + ".";
            Follow(field.shape, prefix + field.key.name);
        }
    }

    std::string Take()
    {
        return std::move(m_text);
    }

  private:
    void Follow(const Shape& shape, const std::string& path)
    {
        if (shape.form == ShapeForm::Object)
        {
            Section(*shape.object, path);
        }
        if (!shape.element.empty())
        {
            Follow(shape.element[0], path + (shape.form == ShapeForm::Map ? ".NAME" : "[]"));
        }
    }

    std::string m_text;
    std::set<std::string> m_written;
};

} // namespace

std::string
ReferenceOf(const ObjectShape& root)
{
    ReferenceText text;
    text.Section(root, "");
    return text.Take();
}

} // namespace kwik::experiment

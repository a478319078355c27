#include "experiment/yaml/write-yaml.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t LINE_WIDTH = 120;
constexpr std::size_t INDENT = 2;

bool
IsControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

/// Whether a plain scalar would be read as something else, in a flow list or outside.
bool
NeedsQuotes(std::string_view text)
{
    constexpr std::string_view STARTS = "-?:,[]{}#&*!|>'\"%@`. ";
    constexpr std::string_view ANYWHERE = ",[]{}";
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    {
        return true;
    }
    return STARTS.find(text.front()) != std::string_view::npos || text.back() == ' ' ||
           text.back() == ':' || text.find_first_of(ANYWHERE) != std::string_view::npos ||
           text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos ||
           std::any_of(text.begin(), text.end(), IsControl);
}

std::string
ScalarText(std::string_view text)
{
    if (!NeedsQuotes(text))
    {
        return std::string(text);
    }
    constexpr std::string_view HEX = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (IsControl(c))
        {
            quoted += std::string("\\x") + HEX[byte >> 4] + HEX[byte & 0xf];
            continue;
        }
        quoted += c == '"' || c == '\\' ? "\\" : "";
        quoted += c;
    }
    return quoted + "\"";
}

bool
IsWritten(const MapEntry& entry)
{
    return entry.value.form != NodeForm::Null;
}

bool
IsFlat(const Node& node)
{
    return node.form != NodeForm::Map && std::all_of(node.items.begin(), node.items.end(), IsFlat);
}

bool
IsShort(const Node& node)
{
    return std::all_of(node.items.begin(), node.items.end(), IsFlat) &&
           std::all_of(node.entries.begin(), node.entries.end(), [](const MapEntry& entry) {
               return IsFlat(entry.value);
           });
}

/// Writes one document, line by line.
class YamlText
{
  public:
    void Map(const Node& map, std::size_t indent)
    {
        for (const MapEntry& entry : map.entries)
        {
            if (IsWritten(entry))
            {
                StartLine(indent);
                m_text += ScalarText(entry.key) + ":";
                Value(entry.value, indent);
            }
        }
    }

    std::string Take()
    {
        return std::move(m_text);
    }

  private:
    void List(const Node& list, std::size_t indent)
    {
        for (const Node& item : list.items)
        {
            StartLine(indent);
            m_text += "-";
            Value(item, indent);
        }
    }

    /// Puts @p node behind the key or dash that was just written.
    void Value(const Node& node, std::size_t indent)
    {
        const std::string line = IsShort(node) ? WriteInline(node) : "";
        const std::size_t used = m_text.size() - std::min(m_text.size(), m_text.rfind('\n') + 1);
        const bool fits = used + 1 + line.size() <= LINE_WIDTH;
        if (!line.empty() && (node.form == NodeForm::Scalar || fits))
        {
            m_text += " " + line + "\n";
            return;
        }
        if (m_text.back() == '-' && node.form == NodeForm::Map)
        {
            m_text += " ";
            m_isAfterDash = true;
            Map(node, indent + INDENT);
            return;
        }
        m_text += "\n";
        if (node.form == NodeForm::Map)
        {
            Map(node, indent + INDENT);
            return;
        }
        List(node, indent + INDENT);
    }

    void StartLine(std::size_t indent)
    {
        m_text += m_isAfterDash ? "" : std::string(indent, ' ');
        m_isAfterDash = false;
    }

    std::string m_text;
    bool m_isAfterDash{false};
};

std::string
InlineMap(const Node& map)
{
    std::string line = "{";
    for (const MapEntry& entry : map.entries)
    {
        if (IsWritten(entry))
        {
            line += line.size() > 1 ? ", " : "";
            line += ScalarText(entry.key) + ": " + WriteInline(entry.value);
        }
    }
    return line + "}";
}

} // namespace

std::string
WriteYaml(const Node& root)
{
    KWIK_ASSERT(root.form == NodeForm::Map);
    YamlText text;
    text.Map(root, 0);
    return text.Take();
}

std::string
WriteInline(const Node& node)
{
    switch (node.form)
    {
    case NodeForm::Null:
        return "~";
    case NodeForm::Scalar:
        return ScalarText(node.scalar);
    case NodeForm::Map:
        return InlineMap(node);
    case NodeForm::List:
        break;
    }
    std::string line = "[";
    for (const Node& item : node.items)
    {
        line += line.size() > 1 ? ", " : "";
        line += WriteInline(item);
    }
    return line + "]";
}

} // namespace kwik::experiment

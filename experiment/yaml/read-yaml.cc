#include "experiment/yaml/read-yaml.h"

#include "experiment/text/nearest-name.h"
#include "experiment/text/printable.h"
#include "experiment/yaml/node-builder.h"
#include "experiment/yaml/syntax-explanation.h"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace kwik::experiment
{

namespace
{

Position
PositionAt(const SourceText& source, std::size_t offset)
{
    const std::string_view before = std::string_view(source.Text()).substr(0, offset);
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t start = before.rfind('\n') + 1; // npos + 1 is 0: the first line.
    return {line + 1, static_cast<std::uint32_t>(offset - start + 1)};
}

bool
IsForbidden(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
}

/// Refuses a file of which only the beginning was read. @return whether it was read to its end
bool
CheckSize(const SourceText& source, Diagnostics& diagnostics)
{
    if (!source.IsWhole())
    {
        diagnostics.Add(PositionAt(source, source.Text().size()),
                        "the file goes on here; a scenario has at most 1 MiB");
    }
    return source.IsWhole();
}

/// Refuses bytes that are no text at all. @return whether it is text
bool
CheckCharacters(const SourceText& source, Diagnostics& diagnostics)
{
    const std::string& text = source.Text();
    const auto forbidden = std::find_if(text.begin(), text.end(), IsForbidden);
    if (forbidden != text.end())
    {
        const auto offset = static_cast<std::size_t>(forbidden - text.begin());
        constexpr std::string_view HEX = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(*forbidden);
        diagnostics.Add(PositionAt(source, offset),
                        std::string("control character U+00") + HEX[byte >> 4] + HEX[byte & 0xf] +
                            "; a scenario is UTF-8 text");
        return false;
    }
    if (const std::optional<std::size_t> invalid = FirstInvalidUtf8(text))
    {
        diagnostics.Add(PositionAt(source, *invalid),
                        "this byte is not UTF-8; a scenario is UTF-8 text");
        return false;
    }
    return true;
}

/// Refuses tabs among the spaces before a line's first character. @return whether there are none
bool
CheckIndentation(const SourceText& source, Diagnostics& diagnostics)
{
    bool isClean = true;
    for (std::uint32_t line = 1; line <= source.LineCount(); ++line)
    {
        const std::string_view text = source.Line(line);
        const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
        const std::size_t tab = text.substr(0, first).find('\t');
        if (first < text.size() && tab != std::string_view::npos)
        {
            diagnostics.Add({line, static_cast<std::uint32_t>(tab + 1)},
                            "a tab indents this line; YAML wants spaces");
            isClean = false;
        }
    }
    return isClean;
}

void
AddYamlError(const YAML::ParserException& error,
             const NodeBuilder& builder,
             Diagnostics& diagnostics)
{
    Position position{1, 1};
    if (!error.mark.is_null())
    {
        position = {static_cast<std::uint32_t>(error.mark.line + 1),
                    static_cast<std::uint32_t>(error.mark.column + 1)};
    }
    const SyntaxExplanation explanation = ExplainSyntax(error.msg);
    if (explanation.place == MistakePlace::AtTheInnermostBracket)
    {
        position = builder.InnermostOpen().value_or(position);
    }
    diagnostics.Add(position, explanation.message);
}

} // namespace

std::optional<Node>
ReadYaml(const SourceText& source, Diagnostics& diagnostics)
{
    if (!CheckSize(source, diagnostics) || !CheckCharacters(source, diagnostics) ||
        !CheckIndentation(source, diagnostics))
    {
        return std::nullopt;
    }
    NodeBuilder builder(source, diagnostics);
    std::istringstream stream(source.Text());
    try
    {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder))
        {
        }
    }
    catch (const DocumentRefused&)
    {
        return std::nullopt;
    }
    catch (const YAML::ParserException& error)
    {
        AddYamlError(error, builder, diagnostics);
        return std::nullopt;
    }
    std::optional<Node> document = builder.Take();
    if (!document || document->form == NodeForm::Null)
    {
        diagnostics.Add({1, 1}, "the file is empty; a scenario starts with 'title: ...'");
        return std::nullopt;
    }
    return document;
}

} // namespace kwik::experiment

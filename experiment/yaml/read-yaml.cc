#include "experiment/yaml/read-yaml.h"

#include "experiment/text/text-check.h"
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
    if (!CheckText(source, "a scenario", diagnostics) || !CheckIndentation(source, diagnostics))
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

#include "experiment/text/diagnostic-printer.h"

#include "experiment/text/printable.h"

#include <algorithm>
#include <cstddef>

namespace kwik::experiment
{

namespace
{

/// Of a line, this many bytes before and after the caret are shown.
constexpr std::size_t SHOWN_BEFORE = 90;
constexpr std::size_t SHOWN_AFTER = 60;

bool
IsContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string_view
TextBefore(const Position& position, const SourceText& source)
{
    const std::string_view line = source.Line(std::min(position.line, source.LineCount()));
    return line.substr(0, std::min<std::size_t>(position.column - 1, line.size()));
}

/// The part of a line that fits a terminal, and where the caret goes below it.
struct Excerpt
{
    std::string shown;
    std::size_t caretColumn; ///< In characters, from 0.
};

Excerpt
ExcerptAt(const Position& position, const SourceText& source)
{
    const std::string_view line = source.Line(std::min(position.line, source.LineCount()));
    const std::size_t caret = TextBefore(position, source).size();
    std::size_t begin = caret > SHOWN_BEFORE ? caret - SHOWN_BEFORE : 0;
    while (begin < caret && IsContinuation(line[begin]))
    {
        ++begin;
    }
    std::size_t end = std::min(line.size(), caret + SHOWN_AFTER);
    while (end < line.size() && IsContinuation(line[end]))
    {
        ++end;
    }
    const std::string before = Printable(line.substr(begin, caret - begin));
    const std::string_view dotsBefore = begin > 0 ? "..." : "";
    const std::string_view dotsAfter = end < line.size() ? "..." : "";
    return {std::string(dotsBefore) + before + Printable(line.substr(caret, end - caret)) +
                std::string(dotsAfter),
            CodePoints(before) + dotsBefore.size()};
}

std::string
Location(const Diagnostic& diagnostic, const SourceText& source)
{
    std::string location = Printable(source.Name()) + ":";
    if (diagnostic.position.line > 0)
    {
        const std::size_t column = CodePoints(TextBefore(diagnostic.position, source)) + 1;
        location += std::to_string(diagnostic.position.line) + ":" + std::to_string(column) + ":";
    }
    return location;
}

std::string
Styled(std::string_view style, std::string_view text, const DiagnosticPalette& palette)
{
    return std::string(style) + std::string(text) +
           std::string(style.empty() ? std::string_view() : palette.reset);
}

} // namespace

std::string
Headline(const Diagnostic& diagnostic, const SourceText& source)
{
    return Location(diagnostic, source) + " error: " + diagnostic.message;
}

std::string
Render(const std::vector<Diagnostic>& diagnostics,
       const SourceText& source,
       const DiagnosticPalette& palette)
{
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics)
    {
        text += Styled(palette.location, Location(diagnostic, source), palette) + " " +
                Styled(palette.error, "error:", palette) + " " + diagnostic.message + "\n";
        if (diagnostic.position.line == 0)
        {
            continue;
        }
        const Excerpt excerpt = ExcerptAt(diagnostic.position, source);
        const std::string number = std::to_string(diagnostic.position.line);
        text += "  " + number + " | " + excerpt.shown + "\n  " + std::string(number.size(), ' ') +
                " | " + std::string(excerpt.caretColumn, ' ') +
                Styled(palette.caret, "^", palette) + "\n";
    }
    return text;
}

} // namespace kwik::experiment

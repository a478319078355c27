#include "cli/output-style.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

constexpr std::string_view RESET = "\033[0m";

std::string_view
CodeOf(Colour colour)
{
    constexpr std::array<std::string_view, 6> CODES{"",
                                                    "\033[1m",
                                                    "\033[2m",
                                                    "\033[32m",
                                                    "\033[1;31m",
                                                    "\033[36m"};
    return CODES[static_cast<std::size_t>(colour)];
}

std::string_view
Variable(const OutputFacts& facts, const char* name)
{
    const char* const value = facts.variable(name);
    return value == nullptr ? "" : value;
}

bool
NamesUtf8(std::string_view locale)
{
    std::string name(locale);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return name.find("utf-8") != std::string::npos || name.find("utf8") != std::string::npos;
}

bool
IsUtf8(const OutputFacts& facts)
{
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"})
    {
        const std::string_view locale = Variable(facts, name);
        if (!locale.empty())
        {
            return NamesUtf8(locale);
        }
    }
    return true;
}

std::size_t
ColumnsOf(int fd)
{
    winsize size{};
    return ::ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

} // namespace

OutputStyle
Decide(const OutputFacts& facts)
{
    OutputStyle style;
    style.isTerminal = facts.isTerminal && Variable(facts, "TERM") != "dumb";
    style.hasColour = style.isTerminal && Variable(facts, "NO_COLOR").empty();
    style.isUtf8 = IsUtf8(facts);
    if (facts.columns > 0)
    {
        style.columns = facts.columns;
    }
    return style;
}

OutputStyle
StyleOf(int fd)
{
    return Decide({::isatty(fd) == 1, ColumnsOf(fd), [](const char* name) {
                       return static_cast<const char*>(std::getenv(name));
                   }});
}

std::string
Painted(std::string_view text, Colour colour, const OutputStyle& style)
{
    if (!style.hasColour || colour == Colour::Plain || text.empty())
    {
        return std::string(text);
    }
    return std::string(CodeOf(colour)) + std::string(text) + std::string(RESET);
}

experiment::DiagnosticPalette
PaletteOf(const OutputStyle& style)
{
    if (!style.hasColour)
    {
        return {};
    }
    return {CodeOf(Colour::Strong), CodeOf(Colour::Bad), CodeOf(Colour::Good), RESET};
}

} // namespace kwik::cli

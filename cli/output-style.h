#ifndef KWIK_CLI_OUTPUT_STYLE_H
#define KWIK_CLI_OUTPUT_STYLE_H

#include "experiment/text/diagnostic-printer.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace kwik::cli
{

enum class Colour : std::uint8_t
{
    Plain,
    Strong,
    Faint,
    Good,
    Bad,
    Accent,
};

/// How to write to one stream.
struct OutputStyle
{
    bool isTerminal = false; ///< A line may be rewritten in place.
    bool hasColour = false;
    bool isUtf8 = true;
    std::size_t columns = 100;
};

/// What is known of a stream before anything is decided.
struct OutputFacts
{
    bool isTerminal = false;
    std::size_t columns = 0; ///< As the terminal says; 0 when it does not.
    /// The value of an environment variable, or nullptr.
    std::function<const char*(const char*)> variable;
};

/**
 * Colour and rewritten lines only on a terminal that is not `TERM=dumb`; no colour when NO_COLOR is
 * set to anything (no-color.org). Characters beyond ASCII unless the first of LC_ALL, LC_CTYPE and
 * LANG that is set names another character set; when none is set, terminals show UTF-8.
 */
OutputStyle Decide(const OutputFacts& facts);

/// The style of standard output (1) or standard error (2) of this process.
OutputStyle StyleOf(int fd);

std::string Painted(std::string_view text, Colour colour, const OutputStyle& style);

experiment::DiagnosticPalette PaletteOf(const OutputStyle& style);

} // namespace kwik::cli

#endif // KWIK_CLI_OUTPUT_STYLE_H

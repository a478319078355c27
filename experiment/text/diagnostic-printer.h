#ifndef KWIK_EXPERIMENT_TEXT_DIAGNOSTIC_PRINTER_H
#define KWIK_EXPERIMENT_TEXT_DIAGNOSTIC_PRINTER_H

#include "experiment/text/diagnostic.h"
#include "experiment/text/source-text.h"

#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

/// What to print before and after the parts of a diagnostic; empty means plain text. Whether the
/// output may be coloured is the caller's decision (terminal, NO_COLOR).
struct DiagnosticPalette
{
    std::string_view location;
    std::string_view error;
    std::string_view caret;
    std::string_view reset;
};

/**
 * The text of @p diagnostics for people:
 *
 *     failover.yaml:14:9: error: delay: '50' has no unit; write for example '50 ms'; allowed: ...
 *       14 | delay: 50
 *          |        ^
 *
 * The column counts characters, as editors do. Long lines are cut around the caret.
 */
std::string Render(const std::vector<Diagnostic>& diagnostics,
                   const SourceText& source,
                   const DiagnosticPalette& palette);

/// `file:line:column: error: message`, the first line of the above.
std::string Headline(const Diagnostic& diagnostic, const SourceText& source);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_DIAGNOSTIC_PRINTER_H

#ifndef KWIK_EXPERIMENT_YAML_SYNTAX_EXPLANATION_H
#define KWIK_EXPERIMENT_YAML_SYNTAX_EXPLANATION_H

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// Where a mistake is that yaml-cpp noticed.
enum class MistakePlace : std::uint8_t
{
    WhereItWasNoticed,
    AtTheInnermostBracket, ///< Where the innermost list or map begins.
};

/// A syntax error in the words of this program.
struct SyntaxExplanation
{
    std::string message;
    MistakePlace place = MistakePlace::WhereItWasNoticed;
};

/// What usually is behind an error that yaml-cpp states as @p message. The same for 0.7 and 0.8,
/// which words some of them differently: Debian 12 has the one, 13 the other.
SyntaxExplanation ExplainSyntax(std::string_view message);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_YAML_SYNTAX_EXPLANATION_H

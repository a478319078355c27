#include "experiment/yaml/syntax-explanation.h"

#include <algorithm>
#include <array>

namespace kwik::experiment
{

namespace
{

struct KnownMessage
{
    std::string_view start; ///< 0.8 goes on with the name of what it means.
    std::string_view advice;
    MistakePlace place = MistakePlace::WhereItWasNoticed;
};

constexpr std::array<KnownMessage, 6> KNOWN_MESSAGES{{
    {"illegal map value", "; put a text that contains ': ' in quotes, or check the indentation"},
    {"end of map not found", "; check the indentation of this and the lines before"},
    {"end of sequence not found", "; check the indentation of this and the lines before"},
    {"end of map flow not found",
     "; this '{' is not closed, or a comma is missing",
     MistakePlace::AtTheInnermostBracket},
    {"end of sequence flow not found",
     "; this '[' is not closed, or a comma is missing",
     MistakePlace::AtTheInnermostBracket},
    {"the referenced anchor is not defined",
     "; aliases ('*name') are not part of the format, write the value out"},
}};

} // namespace

SyntaxExplanation
ExplainSyntax(std::string_view message)
{
    const auto known =
        std::find_if(KNOWN_MESSAGES.begin(),
                     KNOWN_MESSAGES.end(),
                     [message](const KnownMessage& one) { return message.starts_with(one.start); });
    if (known == KNOWN_MESSAGES.end())
    {
        return {"not valid YAML: " + std::string(message)};
    }
    return {"not valid YAML: " + std::string(known->start) + std::string(known->advice),
            known->place};
}

} // namespace kwik::experiment

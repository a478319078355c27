#include "experiment/sweep/row-choice.h"

#include "experiment/text/nearest-name.h"
#include "experiment/text/quantity.h"

#include <algorithm>
#include <optional>

namespace kwik::experiment
{

namespace
{

constexpr std::string_view EVERY = "every ";
constexpr std::string_view ALL = "all";

/// A whole number from 1 on.
std::optional<std::uint64_t>
Ordinal(std::string_view text)
{
    const Parsed<std::uint64_t> number = ParseQuantity(text, Dimension::Count);
    return number.IsOk() && number.Value() > 0 ? std::optional(number.Value()) : std::nullopt;
}

/// @return whether @p text is "5..20" in order
bool
ReadSpan(std::string_view text, RowChoice& choice)
{
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos)
    {
        return false;
    }
    const auto first = Ordinal(text.substr(0, dots));
    const auto last = Ordinal(text.substr(dots + 2));
    choice.first = first.value_or(1);
    choice.last = last.value_or(1);
    return first && last && *first <= *last;
}

/// @return whether @p text is "every 10"
bool
ReadStep(std::string_view text, RowChoice& choice)
{
    const auto step = text.starts_with(EVERY) ? Ordinal(text.substr(EVERY.size())) : std::nullopt;
    choice.step = step.value_or(1);
    return step.has_value();
}

} // namespace

std::vector<std::size_t>
RowChoice::Of(std::size_t count) const
{
    std::vector<std::size_t> rows;
    const std::uint64_t end = std::min<std::uint64_t>(last, count);
    for (std::uint64_t row = first; row <= end; row += step)
    {
        rows.push_back(static_cast<std::size_t>(row - 1));
        if (step > end - row)
        {
            break;
        }
    }
    return rows;
}

Parsed<RowChoice>
ParseRowChoice(std::string_view text)
{
    RowChoice choice;
    const std::size_t every = text.find(EVERY);
    const bool hasStep = every != std::string_view::npos;
    std::string_view span = text.substr(0, every);
    if (hasStep && !span.empty())
    {
        // Without a space between them this is not a whole number any more.
        span = span.ends_with(' ') ? span.substr(0, span.size() - 1) : std::string_view("?");
    }
    const bool isSpan =
        (span.empty() && hasStep) || (span == ALL && !hasStep) || ReadSpan(span, choice);
    if (!isSpan || (hasStep && !ReadStep(text.substr(every), choice)))
    {
        return Refusal{Quoted(text) + " does not say which rows; write for example 'all', "
                                      "'every 10', '1..50' or '1..50 every 5'"};
    }
    return choice;
}

std::string
ToText(const RowChoice& choice)
{
    const bool isSpan = choice.first != 1 || choice.last != RowChoice::TO_THE_END;
    std::string text =
        isSpan ? std::to_string(choice.first) + ".." + std::to_string(choice.last) : "";
    if (choice.step != 1)
    {
        text += (text.empty() ? "" : " ") + std::string(EVERY) + std::to_string(choice.step);
    }
    return text.empty() ? std::string(ALL) : text;
}

} // namespace kwik::experiment

#include "experiment/sweep/parameter-value.h"

#include "experiment/text/nearest-name.h"
#include "experiment/text/printable.h"

namespace kwik::experiment
{

namespace
{

constexpr std::size_t LONGEST = 200;

} // namespace

std::string
ObjectionToValue(std::string_view text)
{
    if (text.empty())
    {
        return "an empty value";
    }
    if (CodePoints(text) > LONGEST || Printable(text) != text)
    {
        return Quoted(text) + " is not one line of text; allowed: 1 to " + std::to_string(LONGEST) +
               " characters, no control characters";
    }
    return "";
}

} // namespace kwik::experiment

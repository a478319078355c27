#include "testbed/security-options.h"

#include "testbed/key-file.h"

#include <fstream>
#include <stdexcept>
#include <string_view>

namespace kwik::testbed
{

namespace
{

std::string_view
WithoutComment(std::string_view line)
{
    constexpr std::string_view BLANKS = " \t\r";
    line = line.substr(0, line.find('#'));
    const auto first = line.find_first_not_of(BLANKS);
    return first == std::string_view::npos
               ? std::string_view()
               : line.substr(first, line.find_last_not_of(BLANKS) - first + 1);
}

} // namespace

std::optional<SecurityLevel>
ParseSecurityLevel(const std::string& name)
{
    if (name == "standard")
    {
        return SecurityLevel::Standard;
    }
    if (name == "high")
    {
        return SecurityLevel::High;
    }
    return name == "maximum" ? std::optional(SecurityLevel::Maximum) : std::nullopt;
}

std::vector<KeyPin>
LoadPins(const std::string& file)
{
    std::ifstream in(file);
    if (!in)
    {
        throw std::runtime_error(file + ": cannot be read");
    }
    std::vector<KeyPin> pins;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number)
    {
        const std::string_view text = WithoutComment(line);
        const auto pin = text.empty() ? std::nullopt : ParsePin(text);
        if (!text.empty() && !pin)
        {
            throw std::runtime_error(file + ":" + std::to_string(number) +
                                     ": not a pin; write 64 hexadecimal digits (0-9a-f)");
        }
        if (pin)
        {
            pins.push_back(*pin);
        }
    }
    return pins;
}

} // namespace kwik::testbed

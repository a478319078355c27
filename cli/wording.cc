#include "cli/wording.h"

namespace kwik::cli
{

std::string
Counted(std::size_t count, std::string_view noun)
{
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string
NumberList(const std::vector<std::uint64_t>& numbers)
{
    std::vector<std::string> parts;
    for (std::size_t first = 0; first < numbers.size();)
    {
        std::size_t last = first;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
        {
            ++last;
        }
        last = last - first < 2 ? first : last;
        parts.push_back(std::to_string(numbers[first]) +
                        (last == first ? "" : ".." + std::to_string(numbers[last])));
        first = last + 1;
    }
    return Joined(parts, ", ");
}

std::string
Joined(const std::vector<std::string>& texts, std::string_view separator)
{
    std::string all;
    for (const std::string& text : texts)
    {
        all += all.empty() ? "" : separator;
        all += text;
    }
    return all;
}

} // namespace kwik::cli

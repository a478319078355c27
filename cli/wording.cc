#include "cli/wording.h"

#include <algorithm>

namespace kwik::cli
{

namespace
{

/// Whether a character begins here; the other bytes of one continue it.
bool
IsStart(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
}

/// "3 min 20 s"; no second part when there is nothing of it.
std::string
InTwoUnits(std::int64_t count,
           std::int64_t factor,
           std::string_view larger,
           std::string_view smaller)
{
    std::string text = std::to_string(count / factor) + " " + std::string(larger);
    if (count % factor != 0)
    {
        text += " " + std::to_string(count % factor) + " " + std::string(smaller);
    }
    return text;
}

} // namespace

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

std::size_t
ColumnsOf(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), IsStart));
}

std::string
Clipped(const std::string& text, std::size_t columns, std::string_view mark)
{
    if (ColumnsOf(text) <= columns)
    {
        return text;
    }
    std::string clipped;
    std::size_t used = 0;
    for (const char byte : text)
    {
        used += IsStart(byte) ? 1 : 0;
        if (used >= columns)
        {
            break;
        }
        clipped += byte;
    }
    return columns == 0 ? "" : clipped + std::string(mark);
}

std::string
RoughTime(Duration span)
{
    constexpr std::int64_t SIXTY = 60;
    const std::int64_t seconds = std::chrono::ceil<std::chrono::seconds>(span).count();
    if (seconds < SIXTY)
    {
        return std::to_string(seconds) + " s";
    }
    if (seconds < SIXTY * SIXTY)
    {
        return InTwoUnits(seconds, SIXTY, "min", "s");
    }
    return InTwoUnits(std::chrono::ceil<std::chrono::minutes>(span).count(), SIXTY, "h", "min");
}

std::string
ShellWord(const std::string& text)
{
    constexpr std::string_view PLAIN =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+=:,@%";
    if (!text.empty() && text.find_first_not_of(PLAIN) == std::string::npos)
    {
        return text;
    }
    std::string quoted = "'";
    for (const char letter : text)
    {
        quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
    }
    return quoted + "'";
}

} // namespace kwik::cli

#include "experiment/text/nearest-name.h"

#include "experiment/text/printable.h"

#include <algorithm>
#include <cstddef>

namespace kwik::experiment
{

namespace
{

/// Longer names are never misspellings of ours, and the distance costs the product of the lengths.
constexpr std::size_t LONGEST_COMPARED = 64;
constexpr std::size_t LONGEST_QUOTED = 60;

char
LowerCase(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string
LowerCase(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return LowerCase(c); });
    return lower;
}

std::size_t
Distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
    {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        std::swap(beforeLast, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            {
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
            }
        }
    }
    return row[b.size()];
}

} // namespace

std::string
DidYouMean(std::string_view written, const Names& candidates)
{
    if (written.empty() || written.size() > LONGEST_COMPARED)
    {
        return "";
    }
    const std::string lower = LowerCase(written);
    std::size_t nearest = std::max<std::size_t>(1, written.size() / 3) + 1;
    std::string_view best;
    for (const std::string& candidate : candidates)
    {
        if (candidate.size() > LONGEST_COMPARED)
        {
            continue;
        }
        const std::size_t distance = Distance(lower, LowerCase(candidate));
        if (distance < nearest)
        {
            nearest = distance;
            best = candidate;
        }
    }
    return best.empty() ? "" : " (did you mean '" + std::string(best) + "'?)";
}

std::string
ListOf(const Names& names)
{
    std::string list;
    for (const std::string& name : names)
    {
        list += list.empty() ? "" : ", ";
        list += name;
    }
    return list.empty() ? "none" : list;
}

std::string
Quoted(std::string_view written)
{
    return "'" + Printable(Clipped(written, LONGEST_QUOTED)) + "'";
}

} // namespace kwik::experiment

#include "experiment/schema/path-index.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

std::string_view
ParentOf(std::string_view path)
{
    const std::size_t end = path.find_last_of(".[");
    return path.substr(0, end == std::string_view::npos ? 0 : end);
}

bool
IsWithin(std::string_view path, std::string_view ancestor)
{
    return ancestor.empty() || path == ancestor ||
           (path.starts_with(ancestor) &&
            (path[ancestor.size()] == '.' || path[ancestor.size()] == '['));
}

} // namespace

void
PathIndex::Add(const std::string& path, Position position)
{
    m_positions.emplace(path, position);
}

void
PathIndex::MarkBroken(const std::string& path)
{
    m_broken.insert(path);
}

bool
PathIndex::Has(std::string_view path) const
{
    return m_positions.contains(path);
}

Position
PathIndex::At(std::string_view path) const
{
    while (true)
    {
        const auto found = m_positions.find(path);
        if (found != m_positions.end())
        {
            return found->second;
        }
        if (path.empty())
        {
            return {1, 1};
        }
        path = ParentOf(path);
    }
}

bool
PathIndex::IsSound(std::string_view path) const
{
    return std::none_of(m_broken.begin(), m_broken.end(), [path](const std::string& broken) {
        return IsWithin(broken, path);
    });
}

} // namespace kwik::experiment

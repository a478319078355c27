#include "experiment/text/diagnostics.h"

#include "experiment/text/printable.h"

#include <algorithm>
#include <utility>

namespace kwik::experiment
{

void
Diagnostics::Add(Position position, std::string message)
{
    if (m_kept.size() == LIMIT)
    {
        ++m_leftOut;
        return;
    }
    m_kept.push_back({position, Printable(message)});
}

bool
Diagnostics::IsEmpty() const
{
    return m_kept.empty();
}

std::vector<Diagnostic>
Diagnostics::Sorted() const
{
    std::vector<Diagnostic> sorted = m_kept;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (m_leftOut > 0)
    {
        sorted.push_back({Position{}, "and " + std::to_string(m_leftOut) + " more errors"});
    }
    return sorted;
}

} // namespace kwik::experiment

#include "experiment/scenario/point-diagnostics.h"

#include "experiment/text/printable.h"

namespace kwik::experiment
{

namespace
{

/// As many characters of a point's parameters are shown.
constexpr std::size_t LONGEST_POINT = 120;

std::string
PointText(const SweepPoint& point, std::size_t points)
{
    std::string text =
        " (in point " + std::to_string(point.number) + ": " + Clipped(ToText(point), LONGEST_POINT);
    if (points > 1)
    {
        text += "; and in " + std::to_string(points - 1) + " more";
    }
    return text + ")";
}

} // namespace

PointDiagnostics::PointDiagnostics(std::set<Position> placeholders)
    : m_placeholders(std::move(placeholders))
{
}

void
PointDiagnostics::Add(const SweepPoint& point, const std::vector<Diagnostic>& mistakes)
{
    std::map<Position, std::size_t> atPlace;
    for (const Diagnostic& mistake : mistakes)
    {
        if (mistake.position.line == 0) // How many were left out of too many.
        {
            continue;
        }
        const Place place{mistake.position, atPlace[mistake.position]++};
        const auto [entry, isNew] =
            m_mistakes.try_emplace(place, Mistake{mistake.message, point, 0, true});
        ++entry->second.points;
        entry->second.isTheSame &= entry->second.message == mistake.message;
    }
}

void
PointDiagnostics::AddTo(Diagnostics& diagnostics, std::size_t points) const
{
    for (const auto& [place, mistake] : m_mistakes)
    {
        const bool isOfAll =
            mistake.isTheSame && mistake.points == points && !m_placeholders.contains(place.first);
        const bool hasPoint = !isOfAll && !mistake.first.parameters.empty();
        diagnostics.Add(place.first,
                        mistake.message +
                            (hasPoint ? PointText(mistake.first, mistake.points) : ""));
    }
}

} // namespace kwik::experiment

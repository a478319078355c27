#include "experiment/sweep/sweep-grid.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <utility>

namespace kwik::experiment
{

const std::string*
SweepPoint::Find(std::string_view name) const
{
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [name](const Parameter& parameter) {
            return parameter.name == name;
        });
    return found == parameters.end() ? nullptr : &found->value;
}

std::string
ToText(const SweepPoint& point)
{
    std::string text;
    for (const Parameter& parameter : point.parameters)
    {
        text += (text.empty() ? "" : ", ") + parameter.name + " = " + parameter.value;
    }
    return text;
}

SweepGrid::SweepGrid(std::vector<SweepAxis> axes)
    : m_axes(std::move(axes))
{
    std::size_t points = 1;
    for (const SweepAxis& axis : m_axes)
    {
        KWIK_ASSERT(!axis.rows.empty() && axis.rows.size() <= MOST_POINTS / points);
        points *= axis.rows.size();
    }
}

Names
SweepGrid::ParameterNames() const
{
    Names names;
    for (const SweepAxis& axis : m_axes)
    {
        names.insert(names.end(), axis.names.begin(), axis.names.end());
    }
    return names;
}

std::size_t
SweepGrid::Count() const
{
    std::size_t points = 1;
    for (const SweepAxis& axis : m_axes)
    {
        points *= axis.rows.size();
    }
    return points;
}

SweepPoint
SweepGrid::At(std::size_t index) const
{
    KWIK_ASSERT(index < Count());
    SweepPoint point;
    point.number = index + 1;
    std::size_t block = Count();
    for (const SweepAxis& axis : m_axes)
    {
        block /= axis.rows.size();
        const std::vector<std::string>& row = axis.rows[index / block];
        index %= block;
        for (std::size_t i = 0; i < axis.names.size(); ++i)
        {
            point.parameters.push_back({axis.names[i], row[i]});
        }
    }
    return point;
}

} // namespace kwik::experiment

#include "experiment/schema/percent-kind.h"

#include "experiment/text/nearest-name.h"

#include <optional>

namespace kwik::experiment
{

namespace
{

constexpr std::uint64_t MILLIONTHS_IN_PERCENT = 10'000;

} // namespace

PercentKind::PercentKind(std::uint32_t low, std::uint32_t high)
    : m_range{Dimension::Share, low * MILLIONTHS_IN_PERCENT, high * MILLIONTHS_IN_PERCENT}
{
}

void
PercentKind::Read(const Node& node, std::uint32_t& percent, Reader& reader) const
{
    const std::optional<std::uint64_t> millionths = ReadWithin(m_range, node, reader);
    if (!millionths)
    {
        return;
    }
    if (*millionths % MILLIONTHS_IN_PERCENT != 0)
    {
        reader.Refuse(node,
                      Quoted(node.scalar) + " is finer than whole percents; allowed: 1 % steps");
        return;
    }
    percent = static_cast<std::uint32_t>(*millionths / MILLIONTHS_IN_PERCENT);
}

Node
PercentKind::Write(std::uint32_t percent) const
{
    return WriteQuantity(Dimension::Share, percent * MILLIONTHS_IN_PERCENT);
}

Shape
PercentKind::Describe() const
{
    return DescribeRange(m_range);
}

} // namespace kwik::experiment

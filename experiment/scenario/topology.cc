#include "experiment/scenario/topology.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

constexpr std::uint64_t LEAST_PACKETS = 10;
constexpr std::uint64_t MILLI = 1000;

} // namespace

ByteCount
QueueBytes(const LinkSpec& link)
{
    switch (link.queue.unit)
    {
    case QueueUnit::Bytes:
        return {link.queue.amount};
    case QueueUnit::Packets:
        return {link.queue.amount * link.mtu.value};
    case QueueUnit::MilliBdp:
        break;
    }
    const ByteCount product = BytesIn(link.rate, 2 * link.delay);
    const auto scaled = static_cast<WideNumber>(product.value) * link.queue.amount / MILLI;
    return {std::max(static_cast<std::uint64_t>(scaled), LEAST_PACKETS * link.mtu.value)};
}

} // namespace kwik::experiment

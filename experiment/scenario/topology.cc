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
    const QueueSize& queue = link.queue;
    const ByteCount counted = {queue.packets * link.mtu.value + queue.bytes.value};
    if (queue.milliBdp == 0 && queue.time == Duration{})
    {
        return counted;
    }
    const ByteCount product = BytesIn(link.rate, 2 * link.delay);
    const auto scaled = static_cast<WideNumber>(product.value) * queue.milliBdp / MILLI;
    const ByteCount sum =
        ByteCount{static_cast<std::uint64_t>(scaled)} + BytesIn(link.rate, queue.time) + counted;
    return std::max(sum, {LEAST_PACKETS * link.mtu.value});
}

} // namespace kwik::experiment

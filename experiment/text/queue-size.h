#ifndef KWIK_EXPERIMENT_TEXT_QUEUE_SIZE_H
#define KWIK_EXPERIMENT_TEXT_QUEUE_SIZE_H

#include "experiment/text/parsed.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// How much a link holds back before it drops: the sum of its parts.
struct QueueSize
{
    std::uint64_t milliBdp = 0; ///< Thousandths of the link's bandwidth-delay product.
    std::uint64_t packets = 0;  ///< Full ones.
    ByteCount bytes;
    Duration time{}; ///< What the link sends in this time.
    auto operator<=>(const QueueSize&) const = default;
};

/// Reads "0.5 bdp", "100 packets", "1 packet", a size such as "64 KiB", a time such as "20 ms", and
/// sums of different ones: "1 bdp + 20 ms". Refuses an empty part, two of a kind, thousandths of a
/// thousandth of a bdp, and more than a million packets or bdp.
Parsed<QueueSize> ParseQueueSize(std::string_view text);

/// The exact way to write it; ParseQueueSize reads the same value back.
std::string ToText(const QueueSize& queue);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_QUEUE_SIZE_H

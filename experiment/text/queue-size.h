#ifndef KWIK_EXPERIMENT_TEXT_QUEUE_SIZE_H
#define KWIK_EXPERIMENT_TEXT_QUEUE_SIZE_H

#include "experiment/text/parsed.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// What the size of a link's queue is counted in.
enum class QueueUnit : std::uint8_t
{
    MilliBdp, ///< Thousandths of the link's bandwidth-delay product: rate x 2 x one-way delay.
    Packets,
    Bytes,
};

/// How much a link holds back before it drops.
struct QueueSize
{
    QueueUnit unit = QueueUnit::MilliBdp;
    std::uint64_t amount = 1000;
    auto operator<=>(const QueueSize&) const = default;
};

/// Reads "1 bdp", "0.5 bdp", "100 packets", "1 packet" or a size such as "64 KiB". Refuses an empty
/// queue, thousandths of a thousandth of a bdp, and more than a million packets or bdp.
Parsed<QueueSize> ParseQueueSize(std::string_view text);

/// The exact way to write it; ParseQueueSize reads the same value back.
std::string ToText(const QueueSize& queue);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_QUEUE_SIZE_H

#ifndef KWIK_STREAM_UPLOAD_UPLOAD_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_UPLOAD_SCHEDULER_H

#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace kwik
{

/// A segment in flight that a path could carry too.
struct UploadCandidate
{
    Instant sent{}; ///< When it went out first.
    ByteCount length;
};

/// What @p payload bytes of one segment take of a congestion window: the header of the data frame,
/// and that, the tag and the number of every packet; rounded up.
constexpr ByteCount
WireCost(ByteCount payload)
{
    return {payload.value + (payload.value + 31) / 32 + 64};
}

/// The longest payload whose WireCost() is at most @p room.
constexpr ByteCount
PayloadWithin(ByteCount room)
{
    return {SubtractOrZero(room, ByteCount{64}).value * 32 / 33};
}

/// One path as its sender sees it at one moment. Sizes count bytes on the wire.
struct UploadPath
{
    PathId path;
    Duration smoothedRtt{};
    Duration rttVariance{}; ///< RFC 9002 section 5.3, "rttvar".
    ByteCount congestionWindow;
    ByteCount inFlight;      ///< In packets that are neither acknowledged nor lost.
    ByteCount queued;        ///< Written to the path and not in a packet yet.
    BitRate deliveryRate;    ///< Measured or, before that, window / RTT.
    std::uint32_t weight{1}; ///< Of TrafficDistributionPlan.
    /// The first segment that may go on this path besides where it went before; see
    /// UploadScheduler::CarriersMax.
    std::optional<UploadCandidate> candidate{};

    /// What may be written now without exceeding the congestion window.
    ByteCount Room() const
    {
        return SubtractOrZero(congestionWindow, inFlight + queued);
    }
};

/// What an UploadScheduler decides by.
struct UploadView
{
    Instant now;
    std::span<const UploadPath> paths; ///< Those that may be used, by ascending id; each once.
    ByteCount sendable;                ///< Waits for a path, and the end-to-end windows allow it.
    ByteCount unsent;                  ///< Waits for a path or for its window.
    ByteCount window; ///< The windows of all streams, from their first unacknowledged byte on.
    std::uint64_t windowStalls{0}; ///< How often a path had room and the windows did not.
    ByteCount segmentMin;          ///< UploadConfig::segmentMin.
    ByteCount segmentMax;          ///< UploadConfig::segmentMax.

    /// Whether @p path can take something of what is sendable.
    bool HasRoom(const UploadPath& path) const
    {
        return sendable > ByteCount{} && path.Room() >= std::min(segmentMin, WireCost(sendable));
    }

    /// Whether @p path can take something of its candidate.
    bool HasRoomForCopy(const UploadPath& path) const
    {
        return path.candidate &&
               path.Room() >= std::min(segmentMin, WireCost(path.candidate->length));
    }
};

/// What goes on a path next.
struct UploadChoice
{
    enum class What : std::uint8_t
    {
        Next, ///< The next bytes that wait.
        Copy, ///< The path's candidate: what another path carries already.
    };

    PathId path;
    What what;
    auto operator<=>(const UploadChoice&) const = default;
};

/**
 * A policy: which path carries the next segment of a client's uploads.
 *
 * The sender asks again and again until the answer is to wait, and after each answer writes at most
 * Room() bytes to the path chosen. It asks again when anything is acknowledged or written, when a
 * path comes or goes, and at NextChoice(). Whoever waits, waits for a path of the view to get room.
 */
class UploadScheduler
{
  public:
    virtual ~UploadScheduler() = default;

    /// Nothing: wait. A choice names a path with room: HasRoom(), or HasRoomForCopy() for a copy.
    virtual std::optional<UploadChoice> Choose(const UploadView& view) = 0;

    /// The choice was carried out with @p length bytes.
    virtual void OnSent(const UploadChoice& /*choice*/, ByteCount /*length*/)
    {
    }

    /// On how many paths one segment may be at a time; candidates are those on fewer.
    virtual std::size_t CarriersMax() const
    {
        return 1;
    }

    /// When Choose() may answer otherwise although nothing but time has changed.
    virtual Instant NextChoice(const UploadView& /*view*/) const
    {
        return NEVER;
    }
};

/// The path of the shortest smoothed RTT that @p isAllowed; the lower id breaks ties.
template <typename PREDICATE>
const UploadPath*
FastestPath(const UploadView& view, PREDICATE isAllowed)
{
    const UploadPath* best = nullptr;
    for (const UploadPath& path : view.paths)
    {
        if (isAllowed(path) && (best == nullptr || path.smoothedRtt < best->smoothedRtt))
        {
            best = &path;
        }
    }
    return best;
}

/// The same among the paths with room for what is sendable.
inline const UploadPath*
FastestPathWithRoom(const UploadView& view)
{
    return FastestPath(view, [&view](const UploadPath& path) { return view.HasRoom(path); });
}

inline UploadChoice
NextOn(const UploadPath& path)
{
    return {path.path, UploadChoice::What::Next};
}

inline UploadChoice
CopyOn(const UploadPath& path)
{
    return {path.path, UploadChoice::What::Copy};
}

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_UPLOAD_SCHEDULER_H

#ifndef KWIK_STREAM_UPLOAD_DEADLINE_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_DEADLINE_SCHEDULER_H

#include "protocol-core/stream/upload/upload-scheduler.h"

namespace kwik
{

/**
 * The fastest path with room, as MinRttScheduler; but what is not acknowledged when its deadline
 * has passed is sent once more, on the fastest other path with room, before anything new.
 *
 *   deadline = max(min(1.1 x min over paths of smoothed RTT, 500 ms), 20 ms) after it was sent
 *
 * Source: Zheng et al.: "XLINK: QoE-driven multi-path QUIC transport in large-scale video
 * services", SIGCOMM 2021, section 5.1 (re-injection); the deadline is that of XQUIC's deadline
 * mode. XLINK's thresholds of the playback buffer are left out, because a stream of bytes has none.
 */
class DeadlineScheduler final : public UploadScheduler
{
  public:
    static constexpr Duration DEADLINE_MIN = std::chrono::milliseconds(20);
    static constexpr Duration DEADLINE_MAX = std::chrono::milliseconds(500);

    std::optional<UploadChoice> Choose(const UploadView& view) override;
    std::size_t CarriersMax() const override;
    Instant NextChoice(const UploadView& view) const override;

    /// How long after it was sent a segment is due. @pre there is a path
    static Duration Deadline(const UploadView& view);
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_DEADLINE_SCHEDULER_H

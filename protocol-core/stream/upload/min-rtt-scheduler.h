#ifndef KWIK_STREAM_UPLOAD_MIN_RTT_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_MIN_RTT_SCHEDULER_H

#include "protocol-core/stream/upload/upload-scheduler.h"

namespace kwik
{

/**
 * Of the paths with room, the one with the shortest smoothed RTT; never waits for a better one.
 *
 * Source: the default scheduler of MPTCP up to 2021 (Paasch, Ferlin, Alay, Bonaventure:
 * "Experimental evaluation of multipath TCP schedulers", CSWS 2014, section 2.2), also that of
 * XQUIC, TQUIC and mp-quic.
 */
class MinRttScheduler final : public UploadScheduler
{
  public:
    std::optional<UploadChoice> Choose(const UploadView& view) override;
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_MIN_RTT_SCHEDULER_H

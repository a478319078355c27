#ifndef KWIK_STREAM_UPLOAD_ROUND_ROBIN_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_ROUND_ROBIN_SCHEDULER_H

#include "protocol-core/stream/upload/upload-scheduler.h"

namespace kwik
{

/**
 * The next path in the order of ids behind the one that was used last; one without room loses its
 * turn.
 *
 * Source: Paasch et al., CSWS 2014, section 2.2 ("round-robin", with one segment a turn).
 */
class RoundRobinScheduler final : public UploadScheduler
{
  public:
    std::optional<UploadChoice> Choose(const UploadView& view) override;
    void OnSent(const UploadChoice& choice, ByteCount length) override;

  private:
    std::optional<PathId> m_last;
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_ROUND_ROBIN_SCHEDULER_H

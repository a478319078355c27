#ifndef KWIK_STREAM_UPLOAD_REDUNDANT_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_REDUNDANT_SCHEDULER_H

#include "protocol-core/stream/upload/upload-scheduler.h"

namespace kwik
{

/**
 * Every segment on every path: latency for bandwidth.
 *
 * Each path walks by itself through what is not acknowledged: first what others have sent and it
 * has not, then the next bytes that wait. So a path that is out of room holds nobody up, and skips
 * what was acknowledged in the meantime. The faster path is first.
 *
 * Source: Frommgen, Erbshaeusser, Buchmann, Zimmermann, Wehrle: "ReMP TCP: Low latency multipath
 * TCP", ICC 2016, section III.
 */
class RedundantScheduler final : public UploadScheduler
{
  public:
    std::optional<UploadChoice> Choose(const UploadView& view) override;
    std::size_t CarriersMax() const override;
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_REDUNDANT_SCHEDULER_H

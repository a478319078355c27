#ifndef KWIK_STREAM_UPLOAD_WEIGHTED_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_WEIGHTED_SCHEDULER_H

#include "protocol-core/stream/upload/upload-scheduler.h"

#include <map>

namespace kwik
{

/**
 * Splits the bytes in the proportion of the paths' weights (seed 002, TrafficDistributionPlan),
 * even where that leaves a path idle: a plan says where bytes shall go, not only where they may.
 *
 *   service(p) = bytes sent on p x UNIT / weight(p)
 *
 * The path with the least service is next, as in start-time fair queueing (Goyal, Vin, Cheng,
 * SIGCOMM 1996, equations 4 and 5). A path that has no room is waited for once the best of those
 * with room is ahead of it by more than LEAD bytes of its own share; less than that is what
 * windows of different sizes need. A path that joins starts with the least service of the others,
 * so it need not catch up. A path of weight 0 is used while no path has a weight.
 */
class WeightedScheduler final : public UploadScheduler
{
  public:
    static constexpr std::uint64_t UNIT = 1'024;
    static constexpr ByteCount LEAD{64U << 10};

    std::optional<UploadChoice> Choose(const UploadView& view) override;
    void OnSent(const UploadChoice& choice, ByteCount length) override;

  private:
    struct Share
    {
        std::uint64_t service;
        std::uint32_t weight;
    };

    /// Keeps the paths of the view that may be used, and only those.
    void Update(const UploadView& view);

    std::map<PathId, Share> m_shares;
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_WEIGHTED_SCHEDULER_H

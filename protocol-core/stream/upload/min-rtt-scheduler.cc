#include "protocol-core/stream/upload/min-rtt-scheduler.h"

namespace kwik
{

std::optional<UploadChoice>
MinRttScheduler::Choose(const UploadView& view)
{
    const UploadPath* best = FastestPathWithRoom(view);
    return best == nullptr ? std::nullopt : std::optional(NextOn(*best));
}

} // namespace kwik

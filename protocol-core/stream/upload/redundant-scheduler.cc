#include "protocol-core/stream/upload/redundant-scheduler.h"

#include <limits>

namespace kwik
{

std::optional<UploadChoice>
RedundantScheduler::Choose(const UploadView& view)
{
    const UploadPath* best = FastestPath(view, [&view](const UploadPath& path) {
        return path.candidate ? view.HasRoomForCopy(path) : view.HasRoom(path);
    });
    if (best == nullptr)
    {
        return std::nullopt;
    }
    return best->candidate ? CopyOn(*best) : NextOn(*best);
}

std::size_t
RedundantScheduler::CarriersMax() const
{
    return std::numeric_limits<std::size_t>::max();
}

} // namespace kwik

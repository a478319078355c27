#include "protocol-core/stream/upload/deadline-scheduler.h"

namespace kwik
{

std::optional<UploadChoice>
DeadlineScheduler::Choose(const UploadView& view)
{
    if (view.paths.empty())
    {
        return std::nullopt;
    }
    const Duration deadline = Deadline(view);
    const UploadPath* rescuer = FastestPath(view, [&](const UploadPath& path) {
        return view.HasRoomForCopy(path) && path.candidate->sent + deadline <= view.now;
    });
    if (rescuer != nullptr)
    {
        return CopyOn(*rescuer);
    }
    const UploadPath* best = FastestPathWithRoom(view);
    return best == nullptr ? std::nullopt : std::optional(NextOn(*best));
}

std::size_t
DeadlineScheduler::CarriersMax() const
{
    return 2;
}

Instant
DeadlineScheduler::NextChoice(const UploadView& view) const
{
    Instant next = NEVER;
    for (const UploadPath& path : view.paths)
    {
        if (view.HasRoomForCopy(path))
        {
            next = std::min(next, path.candidate->sent + Deadline(view));
        }
    }
    return next;
}

Duration
DeadlineScheduler::Deadline(const UploadView& view)
{
    const UploadPath* fastest = FastestPath(view, [](const UploadPath&) { return true; });
    const Duration flexible = fastest->smoothedRtt + fastest->smoothedRtt / 10;
    return std::max(std::min(flexible, DEADLINE_MAX), DEADLINE_MIN);
}

} // namespace kwik

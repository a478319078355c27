#include "protocol-core/stream/upload/round-robin-scheduler.h"

namespace kwik
{

std::optional<UploadChoice>
RoundRobinScheduler::Choose(const UploadView& view)
{
    const UploadPath* first = nullptr;
    for (const UploadPath& path : view.paths)
    {
        if (!view.HasRoom(path))
        {
            continue;
        }
        if (!m_last || path.path > *m_last)
        {
            return NextOn(path);
        }
        first = first == nullptr ? &path : first;
    }
    return first == nullptr ? std::nullopt : std::optional(NextOn(*first));
}

void
RoundRobinScheduler::OnSent(const UploadChoice& choice, ByteCount)
{
    m_last = choice.path;
}

} // namespace kwik

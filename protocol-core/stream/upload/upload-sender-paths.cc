// The part of UploadSender that decides which paths may be given anything.
#include "protocol-core/stream/upload/upload-sender.h"

#include <algorithm>

namespace kwik
{

void
UploadSender::OnPathJudged(Instant now, PathId path, PathFitness fitness)
{
    if (const auto entry = m_paths.find(path); entry != m_paths.end())
    {
        entry->second.fitness = fitness;
        Pump(now);
    }
}

void
UploadSender::CollectPaths()
{
    m_usable.clear();
    for (const auto& [id, path] : m_paths)
    {
        const bool isShunned = path.isStalled || path.fitness == PathFitness::Unfit;
        if (isShunned && HasAlternative(id))
        {
            continue;
        }
        m_usable.push_back(path.measured);
        const auto candidate = m_book.CandidateFor(id, m_scheduler->CarriersMax());
        m_usable.back().candidate =
            candidate
                ? std::optional(UploadCandidate{candidate->sent, candidate->part.bytes.Length()})
                : std::nullopt;
    }
}

void
UploadSender::NoteBusy(Instant now, PathId path)
{
    if (m_book.Outstanding(path) == ByteCount{})
    {
        m_paths.at(path).progress = now;
    }
}

Instant
UploadSender::StallDeadline(PathId id, const Path& path) const
{
    if (path.isStalled || m_book.Outstanding(id) == ByteCount{} || !HasAlternative(id))
    {
        return NEVER;
    }
    return path.progress + std::max(m_config.patience, path.measured.smoothedRtt * 4);
}

bool
UploadSender::HasAlternative(PathId path) const
{
    return std::any_of(m_paths.begin(), m_paths.end(), [path](const auto& entry) {
        return entry.first != path && !entry.second.isStalled &&
               entry.second.fitness == PathFitness::Fit;
    });
}

} // namespace kwik

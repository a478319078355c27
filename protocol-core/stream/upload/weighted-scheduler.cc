#include "protocol-core/stream/upload/weighted-scheduler.h"

namespace kwik
{

namespace
{

std::uint64_t
ServiceOf(ByteCount bytes, std::uint32_t weight)
{
    return bytes.value * WeightedScheduler::UNIT / weight;
}

} // namespace

std::optional<UploadChoice>
WeightedScheduler::Choose(const UploadView& view)
{
    Update(view);
    const UploadPath* best = nullptr;
    std::uint64_t least = UINT64_MAX;
    for (const UploadPath& path : view.paths)
    {
        const auto share = m_shares.find(path.path);
        if (share == m_shares.end())
        {
            continue;
        }
        least = std::min(least, share->second.service);
        if (view.HasRoom(path) &&
            (best == nullptr || share->second.service < m_shares.at(best->path).service))
        {
            best = &path;
        }
    }
    if (best == nullptr)
    {
        return std::nullopt;
    }
    const Share& share = m_shares.at(best->path);
    const bool isAhead = share.service - least > ServiceOf(LEAD, share.weight);
    return isAhead ? std::nullopt : std::optional(NextOn(*best));
}

void
WeightedScheduler::OnSent(const UploadChoice& choice, ByteCount length)
{
    Share& share = m_shares.at(choice.path);
    share.service += ServiceOf(length, share.weight);
}

void
WeightedScheduler::Update(const UploadView& view)
{
    const bool isPlanned = std::any_of(view.paths.begin(), view.paths.end(), [](const auto& path) {
        return path.weight > 0;
    });
    std::map<PathId, Share> shares;
    std::uint64_t least = UINT64_MAX;
    for (const UploadPath& path : view.paths)
    {
        const auto known = m_shares.find(path.path);
        if (known != m_shares.end() && (path.weight > 0 || !isPlanned))
        {
            least = std::min(least, known->second.service);
        }
    }
    for (const UploadPath& path : view.paths)
    {
        if (path.weight == 0 && isPlanned)
        {
            continue;
        }
        const auto known = m_shares.find(path.path);
        const std::uint64_t joined = least == UINT64_MAX ? 0 : least;
        shares[path.path] = {known == m_shares.end() ? joined : known->second.service,
                             std::max<std::uint32_t>(path.weight, 1)};
    }
    m_shares = std::move(shares);
}

} // namespace kwik

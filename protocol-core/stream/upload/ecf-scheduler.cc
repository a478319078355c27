#include "protocol-core/stream/upload/ecf-scheduler.h"

namespace kwik
{

namespace
{

/// beta as a fraction: 1 / BETA_DIVISOR.
constexpr WideNumber BETA_DIVISOR = 4;

WideNumber
Ticks(Duration span)
{
    return static_cast<WideNumber>(std::max(span, Duration{}).count());
}

} // namespace

std::optional<UploadChoice>
EcfScheduler::Choose(const UploadView& view)
{
    const UploadPath* fast = FastestPath(view, [](const UploadPath&) { return true; });
    const UploadPath* best = FastestPathWithRoom(view);
    if (best == nullptr || (best != fast && IsWorthWaiting(view, *fast, *best)))
    {
        return std::nullopt;
    }
    return NextOn(*best);
}

bool
EcfScheduler::IsWorthWaiting(const UploadView& view, const UploadPath& fast, const UploadPath& slow)
{
    const Duration delta = std::max(fast.rttVariance, slow.rttVariance);
    const WideNumber left = view.unsent.value;
    const WideNumber fastWindow = fast.congestionWindow.value;
    const WideNumber slowWindow = slow.congestionWindow.value;
    // Both sides of each line of the header, times its divisors.
    const WideNumber onFast = (fastWindow + left) * Ticks(fast.smoothedRtt) * BETA_DIVISOR;
    const WideNumber patience = BETA_DIVISOR + (m_isWaiting ? 1 : 0);
    if (onFast >= patience * fastWindow * Ticks(slow.smoothedRtt + delta))
    {
        m_isWaiting = false;
        return false;
    }
    if (left * Ticks(slow.smoothedRtt) < slowWindow * Ticks(fast.smoothedRtt * 2 + delta))
    {
        return false;
    }
    m_isWaiting = true;
    return true;
}

} // namespace kwik

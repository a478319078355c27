#include "protocol-core/stream/upload/blest-scheduler.h"

namespace kwik
{

namespace
{

constexpr WideNumber PERMILLE = 1'000;

/// RTTs shorter than this are taken for it: keeps the ratio of two finite.
constexpr Duration RTT_MIN = std::chrono::microseconds(1);

WideNumber
Ticks(Duration span)
{
    return static_cast<WideNumber>(std::max(span, RTT_MIN).count());
}

} // namespace

std::optional<UploadChoice>
BlestScheduler::Choose(const UploadView& view)
{
    const UploadPath* fast = FastestPath(view, [](const UploadPath&) { return true; });
    const UploadPath* best = FastestPathWithRoom(view);
    if (best == nullptr)
    {
        return std::nullopt;
    }
    if (best != fast)
    {
        Correct(view, best->smoothedRtt);
        if (Blocks(view, *fast, *best))
        {
            return std::nullopt;
        }
    }
    return NextOn(*best);
}

void
BlestScheduler::Correct(const UploadView& view, Duration slowRtt)
{
    if (m_corrected && view.now < *m_corrected + slowRtt)
    {
        return;
    }
    if (m_corrected && view.windowStalls != m_stalls)
    {
        m_lambda = std::min(LAMBDA_MAX_PERMILLE, m_lambda + LAMBDA_UP_PERMILLE);
    }
    else if (m_corrected)
    {
        m_lambda = std::max(LAMBDA_MIN_PERMILLE, m_lambda - LAMBDA_DOWN_PERMILLE);
    }
    m_corrected = view.now;
    m_stalls = view.windowStalls;
}

bool
BlestScheduler::Blocks(const UploadView& view, const UploadPath& fast, const UploadPath& slow) const
{
    const WideNumber segment = view.segmentMax.value;
    const WideNumber rounds = Ticks(slow.smoothedRtt) * PERMILLE / Ticks(fast.smoothedRtt);
    const WideNumber grown = rounds > PERMILLE ? segment * (rounds - PERMILLE) / PERMILLE / 2 : 0;
    const WideNumber sent = (fast.congestionWindow.value + grown) * rounds / PERMILLE;
    const ByteCount onSlow = slow.inFlight + slow.queued + view.segmentMax;
    const WideNumber left = SubtractOrZero(view.window, onSlow).value;
    return sent * m_lambda > left * PERMILLE;
}

} // namespace kwik

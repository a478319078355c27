#include "protocol-core/path/loss-meter.h"

#include <algorithm>

namespace kwik
{

std::optional<std::uint32_t>
LossMeter::OnCounts(Instant now, std::uint64_t sent, std::uint64_t received)
{
    constexpr std::uint64_t WHOLE = 1'000'000;
    if (!m_last || sent < m_last->sent || received < m_last->received)
    {
        m_last = Counts{now, sent, received};
        return std::nullopt;
    }
    const std::uint64_t went = sent - m_last->sent;
    if (went < DATAGRAMS_MIN || now - m_last->at < WINDOW)
    {
        return std::nullopt;
    }
    const std::uint64_t came = std::min(received - m_last->received, went);
    m_last = Counts{now, sent, received};
    return static_cast<std::uint32_t>((went - came) * WHOLE / went);
}

} // namespace kwik

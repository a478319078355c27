#include "protocol-core/session/establishment.h"

namespace kwik
{

void
Establishment::OnDone(EstablishmentStep step)
{
    m_done |= 1U << static_cast<std::uint32_t>(step);
}

std::optional<EstablishmentStep>
Establishment::Poll()
{
    const bool isDone = (m_done >> m_next & 1U) != 0;
    if (!isDone)
    {
        return std::nullopt;
    }
    return static_cast<EstablishmentStep>(m_next++);
}

} // namespace kwik

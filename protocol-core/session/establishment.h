#ifndef KWIK_SESSION_ESTABLISHMENT_H
#define KWIK_SESSION_ESTABLISHMENT_H

#include "protocol-core/event/states.h"

#include <cstdint>
#include <optional>

namespace kwik
{

/// Puts the steps in which a session comes about into their order: a step counts as done when all
/// before it are, and each is told once.
class Establishment
{
  public:
    static constexpr auto LAST = EstablishmentStep::Ready;

    void OnDone(EstablishmentStep step);
    /// The next step that is done, in order.
    std::optional<EstablishmentStep> Poll();

  private:
    std::uint32_t m_done{0}; ///< One bit a step.
    std::uint32_t m_next{static_cast<std::uint32_t>(EstablishmentStep::Connected)};
};

} // namespace kwik

#endif // KWIK_SESSION_ESTABLISHMENT_H

#ifndef KWIK_PATH_HOLD_H
#define KWIK_PATH_HOLD_H

#include "protocol-core/base/instant.h"

#include <optional>

namespace kwik
{

/// A yes or no that changes only when the contrary has held for a while: hysteresis in time.
class Hold
{
  public:
    /// @p rise is how long it takes to become true, @p fall to become false again.
    Hold(Duration rise, Duration fall);

    /// In the order of time. @returns the new value when it has changed.
    std::optional<bool> OnValue(Instant now, bool value);
    bool Value() const;

  private:
    Duration m_rise;
    Duration m_fall;
    bool m_value{false};
    std::optional<Instant> m_contrarySince;
};

} // namespace kwik

#endif // KWIK_PATH_HOLD_H

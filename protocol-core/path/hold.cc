#include "protocol-core/path/hold.h"

namespace kwik
{

Hold::Hold(Duration rise, Duration fall)
    : m_rise(rise),
      m_fall(fall)
{
}

std::optional<bool>
Hold::OnValue(Instant now, bool value)
{
    if (value == m_value)
    {
        m_contrarySince.reset();
        return std::nullopt;
    }
    m_contrarySince = m_contrarySince.value_or(now);
    if (now - *m_contrarySince < (value ? m_rise : m_fall))
    {
        return std::nullopt;
    }
    m_contrarySince.reset();
    m_value = value;
    return m_value;
}

bool
Hold::Value() const
{
    return m_value;
}

} // namespace kwik

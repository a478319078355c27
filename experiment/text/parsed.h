#ifndef KWIK_EXPERIMENT_TEXT_PARSED_H
#define KWIK_EXPERIMENT_TEXT_PARSED_H

#include "protocol-core/base/assert.h"

#include <string>
#include <utility>
#include <variant>

namespace kwik::experiment
{

/// Why a text a user wrote is refused: what is wrong and what would be right, as one sentence.
struct Refusal
{
    std::string why;
};

/// What a user's text means, or the Refusal to show; the caller must look before it takes.
template <typename T>
class [[nodiscard]] Parsed
{
  public:
    Parsed(T value)
        : m_state(std::move(value))
    {
    }

    Parsed(Refusal refusal)
        : m_state(std::move(refusal))
    {
    }

    bool IsOk() const
    {
        return std::holds_alternative<T>(m_state);
    }

    const T& Value() const
    {
        KWIK_ASSERT(IsOk());
        return *std::get_if<T>(&m_state);
    }

    /// @pre !IsOk()
    const std::string& Why() const
    {
        KWIK_ASSERT(!IsOk());
        return std::get_if<Refusal>(&m_state)->why;
    }

  private:
    std::variant<T, Refusal> m_state;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_PARSED_H

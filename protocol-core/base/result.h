#ifndef KWIK_BASE_RESULT_H
#define KWIK_BASE_RESULT_H

#include "protocol-core/base/assert.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

namespace kwik
{

/// Why an operation on outside input failed. Never used for programmer errors.
enum class ErrorCode : std::uint8_t
{
    Malformed,   ///< The bytes have no such meaning.
    Truncated,   ///< More bytes are needed before this can be judged.
    TooLarge,    ///< A stated bound is exceeded.
    Unsupported, ///< Understood, but not offered here.
    Refused,     ///< Offered, but not to this peer or not now.
    NotFound,    ///< Nothing goes by that name.
    Exhausted,   ///< A resource of the world has run out.
    WouldBlock,  ///< Not now; the call does not wait.
    TimedOut,    ///< The deadline has passed, or the peer was silent for too long.
    Closed,      ///< It is over: by this side, by the peer, or by a reset.
};

struct Error
{
    ErrorCode code;
    std::string_view where; ///< A string literal naming the failing field or call.
};

/// A value or an Error; the caller must look before it takes.
template <typename T>
class [[nodiscard]] Result
{
  public:
    Result(T value)
        : m_state(std::move(value))
    {
    }

    Result(Error error)
        : m_state(error)
    {
    }

    bool IsOk() const
    {
        return std::holds_alternative<T>(m_state);
    }

    T& Value()
    {
        KWIK_ASSERT(IsOk());
        return *std::get_if<T>(&m_state);
    }

    const T& Value() const
    {
        KWIK_ASSERT(IsOk());
        return *std::get_if<T>(&m_state);
    }

    /// Why there is no value. @pre !IsOk()
    const Error& Failure() const
    {
        KWIK_ASSERT(!IsOk());
        return *std::get_if<Error>(&m_state);
    }

  private:
    std::variant<T, Error> m_state;
};

} // namespace kwik

#endif // KWIK_BASE_RESULT_H

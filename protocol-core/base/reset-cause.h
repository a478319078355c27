#ifndef KWIK_BASE_RESET_CAUSE_H
#define KWIK_BASE_RESET_CAUSE_H

#include <cstdint>

namespace kwik
{

/// Why a stream that goes in both directions ended before its time.
enum class ResetCause : std::uint8_t
{
    Aborted,         ///< A program gave it up.
    Refused,         ///< Nobody listens for the service, or nobody takes more.
    TooManyStreams,  ///< The session has as many as the server allows.
    TooManySessions, ///< The server has as many as it allows.
    Unknown,         ///< The server has no such stream, or has it no more.
    TimedOut,        ///< Nothing was heard of the other end for too long.
};

} // namespace kwik

#endif // KWIK_BASE_RESET_CAUSE_H

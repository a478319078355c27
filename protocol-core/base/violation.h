#ifndef KWIK_BASE_VIOLATION_H
#define KWIK_BASE_VIOLATION_H

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kwik
{

/**
 * Every way in which a peer can break the rules (PROTOCOL section 10; docs/wire-format.md,
 * "Violations", says of each what it is and what it ends).
 *
 * A path pays for it, the session never does. The first ones are of the TLS handshake.
 */
enum class Violation : std::uint8_t
{
    WrongServerKey,    ///< The server's key is not the pinned one.
    TlsVersion,        ///< No TLS 1.3.
    WrongProtocol,     ///< ALPN: the peer does not speak Kwik 3.
    NoCommonCipher,    ///< The peer has no cipher that our security level allows.
    ClientKeyMissing,  ///< The client shows no key, and has to.
    ClientKeyUnknown,  ///< The client's key is none of those that may connect.
    ClientKeyNotAsked, ///< The server does not ask for our key, as our security level demands.
    ServerNotAllowed,  ///< A server is recommended that this client must not use.
    BadRecommendation, ///< A recommendation that cannot be read, or contradicts an earlier one.
    NotPrimary,        ///< An order by a server that is not the primary.
    NoCommonVersion,   ///< The client offers no version of ours.
    TokenMalformed,
    TokenForged, ///< The signature does not fit.
    TokenExpired,
    TokenOfStranger, ///< Signed by a server that we do not know.
    TokenForOtherServer,
    TokenForOtherSession, ///< The hello names a session, and the token another one.
    TokenForOtherKey,     ///< The client does not hold the key that the token is bound to.
    KcpTooLong,
    KcpMalformed,
    KcpWrongSession, ///< `connection_id` is not the session of the path.
    KcpDuplicate,    ///< A `message_id` that was there before, or is of another path.
    KcpOutOfPlace,   ///< Before the hello, or a second one.
    KdpTooLong,
    KdpMalformed,
    KdpChecksum,
    KdpOutOfPlace, ///< A message that the peer does not send, or not on this stream.
    UnaskedBytes,  ///< Data that was not asked for.
    BeyondExtent,  ///< Data behind the end that was announced, or the window that was granted.
    Flood,         ///< More than the bounds of what waits here.
};

inline constexpr std::size_t VIOLATION_COUNT = static_cast<std::size_t>(Violation::Flood) + 1;

/// The name in events and in docs/wire-format.md: `wrong_server_key`.
std::string_view ToText(Violation violation);

/// The value that has this name. @returns whether there is one; else @p violation stays
bool FromText(std::string_view text, Violation& violation);

/// The application error code (RFC 9000 section 20.2) that names it to the peer.
constexpr std::uint64_t
CodeOf(Violation violation)
{
    constexpr std::uint64_t FIRST = 16;
    return FIRST + static_cast<std::uint64_t>(violation);
}

/// Whether @p code names a token that was not taken.
constexpr bool
IsAboutToken(std::uint64_t code)
{
    return code >= CodeOf(Violation::TokenMalformed) && code <= CodeOf(Violation::TokenForOtherKey);
}

} // namespace kwik

#endif // KWIK_BASE_VIOLATION_H

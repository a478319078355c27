#ifndef KWIK_TRUST_SESSION_TOKEN_H
#define KWIK_TRUST_SESSION_TOKEN_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/result.h"

#include <array>
#include <cstddef>
#include <optional>

namespace kwik
{

/// The secret half of a server's Ed25519 key (RFC 8032 section 5.1.5); also its TLS key.
using SigningSeed = std::array<std::byte, 32>;

/// What a primary vouches for towards one other server.
struct SessionGrant
{
    SessionId session;
    KeyPin audience; ///< The server for which the token is meant; no other accepts it.
    Instant expiry;
    /// The key of the client that may use it; without one whoever holds the token may.
    std::optional<KeyPin> client{};
};

/// A grant whose signature was checked, and who signed it.
struct VerifiedGrant
{
    SessionGrant grant;
    KeyPin issuer;
};

/**
 * Signs @p grant with the key of @p seed (Ed25519 over a fixed layout; docs/wire-format.md).
 *
 * The token carries the signer's public key, and a verifier recognises the signer by its pin, so
 * servers need to know of each other only what discovery tells anyway.
 */
ByteVector SignGrant(const SessionGrant& grant, const SigningSeed& seed);

/// Errors: Malformed (not a token), Refused (the signature does not fit).
Result<VerifiedGrant> VerifyGrant(ByteView token);

} // namespace kwik

#endif // KWIK_TRUST_SESSION_TOKEN_H

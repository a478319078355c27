#ifndef KWIK_BASE_SECURITY_H
#define KWIK_BASE_SECURITY_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/instant.h"

#include <cstdint>
#include <vector>

namespace kwik
{

/**
 * How much a host demands of its peers (seed 004, "SecurityLevel"); each level demands more than
 * the one before, and a peer that cannot give it is refused.
 *
 * TLS 1.3 and the server's pin are demanded on every level.
 */
enum class SecurityLevel : std::uint8_t
{
    Standard, ///< Any cipher of TLS 1.3 here, the fastest first. Tokens live an hour.
    High,     ///< Ciphers with keys of 256 bits. Tokens live ten minutes.
    Maximum,  ///< AES-256-GCM only, and client and server both prove a key. Tokens live a minute.
};

/// Whether a server asks its clients for their keys.
enum class ClientKeys : std::uint8_t
{
    NotAsked,
    Any,    ///< Each proves a key, whichever.
    Listed, ///< Each proves one of SecurityConfig::allowedClients.
};

/// What one host demands of whom it talks to.
struct SecurityConfig
{
    SecurityLevel level = SecurityLevel::Standard;
    /// Of a server (seed 004, "RequireMutualTLS"). SecurityLevel::Maximum makes NotAsked Any.
    ClientKeys clientKeys = ClientKeys::NotAsked;
    std::vector<KeyPin> allowedClients;
};

constexpr ClientKeys
DemandedClientKeys(const SecurityConfig& security)
{
    return security.level == SecurityLevel::Maximum && security.clientKeys == ClientKeys::NotAsked
               ? ClientKeys::Any
               : security.clientKeys;
}

/// How long a client may take to use what a primary has granted it.
constexpr Duration
TokenLifetime(SecurityLevel level)
{
    return level == SecurityLevel::Standard ? std::chrono::minutes(60)
           : level == SecurityLevel::High   ? std::chrono::minutes(10)
                                            : std::chrono::minutes(1);
}

} // namespace kwik

#endif // KWIK_BASE_SECURITY_H

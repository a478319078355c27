#ifndef KWIK_ENDPOINT_ENDPOINT_CONFIG_H
#define KWIK_ENDPOINT_ENDPOINT_CONFIG_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/security.h"
#include "protocol-core/registry/server-info.h"
#include "protocol-core/session/session-config.h"
#include "protocol-core/trust/session-token.h"

#include <string>
#include <vector>

namespace kwik
{

/// What one host is and does.
struct EndpointConfig
{
    std::string name; ///< Names the host towards peers (KCP `client_id`).
    SessionConfig session;
    ServerConfig server;
    SigningSeed key;
    KeyPin pin;                        ///< Of the key.
    std::vector<ServerInfo> directory; ///< Other servers that this one recommends and trusts.
    /// What this one can do as a server.
    std::vector<Capability> capabilities{{"range-transfer", "1"}};
    SecurityConfig security{};
};

/// What of a server may change while it runs.
struct ServerTerms
{
    std::optional<std::uint32_t> capacity; ///< As ServerConfig::capacity.
    std::vector<ServerInfo> directory;
};

/// What the carrier of this host demands: the servers that it trusts may connect whoever else may.
inline SecurityConfig
CarrierSecurity(const EndpointConfig& config)
{
    SecurityConfig security = config.security;
    for (const ServerInfo& server : config.directory)
    {
        security.allowedClients.push_back(server.pin);
    }
    return security;
}

} // namespace kwik

#endif // KWIK_ENDPOINT_ENDPOINT_CONFIG_H

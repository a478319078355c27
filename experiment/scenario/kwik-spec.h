#ifndef KWIK_EXPERIMENT_SCENARIO_KWIK_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_KWIK_SPEC_H

#include "experiment/text/share.h"
#include "protocol-core/base/security.h"
#include "protocol-core/quic/quic-config.h"
#include "protocol-core/session/session-config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// As UploadWeight, with the name of the server.
struct KwikUploadWeight
{
    std::string server;
    std::uint32_t weight = 1;
};

/// As SecurityConfig, with the names of the hosts.
struct KwikSecurity
{
    SecurityLevel level = SecurityLevel::Standard;
    bool mutualTls = false;
    std::vector<std::string> allowedClients;
    std::vector<std::string> allowedServers;
};

/// As PathPrice, with the name of the server.
struct KwikPathPrice
{
    std::string server;
    std::uint32_t price = 1;
};

/// The protocol settings of every host: the core's own structures, so that the core alone says what
/// a default is. Clients use session, uploadWeights and quic, servers use server and quic.
struct KwikSpec
{
    /// Without the weights of uploads and the prices of paths, because here servers have names, and
    /// without the loss of the policy, which is a share here.
    SessionConfig session;
    std::vector<KwikUploadWeight> uploadWeights;
    std::vector<KwikPathPrice> prices;
    Share maxLoss;
    ServerConfig server;
    KwikSecurity security;
    QuicConfig quic;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_KWIK_SPEC_H

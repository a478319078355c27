#ifndef KWIK_REGISTRY_SERVER_INFO_H
#define KWIK_REGISTRY_SERVER_INFO_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/carrier-types.h"
#include "protocol-core/registry/capability.h"

#include <string>
#include <vector>

namespace kwik
{

/// What is known of one server (seed 000, "ServerInfo"): what static discovery
/// tells, and what the server says of itself.
struct ServerInfo
{
    Address address;
    KeyPin pin; ///< The identity: who holds this key is this server.
    std::string region;
    std::vector<Capability> capabilities; ///< In order, each once; as the server has told last.
};

} // namespace kwik

#endif // KWIK_REGISTRY_SERVER_INFO_H

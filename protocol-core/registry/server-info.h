#ifndef KWIK_REGISTRY_SERVER_INFO_H
#define KWIK_REGISTRY_SERVER_INFO_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/carrier-types.h"

#include <string>

namespace kwik
{

/// What is known of one server (seed 000, "ServerInfo"): so far what static discovery tells.
struct ServerInfo
{
    Address address;
    KeyPin pin; ///< The identity: who holds this key is this server.
    std::string region;
};

} // namespace kwik

#endif // KWIK_REGISTRY_SERVER_INFO_H

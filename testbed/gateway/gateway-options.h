#ifndef KWIK_TESTBED_GATEWAY_GATEWAY_OPTIONS_H
#define KWIK_TESTBED_GATEWAY_GATEWAY_OPTIONS_H

#include "protocol-core/base/address.h"
#include "protocol-core/quic/quic-config.h"
#include "protocol-core/registry/server-info.h"
#include "testbed/gateway/tcp-stream.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kwik::testbed
{

/// A Kwik service and the TCP address that belongs to it: where its clients are connected to, or
/// where clients of it are taken.
struct GatewayService
{
    std::string name;
    TcpTarget tcp;
    bool isRepeatable = false; ///< It gives the same answer to the same bytes.
};

/// What the command line of kwik-gateway asks for.
struct GatewayOptions
{
    Address listen;
    std::string keyFile; ///< Empty: a new key each time.
    CongestionControl congestionControl = CongestionControl::Bbr;
    std::vector<ServerInfo> peers; ///< Servers that serve with this one.
    /// Whom to dial, and whom when that one does not answer; a server has none.
    std::vector<ServerInfo> servers;
    std::vector<GatewayService> services;
    std::size_t most = 0; ///< TCP connections at once.
};

/// Options to serve with, or a message to print before leaving with the exit code.
struct ParsedGatewayOptions
{
    std::optional<GatewayOptions> options;
    std::string message;
    int exitCode;
};

/// Exit codes: 0 after --help, 2 for a command line that makes no sense.
ParsedGatewayOptions ParseGatewayOptions(int argc, const char* const* argv);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_GATEWAY_GATEWAY_OPTIONS_H

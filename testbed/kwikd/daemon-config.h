#ifndef KWIK_TESTBED_KWIKD_DAEMON_CONFIG_H
#define KWIK_TESTBED_KWIKD_DAEMON_CONFIG_H

#include "protocol-core/base/security.h"
#include "protocol-core/quic/quic-config.h"
#include "protocol-core/registry/server-info.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::testbed
{

enum class LogLevel : std::uint8_t
{
    Error,
    Warning,
    Info,
    Debug,
};

enum class LogFormat : std::uint8_t
{
    Text, ///< logfmt: `key=value` with spaces between.
    Json, ///< One object a line.
};

/// What the configuration file of kwikd and its command line say together; docs/kwikd-reference.md
/// has the meaning of each.
struct DaemonConfig
{
    Address listen = Ipv4(0x7f000001, 4433);
    std::string key = "kwikd.key";
    std::optional<std::string> content;
    std::optional<std::string> uploads;
    ByteCount uploadsMax{1'000'000'000};
    std::vector<ServerInfo> peers;
    SecurityLevel security = SecurityLevel::Standard;
    std::optional<std::string> clientKeys;
    std::optional<std::uint32_t> capacity;
    CongestionControl congestionControl = CongestionControl::Bbr;
    Duration drainTimeout = std::chrono::seconds(10);
    std::optional<Address> metrics;
    LogLevel logLevel = LogLevel::Info;
    LogFormat logFormat = LogFormat::Text;

    std::vector<KeyPin> allowedClients; ///< What the file `clientKeys` lists.
};

/// What of it whom the server lets in.
SecurityConfig SecurityOf(const DaemonConfig& config);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_CONFIG_H

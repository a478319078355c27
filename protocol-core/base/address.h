#ifndef KWIK_BASE_ADDRESS_H
#define KWIK_BASE_ADDRESS_H

#include "protocol-core/base/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace kwik
{

/// An IP address and UDP port, held as plain bytes so that the core needs no socket headers.
struct Address
{
    std::array<std::uint8_t, 16> ip{}; ///< IPv4 is held as ::ffff:a.b.c.d (RFC 4291 2.5.5.2).
    std::uint16_t port{};              ///< Host byte order.
    auto operator<=>(const Address&) const = default;
};

/// The IPv4 address @p host (host byte order) and @p port.
Address Ipv4(std::uint32_t host, std::uint16_t port);

bool IsIpv4(const Address& address);

/// `a.b.c.d:port`, or `[x:x:x:x:x:x:x:x]:port` without zero compression.
std::string ToString(const Address& address);

/// Reads `a.b.c.d:port`. Errors: Malformed.
Result<Address> ParseIpv4(std::string_view text);

} // namespace kwik

#endif // KWIK_BASE_ADDRESS_H

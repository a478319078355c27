#ifndef KWIK_TESTBED_SOCKET_ADDRESS_H
#define KWIK_TESTBED_SOCKET_ADDRESS_H

#include "protocol-core/base/address.h"

#include <algorithm>
#include <netinet/in.h>

namespace kwik::testbed
{

/// The kernel's form of an IPv4 address.
inline sockaddr_in
ToSocketAddress(const Address& address)
{
    sockaddr_in raw{};
    raw.sin_family = AF_INET;
    raw.sin_port = htons(address.port);
    std::copy_n(address.ip.begin() + 12, 4, reinterpret_cast<std::uint8_t*>(&raw.sin_addr));
    return raw;
}

inline Address
ToAddress(const sockaddr_in& raw)
{
    return Ipv4(ntohl(raw.sin_addr.s_addr), ntohs(raw.sin_port));
}

} // namespace kwik::testbed

#endif // KWIK_TESTBED_SOCKET_ADDRESS_H

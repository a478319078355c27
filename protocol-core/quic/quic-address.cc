#include "protocol-core/quic/quic-address.h"

#include <cstring>

namespace kwik
{

namespace
{

sockaddr_in6
ToSocketAddress(const Address& address)
{
    sockaddr_in6 result{};
    result.sin6_family = AF_INET6;
    result.sin6_port = htons(address.port);
    std::memcpy(&result.sin6_addr, address.ip.data(), address.ip.size());
    return result;
}

ngtcp2_addr
ToNgtcp2(sockaddr_in6& address)
{
    return {reinterpret_cast<ngtcp2_sockaddr*>(&address), sizeof(address)};
}

} // namespace

QuicPath::QuicPath(const Address& local, const Address& peer)
    : m_local(ToSocketAddress(local)),
      m_peer(ToSocketAddress(peer))
{
}

ngtcp2_path
QuicPath::Path()
{
    return {ToNgtcp2(m_local), ToNgtcp2(m_peer), nullptr};
}

Address
PeerOf(const ngtcp2_path& path)
{
    sockaddr_in6 raw;
    std::memcpy(&raw, path.remote.addr, sizeof(raw));
    Address address;
    std::memcpy(address.ip.data(), &raw.sin6_addr, address.ip.size());
    address.port = ntohs(raw.sin6_port);
    return address;
}

} // namespace kwik

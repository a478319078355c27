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

Address
FromNgtcp2(const ngtcp2_addr& address)
{
    sockaddr_in6 raw;
    std::memcpy(&raw, address.addr, sizeof(raw));
    Address result;
    std::memcpy(result.ip.data(), &raw.sin6_addr, result.ip.size());
    result.port = ntohs(raw.sin6_port);
    return result;
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
LocalOf(const ngtcp2_path& path)
{
    return FromNgtcp2(path.local);
}

Address
PeerOf(const ngtcp2_path& path)
{
    return FromNgtcp2(path.remote);
}

} // namespace kwik

#ifndef KWIK_QUIC_QUIC_ADDRESS_H
#define KWIK_QUIC_QUIC_ADDRESS_H

#include "protocol-core/base/address.h"

#include <netinet/in.h>
#include <ngtcp2/ngtcp2.h>

namespace kwik
{

/// The two ends of a QUIC network path in the form that ngtcp2 wants; IPv4 as IPv4-mapped IPv6.
class QuicPath
{
  public:
    QuicPath(const Address& local, const Address& peer);

    ngtcp2_path Path();

  private:
    sockaddr_in6 m_local;
    sockaddr_in6 m_peer;
};

/// Our end of a path of ngtcp2's.
Address LocalOf(const ngtcp2_path& path);
/// The peer's end of a path that ngtcp2 has chosen for a packet.
Address PeerOf(const ngtcp2_path& path);

} // namespace kwik

#endif // KWIK_QUIC_QUIC_ADDRESS_H

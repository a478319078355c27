#ifndef KWIK_TESTBED_LAB_UDP_PAYLOAD_H
#define KWIK_TESTBED_LAB_UDP_PAYLOAD_H

#include "protocol-core/base/bytes.h"

namespace kwik::testbed
{

/// What a UDP datagram over IPv4 carries, as far as this packet holds it; nothing of other packets
/// and of fragments without the header of UDP. RFC 791, RFC 768.
MutableBytes UdpPayloadOf(MutableBytes packet);

/// Writes the checksum that says that there is none, so that a datagram whose payload was changed
/// gets to its socket. @pre UdpPayloadOf(packet) is not empty
void ForgoChecksum(MutableBytes packet);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_UDP_PAYLOAD_H

#ifndef KWIK_QUIC_PATH_MTU_H
#define KWIK_QUIC_PATH_MTU_H

#include "protocol-core/quic/quic-config.h"

#include <ngtcp2/ngtcp2.h>

namespace kwik
{

/**
 * Says how large a connection's datagrams are, or lets it find out how large they may be (DPLPMTUD:
 * RFC 9000 section 14.3, RFC 8899): it starts with 1200 bytes, and once its handshake is confirmed
 * it sends a larger one that nobody misses; when that arrives, all may be so large, and a larger
 * one is tried.
 *
 * @pre for discovery @p config allows Ethernet's 1472 bytes, and datagrams are not fragmented
 */
void SetDatagramSizes(const QuicConfig& config, ngtcp2_settings& settings);

} // namespace kwik

#endif // KWIK_QUIC_PATH_MTU_H

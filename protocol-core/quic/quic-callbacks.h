#ifndef KWIK_QUIC_QUIC_CALLBACKS_H
#define KWIK_QUIC_QUIC_CALLBACKS_H

#include "protocol-core/quic/tls-session.h"

#include <ngtcp2/ngtcp2.h>

namespace kwik
{

/// ngtcp2's view of QuicConnection: its user data is always the connection.
struct QuicCallbacks
{
    static ngtcp2_callbacks For(TlsSide side);
    static void OnQlog(void* user, uint32_t flags, const void* data, size_t size);

  private:
    static void SetCrypto(ngtcp2_callbacks& callbacks, TlsSide side);
    static void SetStreams(ngtcp2_callbacks& callbacks);

    static void FillRandom(uint8_t* out, size_t size, const ngtcp2_rand_ctx* context);
    static int NewConnectionId(ngtcp2_conn* connection,
                               ngtcp2_cid* id,
                               uint8_t* token,
                               size_t length,
                               void* user);
    static int RemoveConnectionId(ngtcp2_conn* connection, const ngtcp2_cid* id, void* user);
    static int PathChallengeData(ngtcp2_conn* connection, uint8_t* out, void* user);
    static int HandshakeCompleted(ngtcp2_conn* connection, void* user);
    static int StatelessReset(ngtcp2_conn* connection,
                              const ngtcp2_pkt_stateless_reset* reset,
                              void* user);
    static int StreamClosed(ngtcp2_conn* connection, std::int64_t stream, void* user);
    static int StreamsAllowed(ngtcp2_conn* connection, uint64_t count, void* user);
    static int ProbeAcknowledged(ngtcp2_conn* connection, uint64_t datagram, void* user);
    static int ProbeLost(ngtcp2_conn* connection, uint64_t datagram, void* user);
};

} // namespace kwik

#endif // KWIK_QUIC_QUIC_CALLBACKS_H

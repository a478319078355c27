#ifndef KWIK_QUIC_TLS_SESSION_H
#define KWIK_QUIC_TLS_SESSION_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/quic/quic-trace.h"
#include "protocol-core/quic/tls-identity.h"

#include <cstdint>
#include <ngtcp2/ngtcp2_crypto.h>

struct gnutls_session_int;

namespace kwik
{

enum class TlsSide : std::uint8_t
{
    Client,
    Server,
};

/**
 * The TLS 1.3 half of one QUIC connection, configured once and for all.
 *
 * TLS 1.3 only, X25519, Ed25519, ALPN `kwik/3`, no session tickets. A client accepts exactly the
 * key whose pin it was given; chains, names and dates are not looked at.
 */
class TlsSession
{
  public:
    struct Options
    {
        TlsSide side;
        KeyPin expectedPeer;     ///< Of a client; unused at a server.
        ngtcp2_conn* connection; ///< Whose handshake this is; outlives the session.
        KeyLog* keyLog;          ///< May be null; outlives the session.
    };

    TlsSession(const TlsIdentity& identity, const Options& options);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    gnutls_session_int* Native() const;
    /// Whether the peer's certificate holds the expected key.
    bool IsPeerExpected() const;
    KeyLog* Log() const;

  private:
    void Configure(const Options& options);

    gnutls_session_int* m_session{nullptr};
    ngtcp2_conn* m_connection;
    ngtcp2_crypto_conn_ref m_backRef; ///< Leads ngtcp2's crypto library back to the connection.
    KeyPin m_expectedPeer;
    KeyLog* m_keyLog;
};

} // namespace kwik

#endif // KWIK_QUIC_TLS_SESSION_H

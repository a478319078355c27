#ifndef KWIK_QUIC_TLS_SESSION_H
#define KWIK_QUIC_TLS_SESSION_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/security.h"
#include "protocol-core/base/violation.h"
#include "protocol-core/quic/quic-trace.h"
#include "protocol-core/quic/tls-identity.h"
#include "protocol-core/quic/tls-offer.h"

#include <cstdint>
#include <ngtcp2/ngtcp2_crypto.h>
#include <optional>

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
 * No session tickets. A client accepts exactly the key whose pin it was given, and a server that
 * asks for keys those that its SecurityConfig allows; chains, names and dates are not looked at.
 * What a peer has done wrong when the handshake fails is Fault().
 */
class TlsSession
{
  public:
    struct Options
    {
        TlsSide side;
        KeyPin expectedPeer;            ///< Of a client; unused at a server.
        ngtcp2_conn* connection;        ///< Whose handshake this is; outlives the session.
        KeyLog* keyLog;                 ///< May be null; outlives the session.
        const SecurityConfig& security; ///< Outlives the session, as does the next one.
        const TlsOffer& offer;
    };

    TlsSession(const TlsIdentity& identity, const Options& options);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    gnutls_session_int* Native() const;
    /// Whether the peer's certificate holds a key that may be here; else Fault() knows.
    bool IsPeerExpected();
    /// The handshake is complete; @returns whether the peer has given what we demand.
    bool IsCompleteEnough();
    /// The key that the peer has proved, if it has.
    std::optional<KeyPin> PeerKey() const;
    /// What the peer did, when the handshake failed here with this TLS alert; nothing when it is
    /// none of what we demand.
    std::optional<Violation> Fault(std::uint8_t alert) const;
    KeyLog* Log() const;

  private:
    void Configure(const Options& options);
    void DemandClientKey();
    bool IsAllowedClient(const KeyPin& key) const;

    gnutls_session_int* m_session{nullptr};
    ngtcp2_conn* m_connection;
    ngtcp2_crypto_conn_ref m_backRef; ///< Leads ngtcp2's crypto library back to the connection.
    TlsSide m_side;
    KeyPin m_expectedPeer;
    KeyLog* m_keyLog;
    const SecurityConfig& m_security;
    std::optional<Violation> m_fault;
};

} // namespace kwik

#endif // KWIK_QUIC_TLS_SESSION_H

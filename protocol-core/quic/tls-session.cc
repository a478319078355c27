#include "protocol-core/quic/tls-session.h"

#include "protocol-core/base/assert.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <ngtcp2/ngtcp2_crypto.h>
#include <ngtcp2/ngtcp2_crypto_gnutls.h>
#include <string>

namespace kwik
{

namespace
{

constexpr std::string_view ALPN = "kwik/3";

/// Finds our TlsSession from inside a GnuTLS callback.
TlsSession&
OwnerOf(gnutls_session_t session)
{
    const auto* backRef = static_cast<ngtcp2_crypto_conn_ref*>(gnutls_session_get_ptr(session));
    return *static_cast<TlsSession*>(backRef->user_data);
}

int
VerifyPeer(gnutls_session_t session)
{
    return OwnerOf(session).IsPeerExpected() ? 0 : GNUTLS_E_CERTIFICATE_ERROR;
}

void
AppendHex(std::string& out, const gnutls_datum_t& datum)
{
    constexpr std::string_view HEX = "0123456789abcdef";
    for (unsigned i = 0; i < datum.size; ++i)
    {
        out += HEX[datum.data[i] >> 4];
        out += HEX[datum.data[i] & 0xf];
    }
}

int
LogSecret(gnutls_session_t session, const char* label, const gnutls_datum_t* secret)
{
    gnutls_datum_t clientRandom{};
    gnutls_datum_t serverRandom{};
    gnutls_session_get_random(session, &clientRandom, &serverRandom);
    std::string line = label;
    line += ' ';
    AppendHex(line, clientRandom);
    line += ' ';
    AppendHex(line, *secret);
    OwnerOf(session).Log()->OnSecret(line);
    return 0;
}

} // namespace

TlsSession::TlsSession(const TlsIdentity& identity, const Options& options)
    : m_connection(options.connection),
      m_backRef{[](ngtcp2_crypto_conn_ref* ref) {
                    return static_cast<TlsSession*>(ref->user_data)->m_connection;
                },
                this},
      m_expectedPeer(options.expectedPeer),
      m_keyLog(options.keyLog)
{
    const unsigned flags = options.side == TlsSide::Server
                               ? GNUTLS_SERVER | GNUTLS_NO_AUTO_SEND_TICKET
                               : GNUTLS_CLIENT | GNUTLS_NO_TICKETS;
    KWIK_ASSERT(gnutls_init(&m_session, flags | GNUTLS_NO_END_OF_EARLY_DATA) == 0);
    KWIK_ASSERT(gnutls_priority_set(m_session, identity.Priority()) == 0);
    KWIK_ASSERT(gnutls_credentials_set(m_session, GNUTLS_CRD_CERTIFICATE, identity.Credentials()) ==
                0);
    Configure(options);
}

void
TlsSession::Configure(const Options& options)
{
    gnutls_session_set_ptr(m_session, &m_backRef);
    const bool isServer = options.side == TlsSide::Server;
    KWIK_ASSERT((isServer ? ngtcp2_crypto_gnutls_configure_server_session(m_session)
                          : ngtcp2_crypto_gnutls_configure_client_session(m_session)) == 0);
    const gnutls_datum_t alpn{reinterpret_cast<unsigned char*>(const_cast<char*>(ALPN.data())),
                              static_cast<unsigned>(ALPN.size())};
    KWIK_ASSERT(gnutls_alpn_set_protocols(m_session, &alpn, 1, GNUTLS_ALPN_MANDATORY) == 0);
    if (!isServer)
    {
        gnutls_session_set_verify_function(m_session, VerifyPeer);
    }
    if (m_keyLog != nullptr)
    {
        gnutls_session_set_keylog_function(m_session, LogSecret);
    }
}

TlsSession::~TlsSession()
{
    gnutls_deinit(m_session);
}

gnutls_session_int*
TlsSession::Native() const
{
    return m_session;
}

bool
TlsSession::IsPeerExpected() const
{
    unsigned count = 0;
    const gnutls_datum_t* chain = gnutls_certificate_get_peers(m_session, &count);
    gnutls_x509_crt_t certificate = nullptr;
    if (count == 0 || gnutls_x509_crt_init(&certificate) != 0)
    {
        return false;
    }
    KeyPin pin{};
    std::size_t size = pin.size();
    const bool isRead = gnutls_x509_crt_import(certificate, &chain[0], GNUTLS_X509_FMT_DER) == 0 &&
                        gnutls_x509_crt_get_key_id(certificate,
                                                   GNUTLS_KEYID_USE_SHA256,
                                                   reinterpret_cast<unsigned char*>(pin.data()),
                                                   &size) == 0;
    gnutls_x509_crt_deinit(certificate);
    return isRead && pin == m_expectedPeer;
}

KeyLog*
TlsSession::Log() const
{
    return m_keyLog;
}

} // namespace kwik

#include "protocol-core/quic/tls-session.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <ngtcp2/ngtcp2_crypto.h>
#include <ngtcp2/ngtcp2_crypto_gnutls.h>
#include <string>

namespace kwik
{

namespace
{

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
      m_side(options.side),
      m_expectedPeer(options.expectedPeer),
      m_keyLog(options.keyLog),
      m_security(options.security)
{
    const unsigned flags = options.side == TlsSide::Server
                               ? GNUTLS_SERVER | GNUTLS_NO_AUTO_SEND_TICKET
                               : GNUTLS_CLIENT | GNUTLS_NO_TICKETS;
    KWIK_ASSERT(gnutls_init(&m_session, flags | GNUTLS_NO_END_OF_EARLY_DATA) == 0);
    KWIK_ASSERT(gnutls_priority_set(m_session, identity.Priority()) == 0);
    const bool isShown =
        options.side == TlsSide::Server || options.offer.proof == ClientProof::Show;
    KWIK_ASSERT(gnutls_credentials_set(m_session,
                                       GNUTLS_CRD_CERTIFICATE,
                                       isShown ? identity.Credentials() : identity.Nobody()) == 0);
    Configure(options);
}

void
TlsSession::Configure(const Options& options)
{
    gnutls_session_set_ptr(m_session, &m_backRef);
    const bool isServer = options.side == TlsSide::Server;
    KWIK_ASSERT((isServer ? ngtcp2_crypto_gnutls_configure_server_session(m_session)
                          : ngtcp2_crypto_gnutls_configure_client_session(m_session)) == 0);
    const std::string& protocol = options.offer.protocol;
    const gnutls_datum_t alpn{reinterpret_cast<unsigned char*>(const_cast<char*>(protocol.data())),
                              static_cast<unsigned>(protocol.size())};
    KWIK_ASSERT(gnutls_alpn_set_protocols(m_session, &alpn, 1, GNUTLS_ALPN_MANDATORY) == 0);
    if (isServer && DemandedClientKeys(m_security) != ClientKeys::NotAsked)
    {
        DemandClientKey();
    }
    else if (!isServer)
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

void
TlsSession::DemandClientKey()
{
    gnutls_certificate_server_set_request(m_session, GNUTLS_CERT_REQUIRE);
    // Nobody signs the keys of clients, so there are no names to tell them.
    gnutls_certificate_send_x509_rdn_sequence(m_session, 1);
    gnutls_session_set_verify_function(m_session, VerifyPeer);
}

std::optional<KeyPin>
TlsSession::PeerKey() const
{
    unsigned count = 0;
    const gnutls_datum_t* chain = gnutls_certificate_get_peers(m_session, &count);
    gnutls_x509_crt_t certificate = nullptr;
    if (count == 0 || gnutls_x509_crt_init(&certificate) != 0)
    {
        return std::nullopt;
    }
    KeyPin pin{};
    std::size_t size = pin.size();
    const bool isRead = gnutls_x509_crt_import(certificate, &chain[0], GNUTLS_X509_FMT_DER) == 0 &&
                        gnutls_x509_crt_get_key_id(certificate,
                                                   GNUTLS_KEYID_USE_SHA256,
                                                   reinterpret_cast<unsigned char*>(pin.data()),
                                                   &size) == 0;
    gnutls_x509_crt_deinit(certificate);
    return isRead ? std::optional(pin) : std::nullopt;
}

bool
TlsSession::IsPeerExpected()
{
    const auto key = PeerKey();
    const bool isClient = m_side == TlsSide::Client;
    const bool isExpected = key && (isClient ? *key == m_expectedPeer : IsAllowedClient(*key));
    if (!isExpected)
    {
        m_fault = isClient ? Violation::WrongServerKey : Violation::ClientKeyUnknown;
    }
    return isExpected;
}

bool
TlsSession::IsAllowedClient(const KeyPin& key) const
{
    const auto& allowed = m_security.allowedClients;
    return m_security.clientKeys != ClientKeys::Listed ||
           std::find(allowed.begin(), allowed.end(), key) != allowed.end();
}

bool
TlsSession::IsCompleteEnough()
{
    const bool mustAsk = m_side == TlsSide::Client && m_security.level == SecurityLevel::Maximum;
    if (mustAsk && gnutls_certificate_client_get_request_status(m_session) == 0)
    {
        m_fault = Violation::ClientKeyNotAsked;
        return false;
    }
    return true;
}

std::optional<Violation>
TlsSession::Fault(std::uint8_t alert) const
{
    if (m_fault)
    {
        return m_fault;
    }
    if (alert != 0 && gnutls_protocol_get_version(m_session) < GNUTLS_TLS1_3)
    {
        return Violation::TlsVersion; // GnuTLS may complain of the ciphers of the older one.
    }
    switch (alert)
    {
    case GNUTLS_A_PROTOCOL_VERSION:
        return Violation::TlsVersion;
    case GNUTLS_A_NO_APPLICATION_PROTOCOL:
        return Violation::WrongProtocol;
    case GNUTLS_A_HANDSHAKE_FAILURE:
    case GNUTLS_A_INSUFFICIENT_SECURITY:
        return Violation::NoCommonCipher;
    case GNUTLS_A_CERTIFICATE_REQUIRED:
        return Violation::ClientKeyMissing;
    default:
        return std::nullopt;
    }
}

KeyLog*
TlsSession::Log() const
{
    return m_keyLog;
}

} // namespace kwik

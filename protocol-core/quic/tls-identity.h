#ifndef KWIK_QUIC_TLS_IDENTITY_H
#define KWIK_QUIC_TLS_IDENTITY_H

#include "protocol-core/base/bytes.h"

#include <array>
#include <cstddef>
#include <string>

struct gnutls_certificate_credentials_st;
struct gnutls_priority_st;

namespace kwik
{

/// The secret half of a host's Ed25519 key (RFC 8032 section 5.1.5).
using KeySeed = std::array<std::byte, 32>;

/**
 * Who a host is towards TLS: an Ed25519 key and a self-signed certificate around it.
 *
 * Ed25519 because its signatures have one length (RFC 8032): handshake packets then have the same
 * size in every run. The certificate carries no fact that anyone checks; peers compare the key.
 * Which versions and ciphers TLS may use stands here too: GnuTLS takes 8 kB for that, which all
 * sessions of a host share.
 */
class TlsIdentity
{
  public:
    /// @p priorities are GnuTLS's, as in TlsOffer.
    TlsIdentity(const KeySeed& seed, const std::string& priorities);
    ~TlsIdentity();
    TlsIdentity(const TlsIdentity&) = delete;
    TlsIdentity& operator=(const TlsIdentity&) = delete;

    /// Owned by this object.
    gnutls_certificate_credentials_st* Credentials() const;
    /// Those of somebody without a key.
    gnutls_certificate_credentials_st* Nobody() const;
    /// Owned by this object.
    gnutls_priority_st* Priority() const;

  private:
    gnutls_certificate_credentials_st* m_credentials{nullptr};
    gnutls_certificate_credentials_st* m_nobody{nullptr};
    gnutls_priority_st* m_priority{nullptr};
};

} // namespace kwik

#endif // KWIK_QUIC_TLS_IDENTITY_H

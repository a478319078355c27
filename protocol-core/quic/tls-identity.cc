#include "protocol-core/quic/tls-identity.h"

#include "protocol-core/base/assert.h"
#include "protocol-core/trust/key-pin.h"

#include <cstdint>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string_view>

namespace kwik
{

namespace
{

gnutls_datum_t
AsDatum(const std::uint8_t* data, std::size_t size)
{
    return {const_cast<std::uint8_t*>(data), static_cast<unsigned>(size)};
}

gnutls_x509_privkey_t
ImportKey(const KeySeed& seed)
{
    const PublicKey publicKey = PublicKeyOf(seed);
    const gnutls_datum_t x = AsDatum(AsUint8(publicKey), publicKey.size());
    const gnutls_datum_t k = AsDatum(AsUint8(seed), seed.size());
    gnutls_x509_privkey_t key = nullptr;
    KWIK_ASSERT(gnutls_x509_privkey_init(&key) == 0);
    KWIK_ASSERT(
        gnutls_x509_privkey_import_ecc_raw(key, GNUTLS_ECC_CURVE_ED25519, &x, nullptr, &k) == 0);
    return key;
}

gnutls_x509_crt_t
SelfSign(gnutls_x509_privkey_t key)
{
    constexpr std::uint8_t SERIAL = 1;
    constexpr std::string_view NAME = "kwik";
    gnutls_x509_crt_t certificate = nullptr;
    KWIK_ASSERT(gnutls_x509_crt_init(&certificate) == 0);
    KWIK_ASSERT(gnutls_x509_crt_set_version(certificate, 3) == 0);
    KWIK_ASSERT(gnutls_x509_crt_set_serial(certificate, &SERIAL, sizeof(SERIAL)) == 0);
    KWIK_ASSERT(gnutls_x509_crt_set_activation_time(certificate, 0) == 0);
    KWIK_ASSERT(gnutls_x509_crt_set_expiration_time(certificate,
                                                    GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION) == 0);
    KWIK_ASSERT(gnutls_x509_crt_set_dn_by_oid(certificate,
                                              GNUTLS_OID_X520_COMMON_NAME,
                                              0,
                                              NAME.data(),
                                              static_cast<unsigned>(NAME.size())) == 0);
    KWIK_ASSERT(gnutls_x509_crt_set_key(certificate, key) == 0);
    KWIK_ASSERT(gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA512, 0) == 0);
    return certificate;
}

} // namespace

TlsIdentity::TlsIdentity(const KeySeed& seed, const std::string& priorities)
{
    gnutls_x509_privkey_t key = ImportKey(seed);
    gnutls_x509_crt_t certificate = SelfSign(key);
    KWIK_ASSERT(gnutls_certificate_allocate_credentials(&m_credentials) == 0);
    KWIK_ASSERT(gnutls_certificate_allocate_credentials(&m_nobody) == 0);
    KWIK_ASSERT(gnutls_certificate_set_x509_key(m_credentials, &certificate, 1, key) >= 0);
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_privkey_deinit(key);
    KWIK_ASSERT(gnutls_priority_init(&m_priority, priorities.c_str(), nullptr) == 0);
}

TlsIdentity::~TlsIdentity()
{
    gnutls_priority_deinit(m_priority);
    gnutls_certificate_free_credentials(m_credentials);
    gnutls_certificate_free_credentials(m_nobody);
}

gnutls_certificate_credentials_st*
TlsIdentity::Credentials() const
{
    return m_credentials;
}

gnutls_certificate_credentials_st*
TlsIdentity::Nobody() const
{
    return m_nobody;
}

gnutls_priority_st*
TlsIdentity::Priority() const
{
    return m_priority;
}

} // namespace kwik

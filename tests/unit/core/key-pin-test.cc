#include "protocol-core/base/prng.h"
#include "protocol-core/quic/tls-identity.h"
#include "protocol-core/trust/key-pin.h"
#include "tests/support/byte-strings.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <gtest/gtest.h>

namespace kwik::test
{

namespace
{

std::array<std::byte, 32>
KeyFromHex(std::string_view hex)
{
    const ByteVector bytes = FromHex(hex);
    std::array<std::byte, 32> key{};
    std::copy(bytes.begin(), bytes.end(), key.begin());
    return key;
}

/// The SHA-256 key id that GnuTLS computes from the certificate of @p identity.
KeyPin
PinAsGnutlsSeesIt(const TlsIdentity& identity)
{
    gnutls_x509_crt_t* certificates = nullptr;
    unsigned count = 0;
    KWIK_ASSERT(gnutls_certificate_get_x509_crt(identity.Credentials(), 0, &certificates, &count) ==
                0);
    KWIK_ASSERT(count == 1);
    KeyPin pin{};
    std::size_t size = pin.size();
    KWIK_ASSERT(gnutls_x509_crt_get_key_id(certificates[0],
                                           GNUTLS_KEYID_USE_SHA256,
                                           reinterpret_cast<unsigned char*>(pin.data()),
                                           &size) == 0);
    gnutls_x509_crt_deinit(certificates[0]);
    gnutls_free(certificates);
    return pin;
}

} // namespace

TEST(KeyPin, APublicKeyBelongsToItsSeedAsRfc8032Says)
{
    // RFC 8032 section 7.1, tests 1 and 2.
    EXPECT_EQ(ToHex(PublicKeyOf(
                  KeyFromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))),
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    EXPECT_EQ(ToHex(PublicKeyOf(
                  KeyFromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))),
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
}

TEST(KeyPin, IsTheHashOfTheWholePublicKeyInfo)
{
    // The key of RFC 8410 section 10.1; its pin as `openssl pkey -pubin -outform DER | sha256sum`
    // gives it.
    const PublicKey key =
        KeyFromHex("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
    EXPECT_EQ(ToHex(PinOf(key)),
              "a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f");
}

TEST(KeyPin, IsWhatGnutlsComputesFromTheCertificate)
{
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        KeySeed key{};
        Prng(seed).Fill(key);
        EXPECT_EQ(ToHex(PinAsGnutlsSeesIt(TlsIdentity(key, "NORMAL"))),
                  ToHex(PinOf(PublicKeyOf(key))));
    }
}

TEST(KeyPin, DiffersWithEveryBitOfTheKey)
{
    const PublicKey key = PublicKeyOf({});
    for (std::size_t bit = 0; bit < 256; ++bit)
    {
        PublicKey other = key;
        other[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        EXPECT_NE(PinOf(other), PinOf(key)) << "bit " << bit;
    }
}

} // namespace kwik::test

#include "protocol-core/trust/key-pin.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <sodium.h>

namespace kwik
{

PublicKey
PublicKeyOf(const std::array<std::byte, 32>& seed)
{
    PublicKey publicKey{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
    KWIK_ASSERT(crypto_sign_seed_keypair(reinterpret_cast<std::uint8_t*>(publicKey.data()),
                                         secret.data(),
                                         AsUint8(seed)) == 0);
    sodium_memzero(secret.data(), secret.size());
    return publicKey;
}

KeyPin
PinOf(const PublicKey& key)
{
    // SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 section 4).
    constexpr std::array<std::uint8_t, 12>
        PREFIX{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
    std::array<std::uint8_t, PREFIX.size() + 32> info{};
    std::copy(PREFIX.begin(), PREFIX.end(), info.begin());
    std::copy_n(AsUint8(key), key.size(), info.begin() + PREFIX.size());
    KeyPin pin{};
    crypto_hash_sha256(reinterpret_cast<std::uint8_t*>(pin.data()), info.data(), info.size());
    return pin;
}

} // namespace kwik

#include "protocol-core/quic/connection-key.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <sodium.h>

namespace kwik
{

ConnectionKey
KeyOf(ByteView id)
{
    KWIK_ASSERT(id.size() <= ConnectionKey::LENGTH_MAX);
    ConnectionKey key;
    std::copy_n(AsUint8(id), id.size(), key.bytes.begin());
    key.length = static_cast<std::uint8_t>(id.size());
    return key;
}

ResetSecret
ResetSecretOf(const std::array<std::byte, 32>& seed)
{
    constexpr std::string_view LABEL = "kwik stateless reset";
    ResetSecret secret{};
    crypto_generichash(reinterpret_cast<std::uint8_t*>(secret.data()),
                       secret.size(),
                       AsUint8(AsBytes(LABEL)),
                       LABEL.size(),
                       AsUint8(seed),
                       seed.size());
    return secret;
}

ResetToken
ResetTokenOf(const ResetSecret& secret, const ConnectionKey& key)
{
    ResetToken token{};
    crypto_generichash(token.data(),
                       token.size(),
                       key.bytes.data(),
                       key.length,
                       AsUint8(secret),
                       secret.size());
    return token;
}

} // namespace kwik

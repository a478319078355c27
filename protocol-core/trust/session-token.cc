#include "protocol-core/trust/session-token.h"

#include "protocol-core/trust/key-pin.h"

#include <algorithm>
#include <sodium.h>

namespace kwik
{

namespace
{

constexpr std::size_t HEAD_BYTES = 1 + 8 + 8 + 32;
constexpr std::size_t TAIL_BYTES = crypto_sign_PUBLICKEYBYTES + crypto_sign_BYTES;
constexpr std::byte BEARER_LAYOUT{1};
constexpr std::byte BOUND_LAYOUT{2};
constexpr std::size_t CLIENT_BYTES = 32;

bool
HasLayout(ByteView token)
{
    const std::size_t bearer = HEAD_BYTES + TAIL_BYTES;
    return (token.size() == bearer && token[0] == BEARER_LAYOUT) ||
           (token.size() == bearer + CLIENT_BYTES && token[0] == BOUND_LAYOUT);
}

void
AppendBigEndian(ByteVector& out, std::uint64_t value)
{
    for (unsigned shift = 64; shift > 0; shift -= 8)
    {
        out.push_back(static_cast<std::byte>(value >> (shift - 8)));
    }
}

std::uint64_t
ReadBigEndian(ByteView bytes)
{
    std::uint64_t value = 0;
    for (const std::byte byte : bytes)
    {
        value = value << 8 | std::to_integer<std::uint64_t>(byte);
    }
    return value;
}

} // namespace

ByteVector
SignGrant(const SessionGrant& grant, const SigningSeed& seed)
{
    const PublicKey publicKey = PublicKeyOf(seed);
    ByteVector token{grant.client ? BOUND_LAYOUT : BEARER_LAYOUT};
    AppendBigEndian(token, grant.session.value);
    AppendBigEndian(token, static_cast<std::uint64_t>(grant.expiry.time_since_epoch().count()));
    token.insert(token.end(), grant.audience.begin(), grant.audience.end());
    if (grant.client)
    {
        token.insert(token.end(), grant.client->begin(), grant.client->end());
    }
    token.insert(token.end(), publicKey.begin(), publicKey.end());
    const std::size_t signedBytes = token.size();
    token.resize(signedBytes + crypto_sign_BYTES);
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
    std::copy_n(AsUint8(seed), seed.size(), secret.begin());
    std::copy_n(AsUint8(publicKey), publicKey.size(), secret.begin() + seed.size());
    crypto_sign_detached(reinterpret_cast<std::uint8_t*>(token.data() + signedBytes),
                         nullptr,
                         AsUint8(token),
                         signedBytes,
                         secret.data());
    sodium_memzero(secret.data(), secret.size());
    return token;
}

Result<VerifiedGrant>
VerifyGrant(ByteView token)
{
    if (!HasLayout(token))
    {
        return Error{ErrorCode::Malformed, "session token"};
    }
    const ByteView publicKey = token.last(TAIL_BYTES).first(crypto_sign_PUBLICKEYBYTES);
    const ByteView signature = token.last(crypto_sign_BYTES);
    if (crypto_sign_verify_detached(AsUint8(signature),
                                    AsUint8(token),
                                    token.size() - signature.size(),
                                    AsUint8(publicKey)) != 0)
    {
        return Error{ErrorCode::Refused, "session token signature"};
    }
    VerifiedGrant verified{};
    verified.grant.session = SessionId{ReadBigEndian(token.subspan(1, 8))};
    const std::uint64_t expiry = ReadBigEndian(token.subspan(9, 8));
    verified.grant.expiry = Instant(Duration(static_cast<Duration::rep>(expiry)));
    std::copy_n(token.begin() + 17,
                verified.grant.audience.size(),
                verified.grant.audience.begin());
    if (token[0] == BOUND_LAYOUT)
    {
        const ByteView client = token.subspan(HEAD_BYTES, CLIENT_BYTES);
        std::copy(client.begin(), client.end(), verified.grant.client.emplace().begin());
    }
    PublicKey issuer{};
    std::copy_n(publicKey.begin(), issuer.size(), issuer.begin());
    verified.issuer = PinOf(issuer);
    return verified;
}

} // namespace kwik

#ifndef KWIK_TRUST_KEY_PIN_H
#define KWIK_TRUST_KEY_PIN_H

#include "protocol-core/base/carrier-types.h"

#include <array>
#include <cstddef>

namespace kwik
{

/// An Ed25519 public key (RFC 8032).
using PublicKey = std::array<std::byte, 32>;

/// The public key that belongs to the secret @p seed.
PublicKey PublicKeyOf(const std::array<std::byte, 32>& seed);

/// The pin by which peers recognise the holder of @p key.
KeyPin PinOf(const PublicKey& key);

} // namespace kwik

#endif // KWIK_TRUST_KEY_PIN_H

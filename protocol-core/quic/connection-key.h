#ifndef KWIK_QUIC_CONNECTION_KEY_H
#define KWIK_QUIC_CONNECTION_KEY_H

#include "protocol-core/base/bytes.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace kwik
{

/// A QUIC connection id as a map key (RFC 9000 section 5.1).
struct ConnectionKey
{
    static constexpr std::size_t LENGTH_MAX = 20;
    /// The length of every id that we choose for ourselves, so that short headers can be read.
    static constexpr std::size_t OUR_LENGTH = 8;

    std::array<std::uint8_t, LENGTH_MAX> bytes{};
    std::uint8_t length{};

    auto operator<=>(const ConnectionKey&) const = default;
};

/// @pre id.size() <= LENGTH_MAX
ConnectionKey KeyOf(ByteView id);

using ResetSecret = std::array<std::byte, 32>;
using ResetToken = std::array<std::uint8_t, 16>;

/// The secret of the holder of the key @p seed; the same after a restart.
ResetSecret ResetSecretOf(const std::array<std::byte, 32>& seed);

/// The token that proves a stateless reset (RFC 9000 section 10.3.2): keyed BLAKE2b over the id.
ResetToken ResetTokenOf(const ResetSecret& secret, const ConnectionKey& key);

} // namespace kwik

#endif // KWIK_QUIC_CONNECTION_KEY_H

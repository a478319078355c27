#include "experiment/text/digest.h"

#include <array>
#include <cstdint>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t DIGEST_BYTES = 16;

} // namespace

Digest::Digest()
{
    crypto_generichash_init(&m_state, nullptr, 0, DIGEST_BYTES);
}

void
Digest::Add(ByteView bytes)
{
    crypto_generichash_update(&m_state, AsUint8(bytes), bytes.size());
}

std::string
Digest::Hex() const
{
    crypto_generichash_state state = m_state;
    std::array<std::uint8_t, DIGEST_BYTES> digest{};
    crypto_generichash_final(&state, digest.data(), digest.size());
    std::array<char, 2 * DIGEST_BYTES + 1> text{};
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    return text.data();
}

} // namespace kwik::experiment

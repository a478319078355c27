#include "replay/record-frame.h"

#include <array>
#include <cstring>
#include <sodium.h>

namespace kwik::replay
{

std::uint32_t
FrameChecksum(std::uint64_t number, std::string_view content)
{
    std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
    for (std::size_t i = 0; i < sizeof(number); ++i)
    {
        key[i] = static_cast<unsigned char>(number >> (8 * i));
    }
    std::array<unsigned char, crypto_shorthash_BYTES> hash{};
    crypto_shorthash(hash.data(),
                     reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(),
                     key.data());
    return TakeUint32(reinterpret_cast<const char*>(hash.data()));
}

void
PutUint32(std::uint32_t number, char* to)
{
    for (int i = 0; i < 4; ++i)
    {
        to[i] = static_cast<char>(number >> (8 * i));
    }
}

std::uint32_t
TakeUint32(const char* from)
{
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i)
    {
        number |= std::uint32_t{static_cast<unsigned char>(from[i])} << (8 * i);
    }
    return number;
}

} // namespace kwik::replay

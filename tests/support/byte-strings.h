#ifndef KWIK_TESTS_SUPPORT_BYTE_STRINGS_H
#define KWIK_TESTS_SUPPORT_BYTE_STRINGS_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/prng.h"

#include <string>
#include <string_view>

namespace kwik::test
{

/// The bytes that pairs of hexadecimal digits name; blanks between them are for the reader.
inline ByteVector
FromHex(std::string_view text)
{
    constexpr std::string_view DIGITS = "0123456789abcdef";
    ByteVector bytes;
    std::size_t digits = 0;
    std::size_t value = 0;
    for (const char c : text)
    {
        if (c == ' ')
        {
            continue;
        }
        KWIK_ASSERT(DIGITS.find(c) != std::string_view::npos);
        value = value * 16 + DIGITS.find(c);
        if (++digits % 2 == 0)
        {
            bytes.push_back(static_cast<std::byte>(value & 0xff));
        }
    }
    return bytes;
}

inline std::string
ToHex(ByteView bytes)
{
    constexpr std::string_view DIGITS = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : bytes)
    {
        text += DIGITS[std::to_integer<std::size_t>(byte >> 4)];
        text += DIGITS[std::to_integer<std::size_t>(byte & std::byte{0xf})];
    }
    return text;
}

inline ByteVector
RandomBytes(Prng& prng, std::size_t size)
{
    ByteVector bytes(size);
    prng.Fill(bytes);
    return bytes;
}

inline void
Append(ByteVector& out, ByteView bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_BYTE_STRINGS_H

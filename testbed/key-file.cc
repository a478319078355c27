#include "testbed/key-file.h"

#include "protocol-core/base/assert.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <span>
#include <stdexcept>
#include <sys/random.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

constexpr std::string_view DIGITS = "0123456789abcdef";

std::optional<std::array<std::byte, 32>>
ParseHex(std::string_view text)
{
    std::array<std::byte, 32> bytes{};
    if (text.size() != 2 * bytes.size())
    {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i)
    {
        const auto high = DIGITS.find(text[2 * i]);
        const auto low = DIGITS.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
        {
            return std::nullopt;
        }
        bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return bytes;
}

std::string
Hex(std::span<const std::byte> bytes)
{
    std::string text;
    for (const std::byte byte : bytes)
    {
        text += DIGITS[std::to_integer<unsigned>(byte >> 4)];
        text += DIGITS[std::to_integer<unsigned>(byte & std::byte{0xf})];
    }
    return text;
}

void
WriteKey(const std::filesystem::path& file, const SigningSeed& key)
{
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    const std::string line = Hex(key) + "\n";
    const bool isWritten =
        fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    const std::error_code error(errno, std::system_category());
    if (fd >= 0)
    {
        ::close(fd);
    }
    if (!isWritten)
    {
        throw std::runtime_error(file.string() + ": cannot write the key: " + error.message());
    }
}

} // namespace

SigningSeed
NewKey()
{
    SigningSeed key{};
    KWIK_ASSERT(::getrandom(key.data(), key.size(), 0) == static_cast<ssize_t>(key.size()));
    return key;
}

SigningSeed
LoadOrCreateKey(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file))
    {
        const SigningSeed key = NewKey();
        WriteKey(file, key);
        return key;
    }
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    if (const auto key = ParseHex(line))
    {
        return *key;
    }
    throw std::runtime_error(file.string() +
                             ": not a key: the file must hold 64 hexadecimal digits (0-9a-f)");
}

std::string
ToHex(const KeyPin& pin)
{
    return Hex(pin);
}

std::optional<KeyPin>
ParsePin(std::string_view text)
{
    return ParseHex(text);
}

} // namespace kwik::testbed

#include "protocol-core/base/address.h"

#include <charconv>

namespace kwik
{

namespace
{

constexpr std::size_t MAPPED_PREFIX_BYTES = 12;

void
AppendHex(std::string& out, unsigned value)
{
    std::array<char, 8> digits{};
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, 16);
    out.append(digits.data(), end);
}

/// Takes a decimal number of at most @p limit off the front of @p text.
bool
TakeNumber(std::string_view& text, unsigned limit, unsigned& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value > limit)
    {
        return false;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

} // namespace

Address
Ipv4(std::uint32_t host, std::uint16_t port)
{
    Address address;
    address.ip[10] = address.ip[11] = 0xff;
    for (std::size_t i = 0; i < 4; ++i)
    {
        address.ip[MAPPED_PREFIX_BYTES + i] = static_cast<std::uint8_t>(host >> (24 - 8 * i));
    }
    address.port = port;
    return address;
}

bool
IsIpv4(const Address& address)
{
    for (std::size_t i = 0; i < 10; ++i)
    {
        if (address.ip[i] != 0)
        {
            return false;
        }
    }
    return address.ip[10] == 0xff && address.ip[11] == 0xff;
}

std::string
ToString(const Address& address)
{
    std::string text;
    if (IsIpv4(address))
    {
        for (std::size_t i = 0; i < 4; ++i)
        {
            text += (i > 0 ? "." : "") + std::to_string(address.ip[MAPPED_PREFIX_BYTES + i]);
        }
    }
    else
    {
        text += '[';
        for (std::size_t i = 0; i < address.ip.size(); i += 2)
        {
            text += i > 0 ? ":" : "";
            AppendHex(text, address.ip[i] * 256U + address.ip[i + 1]);
        }
        text += ']';
    }
    return text + ":" + std::to_string(address.port);
}

Result<Address>
ParseIpv4(std::string_view text)
{
    std::uint32_t host = 0;
    unsigned number = 0;
    for (int i = 0; i < 4; ++i)
    {
        if (!TakeNumber(text, 255, number) || text.empty() || text.front() != (i < 3 ? '.' : ':'))
        {
            return Error{ErrorCode::Malformed, "IPv4 address"};
        }
        host = host * 256 + number;
        text.remove_prefix(1);
    }
    if (!TakeNumber(text, UINT16_MAX, number) || !text.empty())
    {
        return Error{ErrorCode::Malformed, "port"};
    }
    return Ipv4(host, static_cast<std::uint16_t>(number));
}

} // namespace kwik

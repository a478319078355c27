#include "testbed/kwikd/daemon-grammar.h"

#include "experiment/text/printable.h"
#include "experiment/text/quantity.h"
#include "testbed/key-file.h"

#include <algorithm>

namespace kwik::testbed
{

using experiment::Dimension;
using experiment::GrammarKind;
using experiment::Parsed;
using experiment::Refusal;
using experiment::Shape;

namespace
{

constexpr std::size_t LONGEST_PATH = 4095; // PATH_MAX without its end.
constexpr std::uint32_t LOOPBACK = 0x7f000001;

Shape
TextShape(std::string words, std::string pattern)
{
    Shape shape;
    shape.words = std::move(words);
    shape.pattern = std::move(pattern);
    return shape;
}

bool
IsNumber(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Parsed<Address>
ParseAddress(std::string_view text)
{
    const auto address = ParseIpv4(text);
    if (!address.IsOk())
    {
        return Refusal{"'" + experiment::Printable(text) +
                       "' is not an IPv4 address and port; write for example 127.0.0.1:4433"};
    }
    return address.Value();
}

Parsed<Address>
ParseLoopback(std::string_view text)
{
    return ParseAddress(IsNumber(text) ? "127.0.0.1:" + std::string(text) : std::string(text));
}

std::string
WriteLoopback(const Address& address)
{
    return address.ip == Ipv4(LOOPBACK, 0).ip ? std::to_string(address.port) : ToString(address);
}

std::string
WriteAddress(const Address& address)
{
    return ToString(address);
}

Parsed<std::string>
ParseFile(std::string_view text)
{
    if (text.empty() || text.size() > LONGEST_PATH || experiment::Printable(text) != text)
    {
        return Refusal{"'" + experiment::Printable(text) +
                       "' is no file name; allowed: 1 to 4095 bytes, no control characters"};
    }
    return std::string(text);
}

std::string
WriteFile(const std::string& file)
{
    return file;
}

Parsed<ByteCount>
ParseBytes(std::string_view text)
{
    const std::string quantity = std::string(text) + (IsNumber(text) ? " B" : "");
    const auto bytes = experiment::ParseQuantity(quantity, Dimension::Size);
    if (!bytes.IsOk())
    {
        return Refusal{bytes.Why() + "; or a number of bytes"};
    }
    return ByteCount{bytes.Value()};
}

std::string
WriteBytes(const ByteCount& bytes)
{
    return experiment::ToText({Dimension::Size, bytes.value});
}

Parsed<ServerInfo>
ParsePeer(std::string_view text)
{
    const auto equals = text.find('=');
    const auto pin =
        equals == std::string_view::npos ? std::nullopt : ParsePin(text.substr(equals + 1));
    if (!pin)
    {
        return Refusal{"'" + experiment::Printable(text) +
                       "': write ADDRESS:PORT=PIN; a server prints its pin (64 hexadecimal digits) "
                       "when it starts"};
    }
    const auto address = ParseAddress(text.substr(0, equals));
    if (!address.IsOk())
    {
        return Refusal{address.Why()};
    }
    return ServerInfo{address.Value(), *pin, {}};
}

std::string
WritePeer(const ServerInfo& peer)
{
    return ToString(peer.address) + "=" + ToHex(peer.pin);
}

} // namespace

GrammarKind<Address>
AddressKind()
{
    return GrammarKind<Address>({&ParseAddress,
                                 &WriteAddress,
                                 "an address such as 127.0.0.1:4433",
                                 TextShape("IPv4 address and port", R"(^[0-9.]+:\d+$)")});
}

GrammarKind<Address>
LoopbackKind()
{
    return GrammarKind<Address>(
        {&ParseLoopback,
         &WriteLoopback,
         "a port or an address such as 127.0.0.1:9433",
         TextShape("IPv4 address and port, or port", R"(^([0-9.]+:)?\d+$)")});
}

GrammarKind<std::string>
FileKind()
{
    return GrammarKind<std::string>(
        {&ParseFile, &WriteFile, "a file name", TextShape("path", "^.{1,4095}$")});
}

GrammarKind<ByteCount>
ByteKind()
{
    return GrammarKind<ByteCount>(
        {&ParseBytes, &WriteBytes, "a size such as 10 GB", TextShape("size", "^.+$")});
}

GrammarKind<ServerInfo>
PeerKind()
{
    return GrammarKind<ServerInfo>(
        {&ParsePeer,
         &WritePeer,
         "a server as ADDRESS:PORT=PIN",
         TextShape("ADDRESS:PORT=PIN", R"(^[0-9.]+:\d+=[0-9a-f]{64}$)")});
}

} // namespace kwik::testbed

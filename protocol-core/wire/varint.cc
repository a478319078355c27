#include "protocol-core/wire/varint.h"

namespace kwik
{

void
AppendVarint(ByteVector& out, std::uint64_t value)
{
    KWIK_ASSERT(value <= VARINT_MAX);
    unsigned exponent = 0;
    while (exponent < 3 && value >> ((8U << exponent) - 2) != 0)
    {
        ++exponent;
    }
    const unsigned length = 1U << exponent;
    value |= std::uint64_t{exponent} << (8 * length - 2);
    for (unsigned i = length; i > 0; --i)
    {
        out.push_back(static_cast<std::byte>(value >> (8 * (i - 1))));
    }
}

WireReader::WireReader(ByteView bytes)
    : m_bytes(bytes)
{
}

std::uint64_t
WireReader::Varint()
{
    if (!Has(1))
    {
        return 0;
    }
    const auto first = std::to_integer<std::uint8_t>(m_bytes[m_at]);
    const unsigned length = 1U << (first >> 6);
    if (!Has(length))
    {
        return 0;
    }
    std::uint64_t value = first & 0x3fU;
    for (unsigned i = 1; i < length; ++i)
    {
        value = value << 8 | std::to_integer<std::uint64_t>(m_bytes[m_at + i]);
    }
    m_at += length;
    return value;
}

std::uint8_t
WireReader::Byte()
{
    return Has(1) ? std::to_integer<std::uint8_t>(m_bytes[m_at++]) : std::uint8_t{0};
}

std::uint32_t
WireReader::BigEndian32()
{
    std::uint32_t value = 0;
    for (const std::byte byte : Bytes(sizeof(value)))
    {
        value = value << 8 | std::to_integer<std::uint32_t>(byte);
    }
    return value;
}

ByteView
WireReader::Bytes(std::uint64_t count)
{
    if (!Has(count))
    {
        return {};
    }
    const ByteView view = m_bytes.subspan(m_at, count);
    m_at += count;
    return view;
}

bool
WireReader::IsComplete() const
{
    return m_isComplete;
}

std::size_t
WireReader::Consumed() const
{
    return m_at;
}

bool
WireReader::Has(std::uint64_t count)
{
    m_isComplete = m_isComplete && count <= m_bytes.size() - m_at;
    return m_isComplete;
}

} // namespace kwik

#include "protocol-core/stream/reassembler.h"

namespace kwik
{

ByteCount
Reassembler::OnBytes(ByteCount offset, const SharedBytes& bytes)
{
    const Interval arrived{offset, offset + ByteCount{bytes.Size()}};
    ByteCount fresh;
    for (const Interval& gap : m_received.Missing(arrived))
    {
        m_held.emplace(gap.begin, bytes.Slice((gap.begin - offset).value, gap.Length().value));
        fresh += gap.Length();
    }
    m_received.Add(arrived);
    m_duplicates += arrived.Length() - fresh;
    return fresh;
}

std::optional<SharedBytes>
Reassembler::Poll(ByteCount limit)
{
    const auto first = m_held.begin();
    if (first == m_held.end() || first->first != m_delivered || m_delivered >= limit)
    {
        return std::nullopt;
    }
    std::optional<SharedBytes> bytes(std::move(first->second));
    m_held.erase(first);
    if (const ByteCount room = limit - m_delivered; room < ByteCount{bytes->Size()})
    {
        m_held.emplace(limit, bytes->Slice(room.value, bytes->Size() - room.value));
        bytes = bytes->Slice(0, room.value);
    }
    m_delivered += ByteCount{bytes->Size()};
    return bytes;
}

ByteCount
Reassembler::Delivered() const
{
    return m_delivered;
}

const IntervalSet&
Reassembler::Received() const
{
    return m_received;
}

ByteCount
Reassembler::Duplicates() const
{
    return m_duplicates;
}

ByteCount
Reassembler::Held() const
{
    return m_received.Total() - m_delivered;
}

} // namespace kwik

// What Downloads says of itself.
#include "protocol-core/session/downloads.h"

#include <algorithm>

namespace kwik
{

bool
Downloads::IsAwaited(PathId path) const
{
    if (m_scheduler.Outstanding(path) > ByteCount{})
    {
        return true;
    }
    return std::any_of(m_streams.begin(), m_streams.end(), [path](const auto& entry) {
        return !entry.second.isKnown && entry.second.asked == path;
    });
}

BitRate
Downloads::Rate(PathId path) const
{
    return m_scheduler.Rate(path);
}

ByteCount
Downloads::Outstanding(PathId path) const
{
    return m_scheduler.Outstanding(path);
}

ByteCount
Downloads::Remaining() const
{
    return m_scheduler.Remaining();
}

std::uint64_t
Downloads::RoundTripsLeft() const
{
    return m_scheduler.RoundTripsLeft();
}

ByteCount
Downloads::Duplicates() const
{
    ByteCount sum = m_duplicates;
    for (const auto& [id, stream] : m_streams)
    {
        sum += stream.bytes.Duplicates();
    }
    return sum;
}

bool
Downloads::HasOpenStreams() const
{
    return !m_streams.empty();
}

bool
Downloads::IsBehind() const
{
    return std::any_of(m_streams.begin(), m_streams.end(), [](const auto& entry) {
        const Stream& stream = entry.second;
        const ByteCount due = std::min(stream.extent, stream.limit.value_or(stream.extent));
        return stream.bytes.Received().Total() < due;
    });
}

StreamId
Downloads::NextStream() const
{
    return StreamId{m_nextStream};
}

} // namespace kwik

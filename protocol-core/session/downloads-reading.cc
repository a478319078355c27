// The part of Downloads that is about applications that read at a pace, and paths that are to end
// or not to be used.
#include "protocol-core/session/downloads.h"

#include <algorithm>

namespace kwik
{

void
Downloads::ReadUpTo(Instant now, StreamId id, ByteCount limit)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return; // It ended meanwhile.
    }
    Stream& stream = entry->second;
    const ByteCount before = stream.limit.value_or(ByteCount{});
    const ByteCount after = std::max(before, limit);
    const ByteCount end = stream.isFinal ? stream.extent : Reassembler::EVERYTHING;
    m_asked += std::min(after, end) - std::min(before, end);
    stream.limit = after;
    if (stream.bytes.Held() > ByteCount{})
    {
        DeliverReady(now, id);
        Drain();
    }
}

ByteCount
Downloads::Asked() const
{
    return m_asked;
}

ByteCount
Downloads::Queued() const
{
    ByteCount queued;
    for (const auto& [id, stream] : m_streams)
    {
        const ByteCount read = std::min(stream.limit.value_or(stream.extent), stream.extent);
        const ByteCount wanted = std::min(stream.extent, read + m_window);
        queued += SubtractOrZero(wanted, stream.bytes.Received().Total());
    }
    return queued;
}

ByteCount
Downloads::TakeLeastOutstanding(PathId path)
{
    return m_scheduler.TakeLeastOutstanding(path);
}

void
Downloads::OnPathDraining(Instant now, PathId path)
{
    m_ready.erase(path);
    m_scheduler.OnPathDraining(now, path);
    Drain();
}

void
Downloads::OnPathJudged(Instant now, PathId path, PathFitness fitness)
{
    m_scheduler.OnPathJudged(now, path, fitness);
    Drain();
}

} // namespace kwik

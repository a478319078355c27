// What UploadSender says of itself.
#include "protocol-core/stream/upload/upload-sender.h"

#include <algorithm>

namespace kwik
{

ByteCount
UploadSender::Outstanding(PathId path) const
{
    return m_book.Outstanding(path);
}

bool
UploadSender::IsCarrying(PathId id) const
{
    const auto path = m_paths.find(id);
    return path != m_paths.end() && m_book.Outstanding(id) > ByteCount{} &&
           path->second.measured.inFlight + path->second.measured.queued > ByteCount{};
}

ByteCount
UploadSender::Remaining() const
{
    ByteCount sum;
    for (const auto& [id, stream] : m_streams)
    {
        sum += stream.buffer.End() - stream.acknowledged.Total();
    }
    return sum;
}

bool
UploadSender::HasOpenStreams() const
{
    return !m_streams.empty();
}

ByteCount
UploadSender::Extent(StreamId stream) const
{
    return m_streams.at(stream).buffer.End();
}

bool
UploadSender::IsWritten(StreamId stream) const
{
    return m_streams.at(stream).isWritten;
}

bool
UploadSender::HasUnacknowledged() const
{
    return std::any_of(m_streams.begin(), m_streams.end(), [](const auto& entry) {
        return entry.second.released < entry.second.next;
    });
}

ByteCount
UploadSender::Room(StreamId stream) const
{
    return SubtractOrZero(BufferShare(), m_streams.at(stream).buffer.Held());
}

ByteCount
UploadSender::BufferShare() const
{
    const ByteCount share{m_config.sessionBuffer.value /
                          std::max<std::size_t>(m_streams.size(), 1)};
    return std::min(m_config.buffer, std::max(share, UPLOAD_FIRST_WINDOW));
}

} // namespace kwik

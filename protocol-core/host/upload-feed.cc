#include "protocol-core/host/upload-feed.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <utility>

namespace kwik
{

namespace
{

/// What is read at a time: what the session does not take of it is read again.
constexpr ByteCount PIECE{256U << 10};

} // namespace

UploadFeed::UploadFeed(Host& host,
                       const SessionStream& upload,
                       const ContentSource& source,
                       std::string content)
    : m_host(host),
      m_upload(upload),
      m_source(source),
      m_content(std::move(content))
{
    const auto size = m_source.SizeOf(m_content);
    KWIK_ASSERT(size.has_value());
    m_size = *size;
}

void
UploadFeed::Feed()
{
    while (!m_isWhole)
    {
        const ByteCount length = std::min(PIECE, m_size - m_written);
        const bool isLast = m_written + length == m_size;
        const SharedBytes bytes = m_source.Read(m_content, m_written, length);
        const ByteCount taken =
            m_host.Write(m_upload, bytes, isLast ? StreamFinish::Final : StreamFinish::Open);
        m_written += taken;
        if (taken < length)
        {
            return;
        }
        m_isWhole = isLast;
    }
}

ByteCount
UploadFeed::Written() const
{
    return m_written;
}

} // namespace kwik

#ifndef KWIK_HOST_UPLOAD_FEED_H
#define KWIK_HOST_UPLOAD_FEED_H

#include "protocol-core/env/content-source.h"
#include "protocol-core/host/host.h"

#include <string>

namespace kwik
{

/// Writes a content into an upload, as fast as its session takes it. An Application calls Feed()
/// when the upload is open and whenever it is writable.
class UploadFeed
{
  public:
    /// @p source has @p content and outlives the feed, as the host does.
    UploadFeed(Host& host,
               const SessionStream& upload,
               const ContentSource& source,
               std::string content);

    void Feed();

    ByteCount Written() const;

  private:
    Host& m_host;
    SessionStream m_upload;
    const ContentSource& m_source;
    std::string m_content;
    ByteCount m_size;
    ByteCount m_written;
    bool m_isWhole{false};
};

} // namespace kwik

#endif // KWIK_HOST_UPLOAD_FEED_H

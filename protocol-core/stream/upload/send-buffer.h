#ifndef KWIK_STREAM_UPLOAD_SEND_BUFFER_H
#define KWIK_STREAM_UPLOAD_SEND_BUFFER_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/units.h"
#include "protocol-core/stream/interval-set.h"

#include <map>

namespace kwik
{

/// The bytes of one stream from the first unacknowledged to the last written; the owner bounds it.
class SendBuffer
{
  public:
    void Append(SharedBytes bytes);
    /// @pre [begin, end) was appended and not released
    SharedBytes Read(Interval wanted) const;
    /// Nothing below @p offset is read again.
    void Release(ByteCount offset);

    /// Behind the last byte appended.
    ByteCount End() const;
    /// From the last release on.
    ByteCount Held() const;

  private:
    std::map<ByteCount, SharedBytes> m_runs; ///< By the offset of their first byte.
    ByteCount m_released;
    ByteCount m_end;
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_SEND_BUFFER_H

#ifndef KWIK_STREAM_REASSEMBLER_H
#define KWIK_STREAM_REASSEMBLER_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/units.h"
#include "protocol-core/stream/interval-set.h"

#include <map>
#include <optional>

namespace kwik
{

/**
 * Puts the bytes of one stream together by offset, whichever path they came on.
 *
 * Every byte is given out once, in order; a byte that comes again is dropped and counted. What it
 * holds is bounded by whoever requests ranges (DownloadScheduler).
 */
class Reassembler
{
  public:
    static constexpr ByteCount EVERYTHING{UINT64_MAX};

    /// @returns how many of the bytes were new.
    ByteCount OnBytes(ByteCount offset, const SharedBytes& bytes);

    /// The next bytes in order, if they are here and below @p limit.
    std::optional<SharedBytes> Poll(ByteCount limit = EVERYTHING);

    /// Everything below has been given out.
    ByteCount Delivered() const;
    const IntervalSet& Received() const;
    /// Bytes received again after they had been received before.
    ByteCount Duplicates() const;
    /// Bytes waiting for earlier ones.
    ByteCount Held() const;

  private:
    std::map<ByteCount, SharedBytes> m_held; ///< Disjoint pieces behind m_delivered, by offset.
    IntervalSet m_received;
    ByteCount m_delivered;
    ByteCount m_duplicates;
};

} // namespace kwik

#endif // KWIK_STREAM_REASSEMBLER_H

#ifndef KWIK_SESSION_EXPECTED_BYTES_H
#define KWIK_SESSION_EXPECTED_BYTES_H

#include "protocol-core/base/id.h"
#include "protocol-core/base/units.h"
#include "protocol-core/base/violation.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace kwik
{

/**
 * What one path has asked its server for, so that nothing else is taken from it: a server that lies
 * must not make a client hold more than it has asked for.
 *
 * Data comes in answer to a range request, within that range, or pushed for a stream that was
 * opened on the path, as far as the server's STREAM_EXTENT says. Push and extent come on different
 * QUIC streams in any order, so a push before its extent is bounded by KDP_RANGE_MAX and looked at
 * again when the extent comes. What is pushed for a duplex stream that was connected on the path is
 * bounded by the stream's window, which the session looks after.
 */
class ExpectedBytes
{
  public:
    /// Which QUIC stream a message came on.
    enum class Lane : std::uint8_t
    {
        Control,
        Range,
        Push,
    };

    void OnRequested(RangeId range, const KdpRangeRequest& request);
    void OnRangeEnded(RangeId range);
    /// Notes the streams that it opens or connects.
    void OnControlSent(const KdpMessage& message);

    /// What the server has done wrong by sending @p message; @p range is that of Lane::Range.
    std::optional<Violation> Judge(Lane lane,
                                   std::optional<RangeId> range,
                                   const KdpMessage& message);

  private:
    struct Range
    {
        StreamId stream;
        ByteCount begin;
        ByteCount end;
    };

    struct Push
    {
        std::optional<ByteCount> announced; ///< How far the server says that it goes.
        ByteCount reached;                  ///< How far it has gone.
    };

    std::optional<Violation> JudgeRange(RangeId range, const KdpData& data) const;
    std::optional<Violation> JudgePush(const KdpData& data);
    std::optional<Violation> JudgeExtent(const KdpStreamExtent& extent);

    std::map<RangeId, Range> m_ranges;
    std::map<StreamId, Push> m_pushes; ///< One a stream that was opened on this path.
    std::set<StreamId> m_duplex;       ///< Those connected on this path.
};

} // namespace kwik

#endif // KWIK_SESSION_EXPECTED_BYTES_H

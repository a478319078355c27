#ifndef KWIK_STREAM_UPLOAD_BLEST_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_BLEST_SCHEDULER_H

#include "protocol-core/stream/upload/upload-scheduler.h"

namespace kwik
{

/**
 * Leaves a slow path idle when a segment on it would let the end-to-end window run full before it
 * arrives, and so block the fast path.
 *
 * With F the path of the shortest RTT, without room, and S the fastest with room:
 *
 *   rtts = RTT_S / RTT_F                                              [round trips of F]
 *   X    = MSS x (CWND_F / MSS + (rtts - 1) / 2) x rtts               [bytes]
 *   send on S  <=>  lambda x X <= |M| - (inflight_S + MSS)            [bytes]
 *
 * X is what F can send while the segment is on its way on S, with a window that grows by one
 * segment each round trip; |M| is the end-to-end window. lambda is corrected once each RTT_S: up by
 * 4 % if the window ran full in it, down by 1 % if not, within 1.0 and 1.3.
 *
 * Source: Ferlin, Alay, Mehani, Boreli: "BLEST: Blocking estimation-based MPTCP scheduler for
 * heterogeneous networks", IFIP Networking 2016, section IV, equations 1 and 2; start, bounds and
 * steps of lambda as in the authors' implementation for Linux.
 */
class BlestScheduler final : public UploadScheduler
{
  public:
    static constexpr std::uint64_t LAMBDA_START_PERMILLE = 1'200;
    static constexpr std::uint64_t LAMBDA_MIN_PERMILLE = 1'000;
    static constexpr std::uint64_t LAMBDA_MAX_PERMILLE = 1'300;
    static constexpr std::uint64_t LAMBDA_UP_PERMILLE = 40;
    static constexpr std::uint64_t LAMBDA_DOWN_PERMILLE = 10;

    std::optional<UploadChoice> Choose(const UploadView& view) override;

    std::uint64_t LambdaPermille() const
    {
        return m_lambda;
    }

  private:
    void Correct(const UploadView& view, Duration slowRtt);
    bool Blocks(const UploadView& view, const UploadPath& fast, const UploadPath& slow) const;

    std::uint64_t m_lambda{LAMBDA_START_PERMILLE};
    std::optional<Instant> m_corrected; ///< When lambda was corrected last.
    std::uint64_t m_stalls{0};          ///< The view's windowStalls then.
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_BLEST_SCHEDULER_H

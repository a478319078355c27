#ifndef KWIK_STREAM_UPLOAD_ECF_SCHEDULER_H
#define KWIK_STREAM_UPLOAD_ECF_SCHEDULER_H

#include "protocol-core/stream/upload/upload-scheduler.h"

namespace kwik
{

/**
 * Earliest completion first: waits for the fast path when that finishes what is left sooner than a
 * slow path would.
 *
 * With F the path of the shortest RTT, without room, S the fastest with room, k the bytes that wait
 * for a path, and delta = max(rttvar_F, rttvar_S):
 *
 *   wait  <=>  (1 + k / CWND_F) x RTT_F < (1 + waiting x beta) x (RTT_S + delta)
 *         and  k / CWND_S x RTT_S >= 2 x RTT_F + delta                        [seconds]
 *
 * beta = 0.25; waiting = 1 from the moment that it waits until the first line is false: hysteresis.
 *
 * Source: Lim, Nahum, Towsley, Gibbens: "ECF: An MPTCP path scheduler to manage heterogeneous
 * paths", CoNEXT 2017, algorithm 1.
 */
class EcfScheduler final : public UploadScheduler
{
  public:
    std::optional<UploadChoice> Choose(const UploadView& view) override;

  private:
    bool IsWorthWaiting(const UploadView& view, const UploadPath& fast, const UploadPath& slow);

    bool m_isWaiting{false};
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_ECF_SCHEDULER_H

#ifndef KWIK_EXPERIMENT_RUN_RUN_OBSERVER_H
#define KWIK_EXPERIMENT_RUN_RUN_OBSERVER_H

#include "experiment/metrics/moment.h"
#include "experiment/metrics/recorder.h"
#include "protocol-core/base/carrier-types.h"

#include <cstddef>
#include <string_view>

namespace kwik::experiment
{

/// A measured value of a time series.
struct SeriesSample
{
    Instant at;
    std::string_view metric;
    std::string_view subject;
    std::uint64_t value; ///< In the base unit that the metric's name ends with.
};

/// Bytes of an upload that its receiver got, in the order of the stream.
struct UploadPiece
{
    std::size_t workload; ///< Its place in the scenario.
    ByteCount bytes;
    ByteCount corrupted;
    bool isFinal;
};

/// Datagrams that a host has handed to its socket.
struct SentDatagrams
{
    std::uint64_t count;
    ByteCount bytes; ///< Of all together.
};

/// Receives what one run shows, in the order of time. What happens to a run as a whole is told by
/// whoever drives it, all else by whoever plays its hosts.
class RunObserver
{
  public:
    virtual ~RunObserver() = default;

    virtual void OnEvent(Moment moment, const Event& event) = 0;
    virtual void OnDelivery(Moment moment, const Delivery& delivery) = 0;
    virtual void OnUploadPiece(Instant at, const UploadPiece& piece) = 0;
    virtual void OnPathBytes(const PathBytes& moved) = 0;
    virtual void OnDuplicateBytes(ByteCount bytes) = 0;
    virtual void OnReinjectedBytes(ByteCount bytes) = 0;
    virtual void OnDatagramsSent(Moment moment, const SentDatagrams& sent) = 0;
    virtual void OnWorkloadStart(Instant at) = 0;
    /// The stream that a workload of this client is, before anything comes of it.
    virtual void OnTransferOpened(Moment moment,
                                  std::size_t workload,
                                  const SessionStream& stream) = 0;
    virtual void OnSample(const SeriesSample& sample) = 0;

    virtual void OnTimelineStep(Instant at, const TimelineStep& step) = 0;
    virtual void OnEnd(Instant at) = 0;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_RUN_OBSERVER_H

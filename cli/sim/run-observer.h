#ifndef KWIK_CLI_SIM_RUN_OBSERVER_H
#define KWIK_CLI_SIM_RUN_OBSERVER_H

#include "experiment/metrics/moment.h"
#include "experiment/metrics/recorder.h"

#include <string_view>

namespace kwik::sim
{

/// A measured value of a time series.
struct Sample
{
    Instant at;
    std::string_view metric;
    std::string_view subject;
    std::uint64_t value; ///< In the base unit that the metric's name ends with.
};

/// Receives what one simulated run shows, in the order of time.
class RunObserver
{
  public:
    virtual ~RunObserver() = default;
    virtual void OnEvent(experiment::Moment moment, const Event& event) = 0;
    virtual void OnDelivery(experiment::Moment moment, const experiment::Delivery& delivery) = 0;
    virtual void OnPathBytes(const experiment::PathBytes& moved) = 0;
    virtual void OnDuplicateBytes(ByteCount bytes) = 0;
    virtual void OnReinjectedBytes(ByteCount bytes) = 0;
    virtual void OnDatagramSent(experiment::Moment moment, ByteCount size) = 0;
    virtual void OnWorkloadStart(Instant at) = 0;
    virtual void OnTimelineStep(Instant at, const experiment::TimelineStep& step) = 0;
    virtual void OnSample(const Sample& sample) = 0;
    virtual void OnEnd(Instant at) = 0;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_RUN_OBSERVER_H

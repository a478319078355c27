#ifndef KWIK_EXPERIMENT_METRICS_RECORDER_H
#define KWIK_EXPERIMENT_METRICS_RECORDER_H

#include "experiment/metrics/delivery-log.h"
#include "experiment/metrics/fault-log.h"
#include "experiment/metrics/fingerprint.h"
#include "experiment/metrics/metric-call.h"
#include "experiment/metrics/moment.h"
#include "experiment/metrics/path-count-log.h"
#include "experiment/metrics/paths-alone.h"
#include "experiment/metrics/series-summary.h"
#include "experiment/metrics/work-counters.h"
#include "experiment/text/dimension.h"
#include "protocol-core/base/address.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/event.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// What a Recorder has to know of a run before it starts.
struct RecorderConfig
{
    /// Every IP address that belongs to a server, and the server's name. Ports do not matter.
    std::vector<std::pair<Address, std::string>> servers;
    /// How many streams have to finish for the workload to be complete.
    std::size_t workloads = 0;
    PathsAlone alone; ///< Empty when no expectation asks for a metric that compares with it.
    ByteCount size;   ///< Of all workloads together.
};

/// Bytes that the application got, in the order of the stream.
struct Delivery
{
    SessionHandle session;
    StreamId stream;
    ByteCount bytes;
    ByteCount corrupted; ///< Of these, how many are not what the sender has.
    /// It is the end of an upload: its receiver does not know the session of the client, so no
    /// stream_finished says it.
    bool isUploadEnd = false;
};

/// Bytes of streams that went over the path to a server since the last such report.
struct PathBytes
{
    Address server;
    ByteCount received;
    ByteCount sent;
};

/// A value that is read every so often, such as a congestion window.
struct Sample
{
    std::string metric;  ///< Ends in its unit: `cwnd_bytes`.
    std::string subject; ///< What it is of, such as a server; may be empty.
    std::int64_t value;
};

/// A metric's value in the base unit of its dimension; nothing where the run gives none.
struct Measurement
{
    MetricCall call;
    Dimension dimension = Dimension::Count;
    std::optional<std::uint64_t> value;
};

/**
 * Listens to one run and turns what it observes into metrics and a fingerprint.
 *
 * Pure: it neither reads a clock nor writes anything. All arithmetic is on integers, rounded down.
 * Calls come in the order of time. An address that is no server's counts for nobody.
 *
 * The fingerprint is of what the run does, not of what is written down of it or how often it is
 * looked at: samples are no part of it, and of the bytes that are reported between two looks only
 * the sums at the end are.
 */
class Recorder
{
  public:
    explicit Recorder(RecorderConfig config);

    /// @p detail is DetailOf(event); callers store it too, so it is made once.
    void OnEvent(Moment moment, const Event& event, std::string_view detail);
    void OnDelivery(Moment moment, const Delivery& delivery);
    void OnPathBytes(const PathBytes& moved);
    /// Stream bytes that had arrived before, since the last such report.
    void OnDuplicateBytes(ByteCount bytes);
    /// Bytes of uploads that were sent once more, since the last such report.
    void OnReinjectedBytes(ByteCount bytes);
    void OnSample(const Sample& sample);
    void OnDatagramSent(Moment moment, ByteCount size);
    /// So many at once, where nobody saw them one by one.
    void OnDatagramsSent(Moment moment, std::uint64_t count, ByteCount bytes);
    void OnWorkloadStart(Instant at);
    void OnTimelineStep(Instant at, const TimelineStep& step);
    void OnEnd(Instant at);

    /// @pre OnEnd was called. @return nothing for what was not measured, or names no server
    std::optional<std::uint64_t> Measure(const MetricCall& call) const;
    /// Every metric that needs no span; those about servers for each server, those about faults
    /// for all faults together and each.
    std::vector<Measurement> MeasureAll() const;

    /// One for each metric and subject that was sampled, in the order of their names.
    std::vector<SeriesSummary> Summaries() const;

    WorkCounters Counters() const;
    std::string FingerprintHex() const;

  private:
    struct SessionKey
    {
        HostId host;
        SessionHandle session;
        auto operator<=>(const SessionKey&) const = default;
    };

    struct SessionFate
    {
        SessionState state = SessionState::Initializing;
        /// Where it was when it began to close; Degraded means that it had lost every server.
        SessionState closedFrom = SessionState::Initializing;
    };

    struct ServerLedger
    {
        ByteCount received;
        ByteCount sent;
        ByteCount beforeRestart; ///< Of these, received when the server last restarted.
    };

    struct Failover
    {
        Instant at;
        Duration limit;
    };

    /// What no download does: a run of downloads alone keeps its fingerprint.
    void AddUnlessNothing(Instant at, const std::string& what, ByteCount bytes);
    void Note(Moment moment, const SessionStateChanged& event);
    void Note(Moment moment, const PathOpened& event);
    void Note(Moment moment, const PathStateChanged& event);
    void Note(Moment moment, const FailoverStarted& event);
    void Note(Moment moment, const StreamOpened& event);
    void Note(Moment moment, const StreamFinished& event);
    void Note(Moment moment, const UploadOpened& event);
    void Note(Moment moment, const UploadReceived& event);

    std::optional<std::uint64_t> CompletionTime() const;
    std::optional<std::uint64_t> HandshakeTime() const;
    std::optional<std::uint64_t> TransferTime(std::uint32_t percentile) const;
    std::optional<std::uint64_t> LoadFairness() const;
    std::optional<std::uint64_t> Goodput(const std::optional<TimeSpan>& span) const;
    std::optional<std::uint64_t> SteadyGoodput() const;
    std::optional<std::uint64_t> Aggregation(const MetricCall& call) const;
    std::optional<std::uint64_t> BesidePathsAlone(std::string_view metric) const;
    std::optional<std::uint64_t> LongestGap() const;
    std::optional<std::uint64_t> Gap(const Window& window) const;
    std::optional<std::uint64_t> GapLimit(const Window& reaction) const;
    std::optional<std::uint64_t> OfFaults(const MetricCall& call) const;
    std::optional<std::uint64_t> GoodputAfterFault(const MetricCall& call) const;
    std::optional<std::uint64_t> GoodputBeforeFault() const;
    std::optional<std::uint64_t> RegainTime() const;
    std::optional<std::uint64_t> OfServer(const MetricCall& call) const;
    std::optional<std::uint64_t> OfPathCount(const MetricCall& call) const;
    std::uint64_t PathsUsed() const;
    std::uint64_t ClosedCleanly() const;
    ByteCount ReceivedFromAll() const;

    RecorderConfig m_config;
    Fingerprint m_fingerprint;
    WorkCounters m_counters;
    DeliveryLog m_deliveries;
    FaultLog m_faults;
    PathCountLog m_paths;
    ByteCount m_corrupted;
    ByteCount m_duplicate;
    ByteCount m_reinjected;
    std::map<std::string, ServerLedger> m_servers;
    std::map<SessionKey, SessionFate> m_sessions;
    std::vector<Failover> m_failovers;
    std::map<std::pair<std::string, std::string>, std::vector<std::int64_t>> m_samples;
    std::optional<Instant> m_workloadStart;
    std::optional<Instant> m_pathOpened;
    std::optional<Instant> m_pathActive;
    std::optional<Instant> m_end;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_RECORDER_H

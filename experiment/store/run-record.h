#ifndef KWIK_EXPERIMENT_STORE_RUN_RECORD_H
#define KWIK_EXPERIMENT_STORE_RUN_RECORD_H

#include "experiment/scenario/world.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kwik::experiment
{

/// A run in one store.
using RunId = Id<struct RunTag, std::int64_t>;

enum class RunState : std::uint8_t
{
    Running,
    Ok,      ///< Ran to its end and wrote everything down; says nothing of expectations.
    Failed,  ///< Ended by an error that it could still write down.
    Invalid, ///< Ran to its end, but the testbed was not true to the scenario.
    Killed,  ///< Its process is not seen any more, and it never said how it ended.
};

/// The code that ran: a commit, and a hash of what differs from it (empty when nothing does).
struct CodeVersion
{
    std::string commit;
    std::string dirtyHash;
    bool operator==(const CodeVersion&) const = default;
};

/// Two runs with equal keys do the same.
struct RunKey
{
    std::string scenarioHash;
    std::uint64_t seed = 0; ///< Below 2^63.
    CodeVersion code;
    std::string buildType; ///< "Release", "Debug", ...
    World world = World::Simulation;
};

/// What is known of a run when it starts.
struct RunStart
{
    std::string title;
    RunKey key;
    std::string scenarioText;      ///< Resolved.
    std::string parameters = "{}"; ///< JSON object of what was varied.
    std::string substrate;         ///< "packet" or "overlay"; empty on the testbed.
    std::string versions = "{}";   ///< JSON object: compiler, ns-3, ngtcp2, ...
    Duration startedUnix{};        ///< Wall time since 1970-01-01 00:00 UTC.
};

/// What is known of a run when it has ended.
struct RunEnd
{
    RunState state = RunState::Ok; ///< Ok, Failed or Invalid.
    std::string failure;           ///< Why it failed or is invalid; else empty.
    Duration wallTime{};
    Duration simulatedTime{};
    std::string fingerprint;
};

/// One row of the table `event`; rows are numbered in the order in which they are added.
struct EventRow
{
    Instant at;
    std::string node;
    std::string kind;
    std::string subject;
    std::string detail; ///< JSON object.
};

struct SampleRow
{
    Instant at;
    std::string metric;
    std::string subject;
    double value = 0;
};

/// What many values of one metric amount to; a metric with one value has n = 1.
struct SummaryRow
{
    std::string metric;
    std::string subject;
    std::string unit; ///< "ns", "bps", "bytes", "ppm", "count" or "flag".
    std::uint64_t n = 0;
    double mean = 0;
    double sd = 0;
    double min = 0;
    double p50 = 0;
    double p90 = 0;
    double p99 = 0;
    double max = 0;
};

enum class Outcome : std::uint8_t
{
    Failed,
    Passed,
};

/// One expectation; rows are numbered in the order in which they are added. Bounds are included.
struct ExpectationRow
{
    std::string name; ///< The metric with its argument.
    std::string unit;
    std::optional<std::int64_t> measured; ///< Absent when the run gave no such value.
    std::int64_t low = 0;
    std::int64_t high = 0;
    Outcome outcome = Outcome::Failed;
};

struct ArtefactRow
{
    std::string kind; ///< "pcap", "qlog", "keylog" or "record".
    std::string path; ///< Relative to the store.
    std::uint64_t sizeBytes = 0;
    std::string hash; ///< BLAKE2b-128 of the file.
};

/// A run as it is read back. The durations are absent while it is running and when it was killed.
struct RunRow
{
    RunId id;
    std::string uid; ///< The same in every store that the run is merged into.
    std::string title;
    RunKey key;
    RunState state = RunState::Running;
    std::string failure;
    std::optional<Duration> wallTime;
    std::optional<Duration> simulatedTime;
    std::string fingerprint;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_RUN_RECORD_H

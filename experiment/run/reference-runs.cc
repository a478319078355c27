#include "experiment/run/reference-runs.h"

#include "experiment/metrics/metric-registry.h"
#include "experiment/run/host-plan.h"
#include "experiment/run/parent-death.h"
#include "experiment/run/recording-observer.h"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <map>
#include <span>
#include <stdexcept>
#include <sys/wait.h>
#include <type_traits>
#include <unistd.h>

namespace kwik::experiment
{

namespace
{

/// Notes what has arrived beside what it records.
class ArrivalObserver : public RecordingObserver
{
  public:
    using RecordingObserver::RecordingObserver;

    void OnSample(const SeriesSample& sample) override
    {
        if (sample.metric != "received_bytes")
        {
            return;
        }
        ByteCount& last = m_last[std::string(sample.subject)];
        m_total += ByteCount{sample.value} - last;
        last = ByteCount{sample.value};
        if (arrivals.empty() || arrivals.back().total != m_total)
        {
            arrivals.push_back({sample.at, m_total});
        }
    }

    std::vector<Arrival> arrivals;

  private:
    std::map<std::string, ByteCount> m_last;
    ByteCount m_total;
};

/// What goes through the pipe before the arrivals.
struct Answer
{
    std::uint64_t steadyGoodput;
    std::uint64_t completion; ///< 0 for none.
    std::uint64_t handshake;
    std::uint64_t arrivals; ///< How many follow.
};

static_assert(std::is_trivially_copyable_v<Arrival>);

std::uint64_t
ValueOf(const Recorder& recorder, const char* metric)
{
    return recorder.Measure({metric, {}, {}, {}}).value_or(0);
}

void
WriteAll(int pipe, std::span<const std::byte> bytes)
{
    while (!bytes.empty())
    {
        const ssize_t written = ::write(pipe, bytes.data(), bytes.size());
        if (written <= 0)
        {
            throw std::runtime_error("nobody reads the reference run");
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

bool
ReadAll(int pipe, std::span<std::byte> bytes)
{
    while (!bytes.empty())
    {
        const ssize_t got = ::read(pipe, bytes.data(), bytes.size());
        if (got <= 0)
        {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

void
MeasureInto(int pipe, const ReferenceScenario& reference, const RunReference& run)
{
    const Scenario& scenario = reference.scenario;
    Recorder recorder({HostPlan::ServerAddresses(scenario), scenario.workload.size(), {}, {}});
    ArrivalObserver observer(scenario, recorder, nullptr);
    run(reference, observer);
    const Answer answer{ValueOf(recorder, "steady_goodput"),
                        ValueOf(recorder, "completion_time"),
                        ValueOf(recorder, "handshake_time"),
                        observer.arrivals.size()};
    WriteAll(pipe, std::as_bytes(std::span(&answer, 1)));
    WriteAll(pipe, std::as_bytes(std::span(observer.arrivals)));
}

/// Runs in the child: the result goes into the pipe, and nothing of the parent is cleaned up twice.
[[noreturn]] void
AnswerAndLeave(int pipe, const ReferenceScenario& reference, const RunReference& run)
{
    int status = EXIT_SUCCESS;
    try
    {
        MeasureInto(pipe, reference, run);
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << std::endl;
        status = EXIT_FAILURE;
    }
    ::_exit(status);
}

std::optional<PathAlone>
ReadAnswer(int pipe)
{
    Answer answer{};
    if (!ReadAll(pipe, std::as_writable_bytes(std::span(&answer, 1))))
    {
        return std::nullopt;
    }
    PathAlone alone;
    alone.steadyGoodput = BitRate{answer.steadyGoodput};
    if (answer.completion != 0)
    {
        alone.completion = Duration(static_cast<Duration::rep>(answer.completion));
    }
    alone.handshake = Duration(static_cast<Duration::rep>(answer.handshake));
    alone.arrivals.resize(answer.arrivals);
    const bool isWhole = ReadAll(pipe, std::as_writable_bytes(std::span(alone.arrivals)));
    return isWhole ? std::optional(alone) : std::nullopt;
}

PathAlone
MeasureInFork(const ReferenceScenario& reference, const RunReference& run)
{
    int ends[2];
    if (::pipe(ends) != 0)
    {
        throw std::runtime_error("no pipe for a reference run");
    }
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0)
    {
        EndWith(parent);
        ::close(ends[0]);
        AnswerAndLeave(ends[1], reference, run);
    }
    ::close(ends[1]);
    std::optional<PathAlone> alone;
    int status = EXIT_FAILURE;
    if (child > 0)
    {
        alone = ReadAnswer(ends[0]);
        ::waitpid(child, &status, 0);
    }
    ::close(ends[0]);
    if (!alone || status != EXIT_SUCCESS)
    {
        throw std::runtime_error("the reference run with " + reference.server + " alone failed");
    }
    alone->server = reference.server;
    return *alone;
}

} // namespace

bool
NeedsReferences(const Scenario& scenario)
{
    return std::any_of(scenario.expect.begin(), scenario.expect.end(), [](const auto& expectation) {
        const MetricDefinition* metric = FindMetric(expectation.metric.name);
        return metric != nullptr && metric->needsPathsAlone;
    });
}

PathsAlone
MeasureEachPathAlone(const Scenario& scenario, const RunReference& run)
{
    std::vector<PathAlone> alone;
    for (const ReferenceScenario& reference : EachPathAlone(scenario))
    {
        alone.push_back(MeasureInFork(reference, run));
        alone.back().isOrigin = reference.server == TransferOf(scenario.workload.front()).primary;
    }
    return PathsAlone(std::move(alone));
}

} // namespace kwik::experiment

#include "cli/sim/reference-runs.h"

#include "cli/sim/parent-death.h"
#include "cli/sim/recording-observer.h"
#include "cli/sim/seeded-tls.h"
#include "cli/sim/simulated-run.h"
#include "cli/sim/trace-files.h"
#include "experiment/scenario/reference-scenarios.h"

#include <algorithm>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::sim
{

namespace
{

std::uint64_t
SteadyGoodput(const experiment::Scenario& scenario, std::uint64_t seed)
{
    SeedTls(seed);
    experiment::Recorder recorder(
        {SimulatedHosts::ServerAddresses(scenario), scenario.workload.size(), {}});
    RecordingObserver observer(scenario, recorder, nullptr);
    TraceFiles traces({}, {});
    SimulatedRun run(scenario, seed, traces, observer);
    run.Execute();
    return recorder.Measure({"steady_goodput", {}, {}, {}}).value_or(0);
}

/// Runs in the child: the result goes into the pipe, and nothing of the parent is cleaned up twice.
[[noreturn]] void
AnswerAndLeave(int pipe, const experiment::Scenario& scenario, std::uint64_t seed)
{
    int status = EXIT_FAILURE;
    try
    {
        const std::uint64_t goodput = SteadyGoodput(scenario, seed);
        status = ::write(pipe, &goodput, sizeof(goodput)) == sizeof(goodput) ? EXIT_SUCCESS
                                                                             : EXIT_FAILURE;
    }
    catch (const std::exception&)
    {
        status = EXIT_FAILURE;
    }
    ::_exit(status);
}

BitRate
MeasureInFork(const experiment::ReferenceScenario& reference, std::uint64_t seed)
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
        AnswerAndLeave(ends[1], reference.scenario, seed);
    }
    ::close(ends[1]);
    std::uint64_t goodput = 0;
    const bool isRead = child > 0 && ::read(ends[0], &goodput, sizeof(goodput)) == sizeof(goodput);
    ::close(ends[0]);
    int status = EXIT_FAILURE;
    if (child > 0)
    {
        ::waitpid(child, &status, 0);
    }
    if (!isRead || status != EXIT_SUCCESS)
    {
        throw std::runtime_error("the reference run with " + reference.server + " alone failed");
    }
    return BitRate{goodput};
}

} // namespace

bool
NeedsReferences(const experiment::Scenario& scenario)
{
    return std::any_of(scenario.expect.begin(), scenario.expect.end(), [](const auto& expectation) {
        return expectation.metric.name == "aggregation";
    });
}

std::map<std::string, BitRate>
MeasureEachPathAlone(const experiment::Scenario& scenario, std::uint64_t seed)
{
    std::map<std::string, BitRate> alone;
    for (const experiment::ReferenceScenario& reference : experiment::EachPathAlone(scenario))
    {
        alone[reference.server] = MeasureInFork(reference, seed);
    }
    return alone;
}

} // namespace kwik::sim

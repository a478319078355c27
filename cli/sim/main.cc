// kwiklab-sim: one simulated run, written to a store of its own. kwiklab run starts it.
#include "cli/run-program.h"
#include "cli/sim/pcap-captures.h"
#include "cli/sim/progress-reporter.h"
#include "cli/sim/sandbox.h"
#include "cli/sim/seeded-tls.h"
#include "cli/sim/simulated-run.h"
#include "experiment/results/write-results.h"
#include "experiment/run/recording-observer.h"
#include "experiment/run/reference-runs.h"
#include "experiment/run/trace-files.h"
#include "experiment/scenario/verdict.h"

#include <chrono>
#include <gnutls/gnutls.h>
#include <ngtcp2/version.h>
#include <nlohmann/json.hpp>

namespace kwik::sim
{

namespace
{

using experiment::Scenario;

std::string
Versions()
{
    nlohmann::ordered_json versions;
    versions["compiler"] = __VERSION__;
    versions["ngtcp2"] = NGTCP2_VERSION;
    versions["gnutls"] = gnutls_check_version(nullptr);
    return versions.dump();
}

experiment::PathsAlone
References(const Scenario& scenario, std::uint64_t seed)
{
    if (!experiment::NeedsReferences(scenario))
    {
        return {};
    }
    return experiment::MeasureEachPathAlone(
        scenario,
        [seed](const experiment::ReferenceScenario& alone, experiment::RunObserver& observer) {
            const SeededTls tls(seed);
            experiment::TraceFiles traces({}, {});
            SimulatedRun(alone.scenario, seed, traces, observer).Execute();
        });
}

void
Add(const std::vector<experiment::ArtefactRow>& files, experiment::RunWriter& writer)
{
    for (const experiment::ArtefactRow& file : files)
    {
        writer.Add(file);
    }
}

void
Simulate(const cli::RunCommandLine& line, const Scenario& scenario, experiment::RunWriter& writer)
{
    const auto started = std::chrono::steady_clock::now();
    experiment::Recorder recorder({experiment::HostPlan::ServerAddresses(scenario),
                                   scenario.workload.size(),
                                   References(scenario, line.seed),
                                   experiment::WorkloadSize(scenario)});
    const SeededTls tls(line.seed);
    experiment::RecordingObserver observer(scenario, recorder, &writer);
    experiment::TraceFiles traces(scenario.record, line.artefacts);
    std::optional<PcapCaptures> captures;
    Duration simulated{};
    {
        SimulatedRun run(scenario, line.seed, traces, observer);
        captures.emplace(scenario, line.artefacts, run.Hosts());
        std::optional<ProgressReporter> progress;
        if (line.progress)
        {
            progress.emplace(*line.progress, observer);
        }
        simulated = run.Execute();
    }
    observer.WriteSummaries();
    experiment::WriteResults(writer, recorder, experiment::Judge(scenario.expect, recorder));
    Add(captures->Close(), writer);
    Add(traces.Close(), writer);
    writer.Finish({experiment::RunState::Ok,
                   "",
                   std::chrono::steady_clock::now() - started,
                   simulated,
                   recorder.FingerprintHex()});
}

} // namespace

} // namespace kwik::sim

int
main(int argc, char** argv)
{
    using namespace kwik;
    return cli::RunOnce({"kwiklab-sim",
                         "one simulated run",
                         experiment::World::Simulation,
                         sim::Versions(),
                         sim::EnterSandbox,
                         sim::Simulate},
                        argc,
                        argv);
}

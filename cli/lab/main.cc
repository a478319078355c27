// kwiklab-lab: one run on the testbed, written to a store of its own. kwiklab run starts it.
#include "cli/lab/lab-run.h"
#include "cli/lab/trace-folder.h"
#include "cli/run-program.h"
#include "cli/run-start.h"
#include "experiment/results/write-results.h"
#include "experiment/run/recording-observer.h"
#include "experiment/run/reference-runs.h"
#include "experiment/scenario/verdict.h"

#include <chrono>
#include <gnutls/gnutls.h>
#include <ngtcp2/version.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace kwik::lab
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
References(const Scenario& scenario, const LabRunOptions& options)
{
    if (!experiment::NeedsReferences(scenario))
    {
        return {};
    }
    return experiment::MeasureEachPathAlone(
        scenario,
        [&options](const experiment::ReferenceScenario& reference,
                   experiment::RunObserver& observer) {
            LabRunOptions alone = options;
            alone.alone = reference.server;
            alone.recordLimit = 0;
            LabRun(reference.scenario, alone).Execute(observer);
        });
}

LabRunOptions
OptionsOf(const cli::RunCommandLine& line)
{
    LabRunOptions options;
    options.scenarioFile = line.scenario;
    options.seed = line.seed;
    options.artefacts = line.artefacts;
    options.recordLimit = line.recordLimit;
    options.build = cli::ThisBuild();
    return options;
}

/// Writes `NS BYTES` lines, as kwiklab-sim does.
std::function<void(Duration, ByteCount)>
ProgressTo(std::optional<int> fd)
{
    if (!fd)
    {
        return {};
    }
    return [fd](Duration at, ByteCount delivered) {
        const std::string line =
            std::to_string(at.count()) + " " + std::to_string(delivered.value) + "\n";
        // A reader that went away is no reason to stop the run.
        static_cast<void>(!::write(*fd, line.data(), line.size()));
    };
}

experiment::RunEnd
EndOf(const std::string& unfitness, Duration lasted, const experiment::Recorder& recorder)
{
    experiment::RunEnd end;
    end.state = unfitness.empty() ? experiment::RunState::Ok : experiment::RunState::Invalid;
    end.failure = unfitness;
    end.simulatedTime = lasted;
    end.fingerprint = recorder.FingerprintHex();
    return end;
}

void
Experiment(const cli::RunCommandLine& line, const Scenario& scenario, experiment::RunWriter& writer)
{
    const auto started = std::chrono::steady_clock::now();
    LabRunOptions options = OptionsOf(line);
    experiment::Recorder recorder({experiment::HostPlan::ServerAddresses(scenario),
                                   scenario.workload.size(),
                                   References(scenario, options),
                                   experiment::WorkloadSize(scenario)});
    options.onProgress = ProgressTo(line.progress);
    experiment::RecordingObserver observer(scenario, recorder, &writer);
    LabRun run(scenario, options);
    const Duration lasted = run.Execute(observer);
    observer.WriteSummaries();
    experiment::WriteResults(writer, recorder, experiment::Judge(scenario.expect, recorder));
    Write(scenario, run.Figures(), writer);
    for (const experiment::ArtefactRow& file : CollectTraces(scenario.record, line.artefacts))
    {
        writer.Add(file);
    }
    const LagBudget budget(line.lagBudget);
    experiment::RunEnd end = EndOf(Unfitness(scenario, run.Figures(), budget), lasted, recorder);
    end.wallTime = std::chrono::steady_clock::now() - started;
    writer.Finish(end);
}

} // namespace

} // namespace kwik::lab

int
main(int argc, char** argv)
{
    using namespace kwik;
    return cli::RunOnce({"kwiklab-lab",
                         "one run on the testbed",
                         experiment::World::Testbed,
                         lab::Versions(),
                         [] {},
                         lab::Experiment},
                        argc,
                        argv);
}

// kwiklab-sim: one simulated run, written to a store of its own. kwiklab run starts it.
#include "cli/command.h"
#include "cli/run-start.h"
#include "cli/sim/parent-death.h"
#include "cli/sim/progress-reporter.h"
#include "cli/sim/recording-observer.h"
#include "cli/sim/reference-runs.h"
#include "cli/sim/sandbox.h"
#include "cli/sim/seeded-tls.h"
#include "cli/sim/sim-options.h"
#include "cli/sim/simulated-run.h"
#include "cli/sim/trace-files.h"
#include "experiment/results/write-results.h"
#include "experiment/scenario/load-scenario.h"
#include "experiment/scenario/realise.h"
#include "experiment/scenario/verdict.h"
#include "experiment/store/store.h"
#include "experiment/text/diagnostic-printer.h"

#include <boost/program_options/errors.hpp>
#include <chrono>
#include <csignal>
#include <gnutls/gnutls.h>
#include <iostream>
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

experiment::RunStart
Describe(const Scenario& scenario, const SimOptions& options)
{
    experiment::RunStart start = cli::DescribeRun(scenario, options.seed, options.parameters);
    start.versions = Versions();
    return start;
}

void
Simulate(const SimOptions& options, const Scenario& scenario, experiment::RunWriter& writer)
{
    const auto started = std::chrono::steady_clock::now();
    experiment::RecorderConfig config{SimulatedHosts::ServerAddresses(scenario),
                                      scenario.workload.size(),
                                      {},
                                      experiment::WorkloadSize(scenario)};
    if (NeedsReferences(scenario))
    {
        config.alone = MeasureEachPathAlone(scenario, options.seed);
    }
    SeedTls(options.seed);
    experiment::Recorder recorder(config);
    RecordingObserver observer(scenario, recorder, &writer);
    TraceFiles traces(scenario.record, options.artefacts);
    Duration simulated{};
    {
        SimulatedRun run(scenario, options.seed, traces, observer);
        traces.Capture(scenario, run.Hosts());
        std::optional<ProgressReporter> progress;
        if (options.progress)
        {
            progress.emplace(*options.progress, observer);
        }
        simulated = run.Execute();
    }
    observer.WriteSummaries();
    experiment::WriteResults(writer, recorder, experiment::Judge(scenario.expect, recorder));
    traces.WriteTo(writer);
    writer.Finish({experiment::RunState::Ok,
                   "",
                   std::chrono::steady_clock::now() - started,
                   simulated,
                   recorder.FingerprintHex()});
}

int
Run(const SimOptions& options)
{
    if (options.progress)
    {
        EndWithReader(*options.progress);
    }
    if (options.build && *options.build != cli::ThisBuild())
    {
        std::cerr << "this is build " << cli::ThisBuild() << ", and kwiklab is build "
                  << *options.build << "; build both anew\n";
        return cli::EXIT_USAGE;
    }
    const experiment::LoadedScenario loaded = experiment::LoadScenario(options.scenario);
    if (!loaded.scenario)
    {
        std::cerr << experiment::Render(loaded.diagnostics, loaded.source, {});
        for (const experiment::RefusedFile& table : loaded.tables)
        {
            std::cerr << experiment::Render(table.diagnostics, table.source, {});
        }
        return cli::EXIT_USAGE;
    }
    if (loaded.sweep)
    {
        std::cerr << options.scenario << ": has a sweep of " << loaded.sweep->Count()
                  << " points; kwiklab run does them all, and kwiklab show --point prints one\n";
        return cli::EXIT_USAGE;
    }
    EnterSandbox();
    experiment::Store store = experiment::Store::Open(options.shard);
    experiment::RunWriter writer = store.Begin(Describe(*loaded.scenario, options));
    try
    {
        Simulate(options, experiment::Realise(*loaded.scenario, options.seed), writer);
    }
    catch (const experiment::StoreError&)
    {
        throw; // Nothing more can be written down.
    }
    catch (const std::exception& error)
    {
        writer.Finish({experiment::RunState::Failed, error.what(), {}, {}, ""});
        throw;
    }
    return cli::EXIT_OK;
}

} // namespace

} // namespace kwik::sim

int
main(int argc, char** argv)
{
    // Whoever reads our progress may go away at any time.
    std::signal(SIGPIPE, SIG_IGN);
    try
    {
        const auto options = kwik::sim::ReadSimOptions(argc, argv);
        return options ? kwik::sim::Run(*options) : kwik::cli::EXIT_OK;
    }
    catch (const boost::program_options::error& error)
    {
        std::cerr << "kwiklab-sim: " << error.what() << "\n";
        return kwik::cli::EXIT_USAGE;
    }
    catch (const std::exception& error)
    {
        std::cerr << "kwiklab-sim: " << error.what() << "\n";
        return kwik::cli::EXIT_BROKEN;
    }
}

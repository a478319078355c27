// kwiklab testbed baselines: one download by Kwik and by others over the same links, in one table.
#include "cli/baseline-plan.h"
#include "cli/campaign.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/run-options.h"
#include "cli/transport-tools.h"

#include <algorithm>
#include <csignal>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

constexpr HelpText HELP{
    "kwiklab testbed baselines FILE [OPTIONS]",
    "Carries a scenario's download over its links, one after the other, by Kwik; by the kernel's\n"
    "MPTCP over all links at once; by TCP over each path alone; and by QUIC (ngtcp2's gtlsserver\n"
    "and gtlsclient) over each path alone: the same emulated links, changes and cuts, and for "
    "each\n"
    "seed one after the other. What the scenario expects is left out. MPTCP has one peer, so it\n"
    "gets one machine at the other end of the links of all servers.\n\n"
    "Programs that are missing are named, and nothing is run; `./kwiklab tools` installs them, "
    "and\n"
    "--only kwik,mptcp,tcp,quic,iperf3 chooses (first words of the names in the table). Runs in\n"
    "which this machine was too slow are INVALID, done again as often as --retries says (2 "
    "times),\n"
    "and not counted. The runs are kept as those of `kwiklab testbed run`, in\n"
    "results/FILE-baselines.sqlite, each under the scenario that has its `transport`.",
    "  kwiklab testbed baselines scenarios/baseline-two-links.yaml --seeds 5\n"
    "  kwiklab testbed baselines scenarios/two-paths.yaml --only kwik,mptcp --json\n\n"
    "--json prints {\"title\", \"links_bps\", \"survivors_bps\", \"contenders\": [{\"name\", "
    "\"source\",\n"
    "\"runs\", \"uncounted\", \"whole\", \"metrics\": {METRIC: {\"median\", \"low\", "
    "\"high\", \"runs\"}}}]}.\n\n"
    "Exit codes: 0 every run brought every byte; 1 one did not; 2 a mistake in the command line\n"
    "or the scenario, or a program is missing; 3 a run failed or is INVALID; 4 interrupted."};

/// Adds the results to the contenders. @return the exit code
ExitCode
Settle(const CampaignReport& report, RunKeeper& keeper, Baselines& baselines)
{
    bool isBroken = false;
    for (const RunReport& run : report.runs)
    {
        if (!run.kept)
        {
            continue;
        }
        Contender& contender = baselines.contenders[run.run.scenario];
        RunResult result = ReadResult(keeper.TheStore(), run.kept->id);
        if (result.row.state == experiment::RunState::Ok)
        {
            contender.runs.push_back(std::move(result));
        }
        else
        {
            contender.uncounted += 1;
            isBroken = true;
        }
    }
    if (report.wasInterrupted)
    {
        return EXIT_STOPPED;
    }
    const bool isWhole = std::all_of(baselines.contenders.begin(),
                                     baselines.contenders.end(),
                                     [](const Contender& one) { return one.IsWhole(); });
    return isBroken ? EXIT_BROKEN : (isWhole ? EXIT_OK : EXIT_UNMET);
}

int
Compare(const RunOptions& options, BaselinePlan compared, const std::string& name)
{
    RunOptions chosen = options;
    chosen.store = options.store.value_or("results/" + name + "-baselines.sqlite");
    RunPlan plan = MakePlan(chosen, std::move(compared.variants));
    // A seed's runs stand side by side, so that a machine that changes changes for all.
    std::stable_sort(plan.runs.begin(), plan.runs.end(), [](const auto& one, const auto& other) {
        return one.seed < other.seed;
    });
    RunKeeper keeper(plan);
    RunAnnouncer announcer(std::cerr,
                           StyleOf(STDERR_FILENO),
                           options.isQuiet ? Verbosity::Quiet : Verbosity::Normal);
    Campaign campaign(plan, chosen, keeper, announcer);
    const ExitCode status = Settle(campaign.Run(), keeper, compared.baselines);
    if (options.form == OutputForm::Json)
    {
        PrintJson(BaselineDocument(compared.baselines));
    }
    else
    {
        std::cout << BaselineTable(compared.baselines, StyleOf(STDOUT_FILENO)) << "store     "
                  << plan.store.string() << "\n"
                  << std::flush;
    }
    return status;
}

} // namespace

int
RunTestbedBaselines(const Arguments& arguments)
{
    const auto options = ReadBaselineOptions(arguments, HELP);
    if (!options)
    {
        return EXIT_OK;
    }
    ScenarioFiles found = LoadAll(options->files, experiment::World::Testbed);
    if (!found.refused.empty())
    {
        return RefuseScenarios(found.refused, options->form);
    }
    BaselinePlan plan = PlanBaselines(found.files.front(), options->only);
    DemandTools(plan.transports);
    // As in `kwiklab run`.
    std::signal(SIGPIPE, SIG_IGN);
    return Compare(*options, std::move(plan), found.files.front().name);
}

} // namespace kwik::cli

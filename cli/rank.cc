// kwiklab rank: one upload with every upload scheduler, in one table against the offline optimum.
#include "cli/campaign.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/rank-plan.h"
#include "cli/run-options.h"

#include <algorithm>
#include <csignal>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

constexpr HelpText HELP{
    "kwiklab rank FILE [OPTIONS]",
    "Simulates a scenario whose workload is one upload with every upload scheduler, and ranks\n"
    "them in one table by the median completion time over the seeds, beside its smallest and its\n"
    "largest value. The ratio is that to the offline optimum: the earliest finish that any\n"
    "assignment of segments to the ways could reach, computed from the links alone. What the\n"
    "scenario expects is left out. docs/schedulers.md explains schedulers and optimum.\n\n"
    "The runs are kept as those of `kwiklab run`, in results/FILE-ranking.sqlite.",
    "  kwiklab rank scenarios/upload.yaml\n"
    "  kwiklab rank scenarios/upload.yaml --seeds 10 --json\n\n"
    "--json prints {\"title\", \"optimum_ns\", \"routes\", \"schedulers\": [{\"scheduler\", "
    "\"runs\",\n"
    "\"whole\", \"completion_ns\", \"lowest_ns\", \"highest_ns\", \"ratio_to_optimum\", "
    "\"goodput_bps\",\n"
    "\"reinjected_bytes\", \"duplicate_bytes\"}]}, the best first.\n\n"
    "Exit codes: 0 every run brought every byte; 1 one did not; 2 a mistake in the command line\n"
    "or the scenario; 3 a run failed or was killed; 4 interrupted."};

/// Adds the results to the schedulers of the ranking. @return the exit code
ExitCode
Settle(const CampaignReport& report, RunKeeper& keeper, Ranking& ranking)
{
    bool isBroken = false;
    for (const RunReport& run : report.runs)
    {
        if (!run.kept)
        {
            continue;
        }
        RunResult result = ReadResult(keeper.TheStore(), run.kept->id);
        const bool isGood = result.row.state == experiment::RunState::Ok;
        isBroken = isBroken || !isGood;
        if (isGood)
        {
            ranking.schedulers[run.run.scenario].runs.push_back(std::move(result));
        }
    }
    if (report.wasInterrupted)
    {
        return EXIT_STOPPED;
    }
    const bool isWhole = std::all_of(ranking.schedulers.begin(),
                                     ranking.schedulers.end(),
                                     [](const auto& scheduler) { return scheduler.IsWhole(); });
    return isBroken ? EXIT_BROKEN : (isWhole ? EXIT_OK : EXIT_UNMET);
}

int
Rank(const RunOptions& options, RankPlan ranked, const std::string& name)
{
    RunOptions chosen = options;
    chosen.store = options.store.value_or("results/" + name + "-ranking.sqlite");
    const RunPlan plan = MakePlan(chosen, std::move(ranked.variants));
    RunKeeper keeper(plan);
    RunAnnouncer announcer(std::cerr,
                           StyleOf(STDERR_FILENO),
                           options.isQuiet ? Verbosity::Quiet : Verbosity::Normal);
    Campaign campaign(plan, chosen, keeper, announcer);
    const ExitCode status = Settle(campaign.Run(), keeper, ranked.ranking);
    const Ranking ranking = Sorted(std::move(ranked.ranking));
    if (options.form == OutputForm::Json)
    {
        PrintJson(RankDocument(ranking));
    }
    else
    {
        std::cout << RankTable(ranking, StyleOf(STDOUT_FILENO)) << std::flush;
    }
    return status;
}

} // namespace

int
RunRank(const Arguments& arguments)
{
    const auto options = ReadRankOptions(arguments, HELP);
    if (!options)
    {
        return EXIT_OK;
    }
    ScenarioFiles found = LoadAll(options->files);
    if (!found.refused.empty())
    {
        return RefuseScenarios(found.refused, options->form);
    }
    // As in `kwiklab run`.
    std::signal(SIGPIPE, SIG_IGN);
    return Rank(*options, PlanRanking(found.files.front()), found.files.front().name);
}

} // namespace kwik::cli

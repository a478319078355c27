// kwiklab run, kwiklab testbed run: runs scenarios, and says what came out.
#include "cli/campaign-summary.h"
#include "cli/campaign.h"
#include "cli/command.h"
#include "cli/output-style.h"
#include "cli/run-options.h"
#include "cli/scenario-catalogue.h"
#include "cli/this-program.h"
#include "cli/wording.h"

#include <csignal>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

ScenarioFiles
Find(const RunOptions& options)
{
    if (!options.files.empty())
    {
        return LoadAll(options.files, options.world);
    }
    ScenarioFiles found = LoadAll(CatalogueFiles(CatalogueFolders(ThisProgram())));
    found.files = WithTags(std::move(found.files), options.tags);
    if (options.world == experiment::World::Simulation || !found.refused.empty())
    {
        return found;
    }
    // Of the others nobody wants to know what the testbed cannot honour.
    std::vector<std::string> chosen;
    for (const ScenarioFile& file : found.files)
    {
        chosen.push_back(file.path);
    }
    return LoadAll(chosen, options.world);
}

void
Report(const CampaignSummary& summary, OutputForm form)
{
    if (form == OutputForm::Json)
    {
        PrintJson(summary.Document());
        return;
    }
    std::cout << summary.Text(StyleOf(STDOUT_FILENO)) << std::flush;
}

int
Run(const RunOptions& options, const RunPlan& plan)
{
    RunKeeper keeper(plan);
    RunAnnouncer announcer(std::cerr,
                           StyleOf(STDERR_FILENO),
                           options.isQuiet ? Verbosity::Quiet : Verbosity::Normal);
    if (keeper.TakenOver() > 0)
    {
        announcer.Say("took over " + Counted(keeper.TakenOver(), "run") +
                      " that an earlier call had left behind");
    }
    Campaign campaign(plan, options, keeper, announcer);
    const CampaignSummary summary(plan, campaign.Run(), keeper);
    Report(summary, options.form);
    return summary.Status();
}

int
RunIfAny(const std::optional<RunOptions>& options)
{
    if (!options)
    {
        return EXIT_OK;
    }
    ScenarioFiles found = Find(*options);
    if (!found.refused.empty())
    {
        return RefuseScenarios(found.refused, options->form);
    }
    // A reader of our output that goes away is no reason to leave runs unfinished.
    std::signal(SIGPIPE, SIG_IGN);
    return Run(*options, MakePlan(*options, std::move(found.files)));
}

} // namespace

int
RunRun(const Arguments& arguments)
{
    return RunIfAny(ReadRunOptions(arguments));
}

int
RunTestbedRun(const Arguments& arguments)
{
    return RunIfAny(ReadTestbedRunOptions(arguments));
}

} // namespace kwik::cli

// kwiklab run, kwiklab testbed run, kwiklab validate: runs scenarios, and says what came out.
#include "cli/baseline-plan.h"
#include "cli/campaign-summary.h"
#include "cli/campaign.h"
#include "cli/command.h"
#include "cli/compare-stores.h"
#include "cli/output-style.h"
#include "cli/run-options.h"
#include "cli/scenario-catalogue.h"
#include "cli/this-program.h"
#include "cli/transport-tools.h"
#include "cli/wording.h"

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <csignal>
#include <functional>
#include <iostream>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

/// What a scenario is held against when it is read; one with `validate` anyway against both.
experiment::World
LoadedFor(const RunOptions& options)
{
    const bool isReal =
        options.worlds &&
        std::find(options.worlds->begin(), options.worlds->end(), experiment::World::Testbed) !=
            options.worlds->end();
    return isReal ? experiment::World::Testbed : experiment::World::Simulation;
}

ScenarioFiles
Find(const RunOptions& options)
{
    if (!options.files.empty())
    {
        return LoadAll(options.files, LoadedFor(options));
    }
    ScenarioFiles found = LoadAll(CatalogueFiles(CatalogueFolders(ThisProgram())));
    found.files = WithTags(std::move(found.files), options.tags);
    if (LoadedFor(options) == experiment::World::Simulation || !found.refused.empty())
    {
        return found;
    }
    // Of the others nobody wants to know what the testbed cannot honour.
    std::vector<std::string> chosen;
    for (const ScenarioFile& file : found.files)
    {
        chosen.push_back(file.path);
    }
    return LoadAll(chosen, LoadedFor(options));
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

/// Does with the scenarios what @p command says. @return the exit code
int
WithScenarios(const std::optional<RunOptions>& options,
              const std::function<int(const RunOptions&, std::vector<ScenarioFile>)>& command)
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
    return command(*options, std::move(found.files));
}

/// With those that are run beside them, where only the testbed is or nothing is said of worlds.
std::vector<ScenarioFile>
WithOthers(const RunOptions& options, std::vector<ScenarioFile> scenarios)
{
    if (options.worlds && *options.worlds != std::vector{experiment::World::Testbed})
    {
        return scenarios;
    }
    std::vector<experiment::TransportSpec> transports;
    std::vector<ScenarioFile> all;
    for (ScenarioFile& file : scenarios)
    {
        all.push_back(file);
        for (const experiment::BesideSpec& beside :
             file.scenario.beside.value_or(std::vector<experiment::BesideSpec>{}))
        {
            transports.push_back(beside.transport);
            all.push_back(WithTransport(file, beside.transport));
        }
    }
    DemandTools(transports);
    return all;
}

int
RunAll(const RunOptions& options, std::vector<ScenarioFile> scenarios)
{
    return Run(options, MakePlan(options, WithOthers(options, std::move(scenarios))));
}

int
ValidateAll(const RunOptions& options, std::vector<ScenarioFile> scenarios)
{
    for (const ScenarioFile& file : scenarios)
    {
        if (file.sweep)
        {
            throw boost::program_options::error(
                file.path + ": has a sweep; kwiklab show --point N prints one point of it, which "
                            "can be validated");
        }
    }
    return options.stores.empty() ? RunAll(options, std::move(scenarios))
                                  : CompareStores(options, scenarios);
}

} // namespace

int
RunRun(const Arguments& arguments)
{
    return WithScenarios(ReadRunOptions(arguments), RunAll);
}

int
RunValidate(const Arguments& arguments)
{
    return WithScenarios(ReadValidateOptions(arguments), ValidateAll);
}

int
RunTestbedRun(const Arguments& arguments)
{
    return WithScenarios(ReadTestbedRunOptions(arguments), RunAll);
}

} // namespace kwik::cli

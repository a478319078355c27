// kwiklab-host: one client or server of a scenario, on real sockets. kwiklab-lab starts it.
#include "experiment/scenario/load-scenario.h"
#include "experiment/scenario/realise.h"
#include "experiment/scenario/reference-scenarios.h"
#include "experiment/scenario/scenario-text.h"
#include "testbed/host/host-options.h"
#include "testbed/host/host-run.h"

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <csignal>
#include <iostream>
#include <stdexcept>
#include <sys/prctl.h>

namespace kwik::testbed
{

namespace
{

using experiment::Scenario;

/// As of kwiklab: the command line makes no sense; something could not be done.
constexpr int EXIT_USAGE = 2;
constexpr int EXIT_BROKEN = 3;

/// What this run is of: the driver has checked it.
HostRun::Subject
Load(const HostOptions& options)
{
    const experiment::LoadedScenario loaded =
        experiment::LoadScenario(options.scenario, experiment::World::Testbed);
    if (!loaded.scenario || experiment::FindHost(*loaded.scenario, options.host) == nullptr)
    {
        throw std::runtime_error(options.scenario + ": no scenario with the host " + options.host);
    }
    const std::string text = experiment::ResolvedText(*loaded.scenario);
    Scenario scenario = experiment::Realise(*loaded.scenario, options.seed);
    if (options.alone.empty())
    {
        return {std::move(scenario), text};
    }
    for (experiment::ReferenceScenario& reference : experiment::EachPathAlone(scenario))
    {
        if (reference.server == options.alone)
        {
            return {std::move(reference.scenario), text};
        }
    }
    throw std::runtime_error(options.scenario + ": " + options.alone + " is never alone");
}

int
Run(const HostOptions& options)
{
    const HostRun::Subject subject = Load(options);
    HostRun run(options, subject);
    try
    {
        run.Execute();
    }
    catch (const std::exception& error)
    {
        run.Fail(options.host + ": " + error.what());
        throw;
    }
    return EXIT_SUCCESS;
}

} // namespace

} // namespace kwik::testbed

int
main(int argc, char** argv)
{
    using namespace kwik::testbed;
    std::signal(SIGPIPE, SIG_IGN);
    ::prctl(PR_SET_TIMERSLACK, 1UL); // The least: timers are not to be late for the sake of power.
    try
    {
        const auto options = ReadHostOptions(argc, argv);
        return options ? Run(*options) : EXIT_SUCCESS;
    }
    catch (const boost::program_options::error& error)
    {
        std::cerr << "kwiklab-host: " << error.what() << "\n";
        return EXIT_USAGE;
    }
    catch (const std::exception& error)
    {
        std::cerr << "kwiklab-host: " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}

// kwiklab-baseline: one end of a download by something else than Kwik. kwiklab-lab starts it.
#include "experiment/scenario/load-scenario.h"
#include "experiment/scenario/realise.h"
#include "testbed/baseline/baseline-run.h"

#include <boost/program_options/errors.hpp>
#include <csignal>
#include <iostream>
#include <stdexcept>
#include <sys/prctl.h>

namespace kwik::testbed
{

namespace
{

/// As of kwiklab: the command line makes no sense; something could not be done.
constexpr int EXIT_USAGE = 2;
constexpr int EXIT_BROKEN = 3;

/// What this run is of: the driver has checked it.
experiment::Scenario
Load(const HostOptions& options)
{
    const experiment::LoadedScenario loaded =
        experiment::LoadScenario(options.scenario, experiment::World::Testbed);
    if (!loaded.scenario || !loaded.scenario->transport ||
        experiment::FindHost(*loaded.scenario, options.host) == nullptr)
    {
        throw std::runtime_error(options.scenario + ": no scenario with a transport and the host " +
                                 options.host);
    }
    return experiment::Realise(*loaded.scenario, options.seed);
}

int
Run(const HostOptions& options)
{
    const experiment::Scenario scenario = Load(options);
    BaselineRun run(options, scenario);
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
    ::prctl(PR_SET_TIMERSLACK, 1UL); // As kwiklab-host.
    try
    {
        const auto options = ReadHostOptions(argc, argv);
        return options ? Run(*options) : EXIT_SUCCESS;
    }
    catch (const boost::program_options::error& error)
    {
        std::cerr << "kwiklab-baseline: " << error.what() << "\n";
        return EXIT_USAGE;
    }
    catch (const std::exception& error)
    {
        std::cerr << "kwiklab-baseline: " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}

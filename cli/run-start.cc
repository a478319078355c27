#include "cli/run-start.h"

#include "cli/code-version.h"
#include "experiment/scenario/scenario-text.h"

#include <chrono>

namespace kwik::cli
{

std::string
ThisBuild()
{
    const experiment::CodeVersion code = ThisCode();
    return code.commit + (code.dirtyHash.empty() ? "" : "+" + code.dirtyHash) + "-" +
           std::string(ThisBuildType());
}

experiment::RunKey
KeyOf(const experiment::Scenario& scenario, std::uint64_t seed, experiment::World world)
{
    return {experiment::ScenarioHash(scenario),
            seed,
            ThisCode(),
            std::string(ThisBuildType()),
            world};
}

experiment::RunStart
DescribeRun(const experiment::Scenario& scenario,
            std::uint64_t seed,
            const std::string& parameters,
            experiment::World world)
{
    experiment::RunStart start;
    start.title = scenario.title;
    start.key = KeyOf(scenario, seed, world);
    start.scenarioText = experiment::ResolvedText(scenario);
    start.parameters = parameters;
    start.substrate = world == experiment::World::Simulation ? "packet" : "";
    start.startedUnix = std::chrono::system_clock::now().time_since_epoch();
    return start;
}

} // namespace kwik::cli

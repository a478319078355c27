#include "cli/run-program.h"

#include "cli/command.h"
#include "cli/run-start.h"
#include "experiment/run/parent-death.h"
#include "experiment/scenario/load-scenario.h"
#include "experiment/scenario/realise.h"
#include "experiment/store/store.h"
#include "experiment/text/diagnostic-printer.h"

#include <boost/program_options/errors.hpp>
#include <csignal>
#include <iostream>
#include <optional>

namespace kwik::cli
{

namespace
{

/// The scenario that is to be run; nothing, after saying why, when there is none.
std::optional<experiment::Scenario>
Load(const RunProgram& program, const RunCommandLine& line)
{
    const experiment::LoadedScenario loaded =
        experiment::LoadScenario(line.scenario, program.world);
    if (!loaded.scenario)
    {
        std::cerr << experiment::Render(loaded.diagnostics, loaded.source, {});
        for (const experiment::RefusedFile& table : loaded.tables)
        {
            std::cerr << experiment::Render(table.diagnostics, table.source, {});
        }
        return std::nullopt;
    }
    if (loaded.sweep)
    {
        std::cerr << line.scenario << ": has a sweep of " << loaded.sweep->Count()
                  << " points; kwiklab run does them all, and kwiklab show --point prints one\n";
        return std::nullopt;
    }
    return loaded.scenario;
}

int
Run(const RunProgram& program, const RunCommandLine& line)
{
    if (line.progress)
    {
        experiment::EndWithReader(*line.progress);
    }
    if (line.build && *line.build != ThisBuild())
    {
        std::cerr << "this is build " << ThisBuild() << ", and kwiklab is build " << *line.build
                  << "; build both anew\n";
        return EXIT_USAGE;
    }
    const std::optional<experiment::Scenario> scenario = Load(program, line);
    if (!scenario)
    {
        return EXIT_USAGE;
    }
    program.prepare();
    experiment::RunStart start = DescribeRun(*scenario, line.seed, line.parameters, program.world);
    start.versions = program.versions;
    experiment::Store store = experiment::Store::Open(line.shard);
    experiment::RunWriter writer = store.Begin(start);
    try
    {
        program.run(line, experiment::Realise(*scenario, line.seed), writer);
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
    return EXIT_OK;
}

} // namespace

int
RunOnce(const RunProgram& program, int argc, const char* const* argv)
{
    // Whoever reads our progress may go away at any time.
    std::signal(SIGPIPE, SIG_IGN);
    try
    {
        const std::string title = std::string(program.name) + " - " + std::string(program.does) +
                                  "; kwiklab run starts it";
        const auto line = ReadRunCommandLine(argc, argv, title);
        return line ? Run(program, *line) : EXIT_OK;
    }
    catch (const boost::program_options::error& error)
    {
        std::cerr << program.name << ": " << error.what() << "\n";
        return EXIT_USAGE;
    }
    catch (const std::exception& error)
    {
        std::cerr << program.name << ": " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}

} // namespace kwik::cli

// kwikd: a Kwik server on real UDP sockets.
#include "testbed/kwikd/daemon-options.h"
#include "testbed/kwikd/daemon.h"

#include <csignal>
#include <iostream>

namespace
{

constexpr int EXIT_USAGE = 2;
/// As of kwiklab: something could not be done.
constexpr int EXIT_BROKEN = 3;

int
Run(const kwik::testbed::DaemonCommand& command)
{
    kwik::testbed::LoadedConfig loaded = kwik::testbed::LoadConfig(command.sources);
    if (!loaded.config)
    {
        std::cerr << loaded.errors;
        return loaded.isBroken ? EXIT_BROKEN : EXIT_USAGE;
    }
    if (command.isCheck)
    {
        std::cout << *command.sources.file << ": ok\n";
        return EXIT_SUCCESS;
    }
    std::signal(SIGPIPE, SIG_IGN); // Who reads the log may go.
    kwik::testbed::Daemon daemon(command.sources, std::move(*loaded.config));
    if (const auto failure = daemon.Run())
    {
        std::cerr << "kwikd: " << *failure << "\n";
        return EXIT_BROKEN;
    }
    return EXIT_SUCCESS;
}

} // namespace

int
main(int argc, char** argv)
{
    try
    {
        const auto parsed = kwik::testbed::ParseDaemonOptions(argc, argv);
        if (!parsed.command)
        {
            (parsed.exitCode == EXIT_SUCCESS ? std::cout : std::cerr) << parsed.message;
            return parsed.exitCode;
        }
        return Run(*parsed.command);
    }
    catch (const std::exception& error)
    {
        std::cerr << "kwikd: " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}

// kwiklab: the command line of KwikLab. One file a subcommand.
#include "cli/command.h"
#include "cli/run-start.h"
#include "experiment/text/nearest-name.h"

#include <algorithm>
#include <array>
#include <boost/program_options/errors.hpp>
#include <exception>
#include <iostream>
#include <poll.h>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

constexpr std::array COMMANDS{
    Command{"run", "simulate scenarios, and say what came out", RunRun},
    Command{"rank", "rank the upload schedulers on a scenario", RunRank},
    Command{"check", "say whether scenario files make sense", RunCheck},
    Command{"show", "print a scenario with every default", RunShow},
    Command{"list", "list the scenarios by tag", RunList},
    Command{"schema", "print the JSON Schema of scenario files", RunSchema},
    Command{"design", "print points to sweep over that fill a space evenly", RunDesign},
    Command{"validate", "say how far the simulation is from reality", RunValidate},
    Command{"report", "make a page of a store, or figures for a paper", MakeReport},
    Command{"testbed", "real processes in networks of this machine", RunTestbed},
    Command{"replay", "play again what a host of the testbed was told", RunReplay},
    Command{"doctor", "say what this machine can do for the testbed", RunDoctor},
    Command{"dial", "download from a real Kwik server, or upload to it", RunDial},
};

constexpr std::string_view EXIT_CODES = R"(Exit codes:
  0  done, every expectation met
  1  done, but an expectation was not met or a comparison differs
  2  the command line or a scenario file makes no sense; nothing was done
  3  a run could not be finished
  4  interrupted; what was finished is kept
)";

void
PrintHelp(std::ostream& out)
{
    out << "kwiklab - simulate, run and measure the Kwik multipath transport\n\n"
           "Usage: kwiklab COMMAND [OPTIONS]\n\nCommands:\n";
    for (const Command& command : COMMANDS)
    {
        out << "  " << command.name << std::string(10 - command.name.size(), ' ') << command.summary
            << "\n";
    }
    out << "  test      build and run the tests of KwikLab itself (needs a source checkout)\n"
           "  bench     measure KwikLab itself (needs a source checkout)\n\n"
           "kwiklab COMMAND --help explains a command, kwiklab --version says what it was built\n"
           "from. Start with:\n"
           "  kwiklab run scenarios/failover.yaml\n\n"
        << EXIT_CODES;
}

int
Run(const Command& command, const Arguments& arguments)
{
    const std::string name = "kwiklab " + std::string(command.name);
    try
    {
        return command.run(arguments);
    }
    catch (const boost::program_options::error& error)
    {
        std::cerr << name << ": " << error.what() << "\n" << name << " --help explains it.\n";
        return EXIT_USAGE;
    }
    catch (const std::exception& error)
    {
        std::cerr << name << ": " << error.what() << "\n";
        return EXIT_BROKEN;
    }
}

int
Dispatch(const Arguments& arguments)
{
    if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h")
    {
        PrintHelp(arguments.empty() ? std::cerr : std::cout);
        return arguments.empty() ? EXIT_USAGE : EXIT_OK;
    }
    if (arguments[0] == "--version")
    {
        std::cout << "kwiklab " << ThisBuild() << "\n";
        return EXIT_OK;
    }
    const auto command =
        std::find_if(COMMANDS.begin(), COMMANDS.end(), [&arguments](const Command& candidate) {
            return candidate.name == arguments[0];
        });
    if (command == COMMANDS.end())
    {
        experiment::Names names;
        for (const Command& known : COMMANDS)
        {
            names.emplace_back(known.name);
        }
        std::cerr << "kwiklab: no command " << experiment::Quoted(arguments[0])
                  << experiment::DidYouMean(arguments[0], names)
                  << "; kwiklab --help lists the commands\n";
        return EXIT_USAGE;
    }
    return Run(*command, {arguments.begin() + 1, arguments.end()});
}

/// Whether whoever read our output has closed it, as `| head` does.
bool
IsReaderGone()
{
    pollfd output{STDOUT_FILENO, 0, 0};
    return ::poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0;
}

/// Results that nobody got are no success. @return the exit code
int
FinishOutput(int status)
{
    std::cout.flush();
    if (std::cout || IsReaderGone())
    {
        return status;
    }
    std::cerr << "kwiklab: standard output could not be written to its end\n";
    return std::max<int>(status, EXIT_BROKEN);
}

} // namespace

} // namespace kwik::cli

int
main(int argc, char** argv)
{
    return kwik::cli::FinishOutput(kwik::cli::Dispatch({argv + 1, argv + argc}));
}

// kwiklab testbed: what has to do with real processes in networks of this machine.
#include "cli/command.h"
#include "cli/options.h"
#include "experiment/text/nearest-name.h"

#include <algorithm>
#include <array>
#include <boost/program_options/errors.hpp>
#include <iostream>

namespace kwik::cli
{

namespace
{

constexpr std::array ACTIONS{
    Command{"run", "run scenarios over real sockets", RunTestbedRun},
    Command{"baselines", "compare Kwik with MPTCP, TCP and QUIC", RunTestbedBaselines},
    Command{"clean", "end what a killed testbed left behind", RunTestbedClean},
};

void
PrintActions(std::ostream& out)
{
    out << "kwiklab testbed - run scenarios with real processes\n\n"
           "Usage: kwiklab testbed ACTION [OPTIONS]\n\nActions:\n";
    for (const Command& action : ACTIONS)
    {
        out << "  " << action.name << std::string(12 - action.name.size(), ' ') << action.summary
            << "\n";
    }
    out << "\nkwiklab testbed ACTION --help explains an action; kwiklab doctor says what this\n"
           "machine can do.\n";
}

} // namespace

int
RunTestbed(const Arguments& arguments)
{
    if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h")
    {
        PrintActions(arguments.empty() ? std::cerr : std::cout);
        return arguments.empty() ? EXIT_USAGE : EXIT_OK;
    }
    experiment::Names names;
    for (const Command& action : ACTIONS)
    {
        if (action.name == arguments[0])
        {
            return action.run({arguments.begin() + 1, arguments.end()});
        }
        names.emplace_back(action.name);
    }
    throw boost::program_options::error("no action " + experiment::Quoted(arguments[0]) +
                                        experiment::DidYouMean(arguments[0], names));
}

} // namespace kwik::cli

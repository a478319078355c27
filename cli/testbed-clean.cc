// kwiklab testbed clean: ends what a testbed left behind whose driver was killed.
#include "cli/command.h"
#include "cli/options.h"
#include "cli/scenario-files.h"
#include "testbed/lab/lab-marker.h"

#include <iostream>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

} // namespace

int
RunTestbedClean(const Arguments& arguments)
{
    po::options_description description("Options");
    AddJsonOption(description);
    const auto values = ReadOptions(
        arguments,
        description,
        {"kwiklab testbed clean [--json]",
         "Ends the processes of testbeds whose driver is gone. There should be none: everything\n"
         "that a testbed makes lives in processes that the kernel ends with the driver, however\n"
         "that ends. Processes are found by an open file that only they hold and that names\n"
         "their driver; those of a driver that is at work are not touched.\n\n"
         "Exit code 3 when one of them could not be ended.\n"
         "--json prints {\"found\", \"ended\"}.",
         "  kwiklab testbed clean"});
    if (!values)
    {
        return EXIT_OK;
    }
    const auto orphans = testbed::FindOrphans();
    const std::size_t ended = testbed::EndOrphans(orphans);
    if (FormOf(*values) == OutputForm::Json)
    {
        PrintJson({{"found", orphans.size()}, {"ended", ended}});
    }
    else if (orphans.empty())
    {
        std::cout << "Nothing is left of any testbed.\n";
    }
    else
    {
        std::cout << "Ended " << ended << " of " << orphans.size()
                  << " processes that a killed testbed had left.\n";
    }
    return ended == orphans.size() ? EXIT_OK : EXIT_BROKEN;
}

} // namespace kwik::cli

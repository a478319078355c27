#ifndef KWIK_CLI_LAB_HOST_PROGRAMS_H
#define KWIK_CLI_LAB_HOST_PROGRAMS_H

#include "cli/lab/lab-run-options.h"
#include "experiment/scenario/scenario.h"
#include "testbed/lab/lab.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kwik::lab
{

/// The hosts of a run that are processes: all but routers, or with another transport than Kwik its
/// two ends.
std::vector<std::string> HostsWithPrograms(const experiment::Scenario& scenario);

/// The command line of such a host, but for what its process adds.
std::vector<std::string> ProgramOf(const experiment::Scenario& scenario,
                                   const LabRunOptions& options,
                                   std::uint64_t restarts);

/// Tells the kernels of both ends about the paths of MPTCP, if that is the scenario's transport.
/// Throws std::runtime_error, LabError.
void OpenMptcpPaths(const experiment::Scenario& scenario,
                    const testbed::LabSpec& spec,
                    testbed::Lab& lab);

} // namespace kwik::lab

#endif // KWIK_CLI_LAB_HOST_PROGRAMS_H

#ifndef KWIK_CLI_TRANSPORT_TOOLS_H
#define KWIK_CLI_TRANSPORT_TOOLS_H

#include "experiment/scenario/transport-spec.h"

#include <string>
#include <vector>

namespace kwik::cli
{

/// A program of the system that other transports than Kwik need.
struct TransportTool
{
    std::string program;
    std::string package; ///< Of Debian.
};

/// What this machine lacks of it, each once.
std::vector<TransportTool> MissingTools(const std::vector<experiment::TransportSpec>& transports);

/// Throws boost::program_options::error, with advice, when a tool is missing, or the kernel's
/// MPTCP.
void DemandTools(const std::vector<experiment::TransportSpec>& transports);

} // namespace kwik::cli

#endif // KWIK_CLI_TRANSPORT_TOOLS_H

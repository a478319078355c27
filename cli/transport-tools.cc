#include "cli/transport-tools.h"

#include "cli/wording.h"
#include "testbed/lab/machine-probes.h"
#include "testbed/lab/tool-path.h"

#include <algorithm>
#include <boost/program_options/errors.hpp>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;
using experiment::TransportProtocol;
using experiment::TransportSpec;

bool
IsMptcp(const TransportSpec& transport)
{
    return transport.protocol == TransportProtocol::Mptcp;
}

std::vector<TransportTool>
ToolsOf(const TransportSpec& transport)
{
    std::vector<TransportTool> tools;
    if (IsMptcp(transport))
    {
        tools.push_back({"ip", "iproute2"});
    }
    if (transport.protocol == TransportProtocol::Quic)
    {
        tools.insert(tools.end(),
                     {{"gtlsserver", "ngtcp2-server"},
                      {"gtlsclient", "ngtcp2-client"},
                      {"openssl", "openssl"}});
    }
    if (transport.tool == experiment::TransportTool::Iperf3)
    {
        tools.push_back({"iperf3", "iperf3"});
    }
    if (transport.tool == experiment::TransportTool::Iperf3 && IsMptcp(transport))
    {
        tools.push_back({"mptcpize", "mptcpize"});
    }
    return tools;
}

} // namespace

std::vector<TransportTool>
MissingTools(const std::vector<TransportSpec>& transports)
{
    std::vector<TransportTool> missing;
    for (const TransportSpec& transport : transports)
    {
        for (const TransportTool& tool : ToolsOf(transport))
        {
            const bool isKnown =
                std::any_of(missing.begin(), missing.end(), [&tool](const TransportTool& one) {
                    return one.program == tool.program;
                });
            if (!isKnown && !testbed::FindTool(tool.program))
            {
                missing.push_back(tool);
            }
        }
    }
    return missing;
}

void
DemandTools(const std::vector<TransportSpec>& transports)
{
    const std::vector<TransportTool> missing = MissingTools(transports);
    if (!missing.empty())
    {
        std::vector<std::string> programs;
        std::vector<std::string> packages;
        for (const TransportTool& tool : missing)
        {
            programs.push_back(tool.program);
            packages.push_back(tool.package);
        }
        throw po::error("there is no " + Joined(programs, ", no ") +
                        " here; './kwiklab tools' installs what comparisons need (on Debian: " +
                        Joined(packages, ", ") +
                        "); kwiklab testbed baselines --only NAMES compares without them");
    }
    if (std::any_of(transports.begin(), transports.end(), IsMptcp) && !testbed::HasMptcp())
    {
        throw po::error("this kernel has no MPTCP, or net.mptcp.enabled is 0; a kernel with "
                        "CONFIG_MPTCP has it, as Debian's; kwiklab testbed baselines --only "
                        "NAMES compares without it");
    }
}

} // namespace kwik::cli

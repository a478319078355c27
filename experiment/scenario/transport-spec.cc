#include "experiment/scenario/transport-spec.h"

#include "experiment/scenario/reference-scenarios.h"
#include "experiment/scenario/scenario.h"

namespace kwik::experiment
{

std::string
ToText(TransportControl control)
{
    switch (control)
    {
    case TransportControl::Cubic:
        return "cubic";
    case TransportControl::Bbr:
        return "bbr";
    case TransportControl::Reno:
        break;
    }
    return "reno";
}

std::string
NameOf(const TransportSpec& transport)
{
    const std::string tool = transport.tool == TransportTool::Iperf3 ? "iperf3-" : "";
    const std::string protocol = transport.protocol == TransportProtocol::Mptcp ? "mptcp-"
                                 : transport.protocol == TransportProtocol::Tcp ? "tcp-"
                                                                                : "quic-";
    return tool + protocol + ToText(transport.control) +
           (transport.via ? "-" + *transport.via : "");
}

std::string
PeerOf(const Scenario& scenario)
{
    return scenario.transport->via.value_or(TransferOf(scenario.workload.at(0)).primary);
}

std::vector<TransportSpec>
UsualTransports(const Scenario& scenario)
{
    using enum TransportProtocol;
    using enum TransportControl;
    constexpr TransportTool OWN = TransportTool::Own;
    const std::vector<ReferenceScenario> paths = EachPathAlone(scenario);
    std::vector<TransportSpec> transports;
    if (paths.size() > 1)
    {
        transports = {{Mptcp, Cubic, {}, OWN},
                      {Mptcp, Bbr, {}, OWN},
                      {Mptcp, Cubic, {}, TransportTool::Iperf3}};
    }
    for (const ReferenceScenario& path : paths)
    {
        transports.push_back({Tcp, Cubic, path.server, OWN});
        transports.push_back({Tcp, Bbr, path.server, OWN});
    }
    for (const ReferenceScenario& path : paths)
    {
        transports.push_back({Quic, Cubic, path.server, OWN});
    }
    return transports;
}

} // namespace kwik::experiment

#ifndef KWIK_EXPERIMENT_SCENARIO_TRANSPORT_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_TRANSPORT_SPEC_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

enum class TransportProtocol : std::uint8_t
{
    Mptcp, ///< The kernel's, over all paths at once.
    Tcp,   ///< The kernel's, over one path.
    Quic,  ///< ngtcp2's example programs, over one path.
};

/// Of the sender.
enum class TransportControl : std::uint8_t
{
    Cubic,
    Bbr,
    Reno,
};

/// Who moves the bytes.
enum class TransportTool : std::uint8_t
{
    Own,    ///< KwikLab's program with a plain socket; for QUIC gtlsserver and gtlsclient.
    Iperf3, ///< iperf3, with MPTCP under mptcpize; it says only what it got in all.
};

/// What carries a download instead of Kwik, to be compared with it.
struct TransportSpec
{
    TransportProtocol protocol = TransportProtocol::Tcp;
    TransportControl control = TransportControl::Cubic;
    std::optional<std::string> via; ///< The server of the one path; none with MPTCP.
    TransportTool tool = TransportTool::Own;
    bool operator==(const TransportSpec&) const = default;
};

/// "mptcp-cubic", "tcp-bbr-near", "iperf3-mptcp-cubic": a word for files and columns.
std::string NameOf(const TransportSpec& transport);

/// "cubic", as the kernel and the scenario spell it.
std::string ToText(TransportControl control);

struct Scenario;

/// The server at the other end of the transport's paths. @pre the scenario has a transport
std::string PeerOf(const Scenario& scenario);

/// Those worth comparing a download with: MPTCP over all its paths, TCP and QUIC over each one.
std::vector<TransportSpec> UsualTransports(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TRANSPORT_SPEC_H

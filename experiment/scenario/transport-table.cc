#include "experiment/scenario/metric-kind.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/choice-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

ObjectKind<TransportSpec>
TransportTable()
{
    using Spec = TransportSpec;
    return {
        {"a transport",
         "What carries the download instead of Kwik, to be compared with it; only on the testbed. "
         "`kwiklab testbed baselines` makes such scenarios."},
        {Required<Spec>({"protocol",
                         "mptcp: the kernel's, over the links of all servers to one machine; tcp: "
                         "the kernel's, over one path; quic: ngtcp2's gtlsserver and gtlsclient, "
                         "over one path.",
                         "mptcp"},
                        &Spec::protocol,
                        ChoiceKind<TransportProtocol>({{"mptcp", TransportProtocol::Mptcp},
                                                       {"tcp", TransportProtocol::Tcp},
                                                       {"quic", TransportProtocol::Quic}})),
         Optional<Spec>({"congestion_control", "Of the sender.", "bbr"},
                        &Spec::control,
                        ChoiceKind<TransportControl>({{"cubic", TransportControl::Cubic},
                                                      {"bbr", TransportControl::Bbr},
                                                      {"reno", TransportControl::Reno}})),
         Optional<Spec>({"via", "The server of the one path of tcp and quic.", "primary"},
                        &Spec::via,
                        OptionalKind(NameKind("a server"))),
         Optional<Spec>({"tool",
                         "own: a program of KwikLab with a plain socket, or gtlsclient, whose "
                         "bytes are watched as they come; iperf3: with MPTCP under mptcpize, and "
                         "known is only what it says at the end.",
                         "iperf3"},
                        &Spec::tool,
                        ChoiceKind<TransportTool>(
                            {{"own", TransportTool::Own}, {"iperf3", TransportTool::Iperf3}}))},
    };
}

ObjectKind<BesideSpec>
BesideTable()
{
    using Spec = BesideSpec;
    const QuantityKind<Share> share(Share{1}, MOST_BESIDE);
    return {
        {"a comparison with another transport",
         "How Kwik has to do beside another transport over the same links on the testbed. It is "
         "met when the 90 % confidence interval of the difference of the means lies within the "
         "bound."},
        {Required<Spec>({"transport", "The other one.", "{protocol: mptcp}"},
                        &Spec::transport,
                        TransportTable()),
         Required<Spec>(
             {"metric",
              "What is compared; see Metrics. Those of servers, of a span of time and of the "
              "paths alone are not measured of others.",
              "goodput"},
             &Spec::metric,
             MetricKind()),
         Optional<Spec>({"at_least", "So much of the other's mean.", "98 %"},
                        &Spec::atLeast,
                        OptionalKind(share)),
         Optional<Spec>({"at_most", "So much of the other's mean.", "100 %"},
                        &Spec::atMost,
                        OptionalKind(share))},
        {{RuleForm::ExactlyOne, "", {"at_least", "at_most"}}}};
}

} // namespace kwik::experiment

// kwiklab doctor: what this machine can do for the testbed, and what each missing thing costs.
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output-style.h"
#include "cli/scenario-files.h"
#include "cli/transport-tools.h"
#include "testbed/lab/isolation.h"
#include "testbed/lab/machine-probes.h"

#include <fmt/format.h>
#include <iostream>
#include <unistd.h>
#include <vector>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;
using testbed::LagReport;
using testbed::Scheduling;

/// One thing that was looked at.
struct Finding
{
    std::string key; ///< In the JSON document.
    std::string name;
    bool isThere;
    std::string measured; ///< May be empty.
    std::string cost;     ///< What it costs that it is not there, and what would help.
};

/// All that was found; the lab decides.
struct Examination
{
    testbed::LabProbe lab;
    LagReport usualTimers;
    LagReport realTimeTimers;
    std::vector<Finding> findings;
};

double
Microseconds(Duration span)
{
    return std::chrono::duration<double, std::micro>(span).count();
}

std::string
LagText(const LagReport& lag)
{
    return fmt::format("late by p50 {:.0f} us, p99 {:.0f} us, at most {:.0f} us",
                       Microseconds(lag.p50),
                       Microseconds(lag.p99),
                       Microseconds(lag.max));
}

Finding
LabFinding(const testbed::LabProbe& lab)
{
    const std::string how = fmt::format("{}, over {}, {} packets/s at most, {}",
                                        lab.isRootless ? "without root" : "as root",
                                        lab.ports == testbed::PortKind::Tun ? "TUN" : "veth",
                                        lab.packetsPerSecond,
                                        LagText(lab.lag));
    const bool isThere = lab.refusal.empty();
    return {"lab", "networks of this machine", isThere, isThere ? how : "", lab.refusal};
}

void
ExamineRights(Examination& found)
{
    const std::string obstacle = testbed::UserNamespaceObstacle();
    found.findings.push_back(
        {"user_namespaces",
         "user namespaces",
         testbed::HasUserNamespaces(),
         "",
         "only root can run the testbed" + (obstacle.empty() ? "" : "; " + obstacle)});
    found.findings.push_back({"tun",
                              "/dev/net/tun",
                              testbed::HasTun(),
                              "",
                              "links use pairs of veth devices instead, which are as exact, but "
                              "take longer to build"});
    const bool isRealTime = testbed::HasRealTimeScheduling();
    if (isRealTime)
    {
        found.realTimeTimers = testbed::TimerLateness(Scheduling::RealTime);
    }
    found.findings.push_back({"real_time",
                              "real-time scheduling",
                              isRealTime,
                              isRealTime ? LagText(found.realTimeTimers) : "",
                              "links are late by some ms at p99 instead of less than 1 ms; root "
                              "has it, and users whose limit rtprio is 10 or more (ulimit -r)"});
}

void
ExamineMachine(Examination& found)
{
    found.usualTimers = testbed::TimerLateness(Scheduling::Usual);
    found.findings.push_back({"timers", "timers", true, LagText(found.usualTimers), ""});
    const int cores = testbed::CoreCount();
    found.findings.push_back({"cores",
                              "more than one core",
                              cores > 1,
                              fmt::format("{}", cores),
                              "hosts and links hold each other up, and links get no real-time "
                              "scheduling"});
    found.findings.push_back({"udp_gso",
                              "UDP segmentation (GSO)",
                              testbed::HasUdpSegmentation(),
                              "",
                              "senders make one call a datagram"});
    found.findings.push_back({"udp_gro",
                              "UDP receive offload (GRO)",
                              testbed::HasUdpReceiveOffload(),
                              "",
                              "receivers get one datagram at a time"});
    found.findings.push_back({"netem",
                              "netem",
                              testbed::HasNetem(),
                              "",
                              "only KwikLab's own link emulation is there, not the kernel's to "
                              "compare with"});
    found.findings.push_back(
        {"mptcp", "MPTCP", testbed::HasMptcp(), "", "Kwik cannot be compared with MPTCP"});
}

/// Programs for `kwiklab testbed baselines`.
Finding
ToolFinding(const std::string& key,
            const std::string& name,
            const experiment::TransportSpec& transport,
            const std::string& cost)
{
    return {key,
            name,
            MissingTools({transport}).empty(),
            "",
            "kwiklab testbed baselines has no " + cost + "; ./kwiklab tools installs them"};
}

void
ExamineTools(Examination& found)
{
    using experiment::TransportControl;
    using experiment::TransportProtocol;
    using experiment::TransportTool;
    constexpr TransportControl CUBIC = TransportControl::Cubic;
    found.findings.push_back(ToolFinding("mptcp_tools",
                                         "ip, for MPTCP's paths",
                                         {TransportProtocol::Mptcp, CUBIC, {}, TransportTool::Own},
                                         "MPTCP"));
    found.findings.push_back(
        ToolFinding("iperf3_tools",
                    "ip, iperf3 and mptcpize",
                    {TransportProtocol::Mptcp, CUBIC, {}, TransportTool::Iperf3},
                    "iperf3 over MPTCP"));
    found.findings.push_back(ToolFinding("quic_tools",
                                         "gtlsserver, gtlsclient and openssl",
                                         {TransportProtocol::Quic, CUBIC, {}, TransportTool::Own},
                                         "QUIC over single paths"));
}

Examination
Examine()
{
    Examination found;
    found.lab = testbed::ProbeLab();
    found.findings.push_back(LabFinding(found.lab));
    ExamineRights(found);
    ExamineMachine(found);
    ExamineTools(found);
    return found;
}

void
Print(const Examination& found)
{
    const OutputStyle style = StyleOf(STDOUT_FILENO);
    for (const Finding& finding : found.findings)
    {
        const std::string word = finding.isThere ? "yes" : "no";
        std::cout << "  " << Painted(word, finding.isThere ? Colour::Good : Colour::Bad, style)
                  << std::string(5 - word.size(), ' ')
                  << Painted(finding.name, Colour::Strong, style)
                  << (finding.measured.empty() ? "" : ": " + finding.measured) << "\n";
        if (!finding.isThere)
        {
            std::cout << "       " << finding.cost << "\n";
        }
    }
    std::cout << (found.lab.refusal.empty() ? "\nThe testbed works here.\n"
                                            : "\nThe testbed does not work here.\n");
}

nlohmann::ordered_json
DocumentOf(const LagReport& lag)
{
    return {{"count", lag.count},
            {"p50_ns", lag.p50.count()},
            {"p99_ns", lag.p99.count()},
            {"max_ns", lag.max.count()}};
}

nlohmann::ordered_json
DocumentOf(const Examination& found)
{
    nlohmann::ordered_json document{{"works", found.lab.refusal.empty()},
                                    {"refusal", found.lab.refusal},
                                    {"packets_per_s", found.lab.packetsPerSecond},
                                    {"cores", testbed::CoreCount()},
                                    {"link_lateness", DocumentOf(found.lab.lag)},
                                    {"timer_lateness", DocumentOf(found.usualTimers)},
                                    {"real_time_lateness", DocumentOf(found.realTimeTimers)}};
    auto& has = document["has"];
    for (const Finding& finding : found.findings)
    {
        has[finding.key] = finding.isThere;
    }
    return document;
}

} // namespace

int
RunDoctor(const Arguments& arguments)
{
    po::options_description description("Options");
    AddJsonOption(description);
    const auto values = ReadOptions(
        arguments,
        description,
        {"kwiklab doctor [--json]",
         "Says what this machine and this user can do for the testbed, and what each missing\n"
         "thing costs. Everything is tried out, which takes some seconds: a small network is\n"
         "built and filled with packets, and timers are measured.\n\n"
         "Exit code 0 when the testbed works here, 3 when it does not.\n"
         "--json prints {\"works\", \"refusal\", \"packets_per_s\", \"cores\", \"link_lateness\",\n"
         "\"timer_lateness\", \"real_time_lateness\", \"has\": {NAME: true or false}}.",
         "  kwiklab doctor"});
    if (!values)
    {
        return EXIT_OK;
    }
    const Examination found = Examine();
    if (FormOf(*values) == OutputForm::Json)
    {
        PrintJson(DocumentOf(found));
    }
    else
    {
        Print(found);
    }
    return found.lab.refusal.empty() ? EXIT_OK : EXIT_BROKEN;
}

} // namespace kwik::cli

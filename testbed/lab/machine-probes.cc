#include "testbed/lab/machine-probes.h"

#include "testbed/lab/ask-child.h"
#include "testbed/lab/file-handle.h"
#include "testbed/lab/isolation.h"
#include "testbed/lab/lab-error.h"
#include "testbed/lab/lateness-histogram.h"
#include "testbed/lab/monotonic-clock.h"
#include "testbed/lab/netlink-request.h"
#include "testbed/lab/scheduling.h"
#include "testbed/lab/tun-port.h"

#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <sstream>
#include <sys/socket.h>

namespace kwik::testbed
{

namespace
{

constexpr int NAPS = 500;
constexpr Duration NAP = std::chrono::milliseconds(1);
constexpr int MPTCP = 262; ///< IPPROTO_MPTCP, which older headers do not name.

std::string
MeasureNaps(Scheduling scheduling)
{
    WakeUpInTime();
    if (scheduling == Scheduling::RealTime && !BecomeRealTime())
    {
        return "0 0 0 0";
    }
    LatenessHistogram lateness;
    const timespec nap{0, NAP.count()};
    for (int i = 0; i < NAPS; ++i)
    {
        const Instant due = MonotonicNow() + NAP;
        ::ppoll(nullptr, 0, &nap, nullptr);
        lateness.Note(MonotonicNow() - due);
    }
    std::ostringstream text;
    const LagReport report = lateness.Report();
    text << report.count << ' ' << report.p50.count() << ' ' << report.p99.count() << ' '
         << report.max.count();
    return text.str();
}

bool
TakesOption(int type, int protocol, int level, int option)
{
    const FileHandle socket(::socket(AF_INET, type | SOCK_CLOEXEC, protocol));
    const int value = 1;
    return socket.IsOpen() &&
           ::setsockopt(socket.Number(), level, option, &value, sizeof value) == 0;
}

/// Asks the kernel for the queue of this kind at the loopback of a network of our own.
std::string
TryNetem()
{
    IsolateThisProcess();
    NetlinkRequest request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE);
    tcmsg header{};
    header.tcm_family = AF_UNSPEC;
    header.tcm_ifindex = static_cast<int>(::if_nametoindex("lo"));
    header.tcm_parent = TC_H_ROOT;
    request.Append(header);
    request.Text(TCA_KIND, "netem");
    request.Attribute(TCA_OPTIONS, tc_netem_qopt{.limit = 1000});
    return request.Ask() == 0 ? "yes" : "no";
}

} // namespace

bool
HasRealTimeScheduling()
{
    return AskChild([] { return BecomeRealTime() ? "yes" : "no"; }) == "yes";
}

LagReport
TimerLateness(Scheduling scheduling)
{
    std::istringstream text(AskChild([scheduling] { return MeasureNaps(scheduling); }));
    std::uint64_t count = 0;
    Duration::rep p50 = 0;
    Duration::rep p99 = 0;
    Duration::rep max = 0;
    text >> count >> p50 >> p99 >> max;
    return {count, Duration(p50), Duration(p99), Duration(max)};
}

bool
HasUserNamespaces()
{
    return AskChild([] { return ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? "yes" : "no"; }) ==
           "yes";
}

bool
HasTun()
{
    return OpenTun().IsOpen();
}

bool
HasUdpSegmentation()
{
    return TakesOption(SOCK_DGRAM, 0, SOL_UDP, UDP_SEGMENT);
}

bool
HasUdpReceiveOffload()
{
    return TakesOption(SOCK_DGRAM, 0, SOL_UDP, UDP_GRO);
}

bool
HasMptcp()
{
    return FileHandle(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, MPTCP)).IsOpen();
}

bool
HasNetem()
{
    try
    {
        return AskChild(TryNetem) == "yes";
    }
    catch (const LabError&)
    {
        return false;
    }
}

int
CoreCount()
{
    cpu_set_t cores;
    return ::sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
}

} // namespace kwik::testbed

// What a small lab can do on this machine.
#include "testbed/lab/ask-child.h"
#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab.h"
#include "testbed/lab/machine-probes.h"
#include "testbed/lab/monotonic-clock.h"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <sys/socket.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t SENDER = 0;
constexpr std::size_t RECEIVER = 1;
constexpr std::uint32_t FIRST_ADDRESS = 0xac100001; // 172.16.0.1
constexpr std::uint16_t PORT = 9;
constexpr std::size_t PAYLOAD = 100;
constexpr std::size_t BATCH = 64;
constexpr Duration QUIET_TIME = 300ms;
constexpr Duration BUSY_TIME = 700ms;
constexpr Duration WARM_UP = 100ms;

LabSpec
SmallLab()
{
    const DirectionShape fast{.rate = {100'000'000'000}, .queue = {100'000'000}, .delay = 1ms};
    return {.hosts = {{"sender", Ipv4(FIRST_ADDRESS, 0)}, {"receiver", Ipv4(FIRST_ADDRESS + 1, 0)}},
            .links = {{.from = SENDER, .to = RECEIVER, .shapes = {fast, fast}}},
            .seed = 1};
}

sockaddr_in
ReceiverAddress()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(FIRST_ADDRESS + 1);
    address.sin_port = htons(PORT);
    return address;
}

/// As many copies of one datagram as the sockets take.
class Blaster
{
  public:
    Blaster(Lab& lab)
        : m_from(lab.OpenSocket(SENDER, AF_INET, SOCK_DGRAM, 0)),
          m_to(lab.OpenSocket(RECEIVER, AF_INET, SOCK_DGRAM, 0))
    {
        const sockaddr_in address = ReceiverAddress();
        const auto* generic = reinterpret_cast<const sockaddr*>(&address);
        ::bind(m_to.Number(), generic, sizeof address);
        ::connect(m_from.Number(), generic, sizeof address);
        for (mmsghdr& message : m_messages)
        {
            message.msg_hdr.msg_iov = &m_bytes;
            message.msg_hdr.msg_iovlen = 1;
        }
    }

    void Send(unsigned count)
    {
        ::sendmmsg(m_from.Number(), m_messages.data(), count, 0);
    }

  private:
    FileHandle m_from;
    FileHandle m_to;
    std::array<std::byte, PAYLOAD> m_payload{};
    iovec m_bytes{m_payload.data(), m_payload.size()};
    std::array<mmsghdr, BATCH> m_messages{};
};

std::uint64_t
MeasureCeiling(Lab& lab, Blaster& blaster)
{
    const Instant start = MonotonicNow();
    Instant from = start;
    std::uint64_t before = 0;
    while (MonotonicNow() < start + BUSY_TIME)
    {
        blaster.Send(BATCH);
        if (before == 0 && MonotonicNow() > start + WARM_UP)
        {
            from = MonotonicNow();
            before = lab.Counters({0, 0}).packetsOut;
        }
    }
    const Duration span = MonotonicNow() - from;
    const std::uint64_t passed = lab.Counters({0, 0}).packetsOut - before;
    return passed * NANOSECONDS_PER_SECOND / static_cast<std::uint64_t>(span.count());
}

std::string
TryLab()
{
    const auto lab = Lab::Build(SmallLab());
    Blaster blaster(*lab);
    const Instant start = MonotonicNow();
    while (MonotonicNow() < start + QUIET_TIME)
    {
        blaster.Send(1);
        ::poll(nullptr, 0, 1);
    }
    const LagReport lag = lab->Lag();
    std::ostringstream text;
    text << lab->IsRootless() << ' ' << lab->IsRealTime() << ' ' << static_cast<int>(lab->Ports())
         << ' ' << lag.count << ' ' << lag.p50.count() << ' ' << lag.p99.count() << ' '
         << lag.max.count() << ' ' << MeasureCeiling(*lab, blaster);
    return text.str();
}

} // namespace

LabProbe
ProbeLab()
{
    LabProbe probe;
    try
    {
        std::istringstream text(AskChild(TryLab));
        int ports = 0;
        std::array<Duration::rep, 3> lag{};
        text >> probe.isRootless >> probe.isRealTime >> ports >> probe.lag.count >> lag[0] >>
            lag[1] >> lag[2] >> probe.packetsPerSecond;
        probe.ports = static_cast<PortKind>(ports);
        probe.lag.p50 = Duration(lag[0]);
        probe.lag.p99 = Duration(lag[1]);
        probe.lag.max = Duration(lag[2]);
    }
    catch (const LabError& error)
    {
        probe.refusal = error.what();
    }
    return probe;
}

} // namespace kwik::testbed

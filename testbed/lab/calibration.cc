#include "testbed/lab/calibration.h"

#include "testbed/lab/lab-error.h"
#include "testbed/lab/monotonic-clock.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr std::uint64_t SMALL_ONES = 25;
constexpr ByteCount HEADERS{28}; ///< IPv4 and UDP.
constexpr ByteCount SMALL_PACKET{100};
constexpr std::uint64_t LARGEST_BURST = 1000;
constexpr std::uint64_t ALL_BURSTS = 4000; ///< So that many links take no longer than a few.
constexpr std::uint64_t SMALLEST_BURST = 5;
constexpr std::uint64_t BETWEEN_LOOKS = 32;
constexpr Duration PATIENCE = 100ms;
constexpr Duration BETWEEN_QUESTIONS = 1ms;
constexpr int ROOM_FOR_BURSTS = 8 << 20;

struct Probe
{
    std::uint64_t direction;
    std::uint64_t number;
    Duration::rep sent;
    std::uint64_t isOfBurst;
};

sockaddr_in
SocketAddress(const Address& address, std::uint16_t port)
{
    sockaddr_in socketAddress{};
    socketAddress.sin_family = AF_INET;
    socketAddress.sin_port = htons(port);
    std::memcpy(&socketAddress.sin_addr, &address.ip[12], sizeof socketAddress.sin_addr);
    return socketAddress;
}

/// When the kernel got what a message holds.
Duration
StampOf(msghdr& message)
{
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
         part = CMSG_NXTHDR(&message, part))
    {
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS)
        {
            timespec stamp{};
            std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
            return std::chrono::seconds(stamp.tv_sec) + Duration(stamp.tv_nsec);
        }
    }
    return SettableClockNow();
}

Duration
NearestRank(const std::vector<Duration>& sorted, std::size_t percent)
{
    return sorted[(sorted.size() * percent + 99) / 100 - 1];
}

} // namespace

Calibration::Calibration(const LabSpec& spec)
    : m_spec(spec),
      m_directions(2 * spec.links.size())
{
    for (std::size_t i = 0; i < m_directions.size(); ++i)
    {
        m_directions[i].found.where = {i / 2, i % 2};
        m_directions[i].found.asked = LinkOf(i).shapes[i % 2];
    }
}

void
Calibration::AddEnd(const std::string& device)
{
    End end{FileHandle(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)), 0};
    const int socket = Checked(end.socket.Number(), "opening a socket to calibrate a link");
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &ROOM_FOR_BURSTS, sizeof ROOM_FOR_BURSTS);
    Checked(::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on), "asking for times");
    Checked(::setsockopt(socket,
                         SOL_SOCKET,
                         SO_BINDTODEVICE,
                         device.c_str(),
                         static_cast<socklen_t>(device.size())),
            "using the device " + device);
    sockaddr_in address = SocketAddress(Address{}, 0);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    Checked(::bind(socket, generic, length), "opening a port to calibrate a link");
    Checked(::getsockname(socket, generic, &length), "opening a port to calibrate a link");
    end.port = ntohs(address.sin_port);
    m_ends.push_back(std::move(end));
}

std::vector<DirectionCalibration>
Calibration::Run(Duration budget)
{
    SendSmallOnes(budget / 2);
    AwaitAll(MonotonicNow() + LongestWay() + PATIENCE);
    SendBursts(budget / 2);
    AwaitAll(MonotonicNow() + budget / 2 + LongestWay() + PATIENCE);
    std::vector<DirectionCalibration> found;
    for (Direction& direction : m_directions)
    {
        Conclude(direction);
        found.push_back(direction.found);
    }
    return found;
}

/// One after the other, so that they do not hold up each other.
void
Calibration::SendSmallOnes(Duration budget)
{
    const Instant start = MonotonicNow();
    const auto steps = static_cast<Duration::rep>(SMALL_ONES * m_directions.size());
    for (Duration::rep step = 0; step < steps; ++step)
    {
        ReceiveUntil(start + budget * step / steps);
        SendOne(static_cast<std::size_t>(step) % m_directions.size(),
                SMALL_PACKET.value - HEADERS.value,
                false);
    }
}

void
Calibration::SendBursts(Duration budget)
{
    for (std::size_t i = 0; i < m_directions.size(); ++i)
    {
        const ByteCount packet = LinkOf(i).mtu;
        const std::uint64_t count = BurstOf(m_directions[i].found.asked, packet, budget);
        for (std::uint64_t n = 0; n < count; ++n)
        {
            SendOne(i, std::max(packet.value - HEADERS.value, sizeof(Probe)), true);
            if (n % BETWEEN_LOOKS == 0)
            {
                ReceiveUntil(MonotonicNow());
            }
        }
    }
}

void
Calibration::SendOne(std::size_t direction, std::size_t size, bool isOfBurst)
{
    Direction& here = m_directions[direction];
    const LabLink& link = LinkOf(direction);
    const std::size_t receiver = direction % 2 == 0 ? link.to : link.from;
    const sockaddr_in to =
        SocketAddress(m_spec.hosts[receiver].address, m_ends[direction ^ 1U].port);
    const Probe probe{direction,
                      here.found.sent++,
                      SettableClockNow().count(),
                      isOfBurst ? 1U : 0U};
    std::vector<std::byte> payload(std::max(size, sizeof probe));
    std::memcpy(payload.data(), &probe, sizeof probe);
    ::sendto(m_ends[direction].socket.Number(),
             payload.data(),
             payload.size(),
             0,
             reinterpret_cast<const sockaddr*>(&to),
             sizeof to);
}

void
Calibration::ReceiveUntil(Instant deadline)
{
    std::vector<pollfd> files;
    for (const End& end : m_ends)
    {
        files.push_back({end.socket.Number(), POLLIN, 0});
    }
    Duration left{};
    do
    {
        left = std::max(deadline - MonotonicNow(), Duration{});
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
        const timespec wait{seconds.count(), static_cast<long>((left - seconds).count())};
        const bool isAnythingThere = ::ppoll(files.data(), files.size(), &wait, nullptr) > 0;
        for (std::size_t i = 0; isAnythingThere && i < files.size(); ++i)
        {
            ReceiveAll(i);
        }
    } while (left > Duration{});
}

/// Packets that are lost are waited for in vain.
void
Calibration::AwaitAll(Instant deadline)
{
    while (!IsAllThere() && MonotonicNow() < deadline)
    {
        ReceiveUntil(MonotonicNow() + BETWEEN_QUESTIONS);
    }
}

void
Calibration::ReceiveAll(std::size_t end)
{
    std::array<std::byte, sizeof(Probe)> start{};
    alignas(cmsghdr) std::array<std::byte, 256> parts{};
    iovec bytes{start.data(), start.size()};
    msghdr message{};
    const auto receive = [&] {
        message = {};
        message.msg_iov = &bytes;
        message.msg_iovlen = 1;
        message.msg_control = parts.data();
        message.msg_controllen = parts.size();
        return ::recvmsg(m_ends[end].socket.Number(), &message, 0);
    };
    while (receive() == static_cast<ssize_t>(start.size()))
    {
        Probe probe{};
        std::memcpy(&probe, start.data(), sizeof probe);
        if (probe.direction < m_directions.size())
        {
            m_directions[probe.direction].arrivals.push_back(
                {probe.number, Duration(probe.sent), StampOf(message), probe.isOfBurst != 0});
        }
    }
}

bool
Calibration::IsAllThere() const
{
    return std::all_of(m_directions.begin(), m_directions.end(), [](const Direction& direction) {
        return direction.arrivals.size() >= direction.found.sent;
    });
}

std::uint64_t
Calibration::BurstOf(const DirectionShape& shape, ByteCount packet, Duration budget) const
{
    const std::uint64_t share = std::max(SMALLEST_BURST, ALL_BURSTS / m_directions.size());
    const std::uint64_t inTime = BytesIn(shape.rate, budget).value / packet.value;
    const std::uint64_t inQueue = shape.queue.value / (packet + FRAMING).value;
    const std::uint64_t wanted = std::clamp(inTime, SMALLEST_BURST, std::min(share, LARGEST_BURST));
    return std::min(wanted, inQueue);
}

Duration
Calibration::LongestWay() const
{
    Duration longest{};
    for (const Direction& direction : m_directions)
    {
        const DirectionShape& shape = direction.found.asked;
        longest = std::max(longest, shape.delay + shape.jitter + shape.heldBack);
    }
    return longest;
}

void
Calibration::Conclude(Direction& direction) const
{
    DirectionCalibration& found = direction.found;
    const LabLink& link = m_spec.links[found.where.link];
    const Duration transmission = TransmissionTime(SMALL_PACKET + FRAMING, found.asked.rate);
    std::vector<Duration> delays;
    std::vector<Arrival> burst;
    for (const Arrival& arrival : direction.arrivals)
    {
        if (arrival.isOfBurst)
        {
            burst.push_back(arrival);
        }
        else
        {
            delays.push_back(arrival.arrived - arrival.sent - transmission);
        }
    }
    found.arrived = direction.arrivals.size();
    std::sort(delays.begin(), delays.end());
    if (!delays.empty())
    {
        found.delayP50 = NearestRank(delays, 50);
        found.delayP99 = NearestRank(delays, 99);
    }
    const auto byNumber = [](const Arrival& a, const Arrival& b) { return a.number < b.number; };
    const auto [first, last] = std::minmax_element(burst.begin(), burst.end(), byNumber);
    if (burst.size() >= 2 && last->arrived > first->arrived)
    {
        const std::uint64_t packets = last->number - first->number;
        const ByteCount bytes{packets * (link.mtu + FRAMING).value};
        found.rate = MeanRate(bytes, last->arrived - first->arrived);
    }
}

const LabLink&
Calibration::LinkOf(std::size_t direction) const
{
    return m_spec.links[direction / 2];
}

} // namespace kwik::testbed

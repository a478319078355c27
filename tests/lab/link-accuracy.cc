// Measures emulated links in real time, prints what it found beside what was asked for, and fails
// when a bound is missed: round trips, rates, losses.
//
// Only kernels answer and stamp the packets, so that it does not matter when this process runs.
#include "testbed/lab/file-handle.h"
#include "testbed/lab/monotonic-clock.h"
#include "testbed/lab/scheduling.h"
#include "tests/lab/lab-support.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr std::array<Duration, 5> DELAYS{1ms, 5ms, 20ms, 50ms, 150ms};
constexpr std::array<std::uint64_t, 6> RATES_mbps{1, 2, 10, 25, 50, 100};
constexpr std::array<std::uint32_t, 3> LOSSES_ppm{1'000, 10'000, 100'000};

constexpr std::size_t CLIENT = 0;
constexpr ByteCount PING{56 + 28};
constexpr int PINGS = 400;
constexpr Duration BETWEEN_PINGS = 10ms;
constexpr std::size_t FULL = 1472;
constexpr std::size_t SMALL = 100;
constexpr Duration RATE_TIME = 3s;
constexpr ByteCount SMALLEST_QUEUE{30'000};
constexpr std::uint64_t LOSS_PACKETS = 30'000;
constexpr double REACH = 3.3; ///< Standard deviations; 1 of 1000 is farther off.

double
Milliseconds(Duration span)
{
    return std::chrono::duration<double, std::milli>(span).count();
}

/// One line of the table. @return whether it is within its bounds
bool
Judge(const char* what, double found, double low, double high)
{
    const bool isGood = low <= found && found <= high;
    std::printf("%-34s %12.4f   %10.4f to %10.4f  %s\n",
                what,
                found,
                low,
                high,
                isGood ? "ok" : "MISSED");
    return isGood;
}

/// The client, and a server at the end of each link.
LabSpec
Star(const std::vector<DirectionShape>& shapes)
{
    LabSpec spec{.hosts = {{"client", HostAddress(CLIENT)}}, .seed = 11};
    for (const DirectionShape& shape : shapes)
    {
        const std::size_t server = spec.hosts.size();
        spec.hosts.push_back({"server" + std::to_string(server), HostAddress(server)});
        DirectionShape back = shape;
        back.lossPpm = 0;
        spec.links.push_back({.from = CLIENT, .to = server, .shapes = {shape, back}});
    }
    return spec;
}

/// A socket that is told when the kernel got what it receives.
class StampedSocket
{
  public:
    StampedSocket(Lab& lab, std::size_t host, int type, int protocol)
        : m_socket(lab.OpenSocket(host, AF_INET, type | SOCK_NONBLOCK, protocol))
    {
        const int on = 1;
        const int room = 8 << 20;
        ::setsockopt(File(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        ::setsockopt(File(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    }

    int File() const
    {
        return m_socket.Number();
    }

    void Send(const Address& to, const void* bytes, std::size_t size)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(to.port);
        std::memcpy(&address.sin_addr, &to.ip[12], sizeof address.sin_addr);
        ::sendto(File(),
                 bytes,
                 size,
                 0,
                 reinterpret_cast<const sockaddr*>(&address),
                 sizeof address);
    }

    /// @return its size, and its start in @p bytes; -1 if there is none
    ssize_t Receive(void* bytes, std::size_t size, Duration& stamp)
    {
        alignas(cmsghdr) std::array<std::byte, 256> parts{};
        iovec part{bytes, size};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = parts.data();
        message.msg_controllen = parts.size();
        const ssize_t received = ::recvmsg(File(), &message, 0);
        const cmsghdr* control = received < 0 ? nullptr : CMSG_FIRSTHDR(&message);
        if (control != nullptr && control->cmsg_type == SCM_TIMESTAMPNS)
        {
            timespec time{};
            std::memcpy(&time, CMSG_DATA(control), sizeof time);
            stamp = std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec);
        }
        return received;
    }

  private:
    FileHandle m_socket;
};

void
WaitUntil(Instant when, const StampedSocket& socket)
{
    const Duration left = std::max(when - MonotonicNow(), Duration{});
    pollfd file{socket.File(), POLLIN, 0};
    const timespec wait{left / 1s, static_cast<long>((left % 1s).count())};
    ::ppoll(&file, 1, &wait, nullptr);
}

struct Echo
{
    icmphdr header;
    std::uint32_t server;
    std::uint32_t number;
    Duration::rep sent;
    std::array<char, PING.value - 28 - sizeof(Duration::rep)> rest;
};

class Pinger
{
  public:
    explicit Pinger(Lab& lab)
        : m_socket(lab, CLIENT, SOCK_RAW, IPPROTO_ICMP)
    {
    }

    /// By the server, the round trips in ascending order.
    std::vector<std::vector<Duration>> Run()
    {
        const Instant start = MonotonicNow();
        const auto servers = static_cast<std::uint32_t>(DELAYS.size());
        for (std::uint32_t i = 0; i < PINGS * servers; ++i)
        {
            ReceiveUntil(start + BETWEEN_PINGS * i / servers);
            Send(i % servers, i);
        }
        ReceiveUntil(MonotonicNow() + 500ms);
        for (std::vector<Duration>& trips : m_trips)
        {
            std::sort(trips.begin(), trips.end());
        }
        return m_trips;
    }

  private:
    void Send(std::uint32_t server, std::uint32_t number)
    {
        Echo echo{};
        echo.header.type = ICMP_ECHO;
        echo.server = server;
        echo.number = number;
        echo.sent = SettableClockNow().count();
        std::array<std::uint16_t, sizeof echo / 2> words{};
        std::memcpy(words.data(), &echo, sizeof echo);
        std::uint32_t sum = 0;
        for (const std::uint16_t word : words)
        {
            sum += word;
        }
        sum = (sum >> 16) + (sum & 0xffff);
        sum += sum >> 16;
        echo.header.checksum = static_cast<std::uint16_t>(~sum);
        m_socket.Send(HostAddress(server + 1), &echo, sizeof echo);
    }

    void ReceiveUntil(Instant deadline)
    {
        do
        {
            WaitUntil(deadline, m_socket);
            std::array<std::byte, 256> packet{};
            Duration stamp{};
            while (m_socket.Receive(packet.data(), packet.size(), stamp) > 0)
            {
                Echo echo{};
                std::memcpy(&echo, packet.data() + 20, sizeof echo);
                if (echo.header.type == ICMP_ECHOREPLY && echo.server < m_trips.size())
                {
                    m_trips[echo.server].push_back(stamp - Duration(echo.sent));
                }
            }
        } while (MonotonicNow() < deadline);
    }

    StampedSocket m_socket;
    std::vector<std::vector<Duration>> m_trips{DELAYS.size()};
};

/// Between the time stamp of a packet and its way into the kernel nobody shall come.
void
PreferThisProcess()
{
    WakeUpInTime();
    BecomeRealTime();
}

bool
MeasureRoundTrips()
{
    std::vector<DirectionShape> shapes;
    for (const Duration delay : DELAYS)
    {
        shapes.push_back({.rate = {100'000'000}, .queue = {1'000'000}, .delay = delay});
    }
    const auto lab = Lab::Build(Star(shapes));
    PreferThisProcess();
    const auto trips = Pinger(*lab).Run();
    bool isGood = true;
    const double reach_ms = lab->IsRealTime() ? 1 : 4;
    for (std::size_t i = 0; i < DELAYS.size(); ++i)
    {
        const Duration transmission =
            TransmissionTime(ByteCount{sizeof(Echo) + 20} + FRAMING, shapes[i].rate);
        const double asked = Milliseconds(2 * (DELAYS[i] + transmission));
        const std::string name = "RTT " + std::to_string(2 * DELAYS[i] / 1ms) + " ms, ";
        isGood &= Judge((name + "answers").c_str(), double(trips[i].size()), PINGS, PINGS);
        const double p50 = Milliseconds(trips[i].at(trips[i].size() / 2));
        const double p99 = Milliseconds(trips[i].at(trips[i].size() * 99 / 100));
        isGood &= Judge((name + "p50, ms").c_str(), p50, asked, asked * 1.01 + 0.2);
        isGood &= Judge((name + "p99, ms").c_str(), p99, asked, asked + reach_ms);
    }
    const LagReport lag = lab->Lag();
    std::printf("the emulator was late by p50 %.3f, p99 %.3f, at most %.3f ms\n",
                Milliseconds(lag.p50),
                Milliseconds(lag.p99),
                Milliseconds(lag.max));
    return isGood;
}

/// Datagrams of one size from the client to a server.
class Flow
{
  public:
    Flow(Lab& lab, std::size_t server, std::size_t size)
        : m_from(lab, CLIENT, SOCK_DGRAM, 0),
          m_to(lab, server, SOCK_DGRAM, 0),
          m_address(HostAddress(server)),
          m_payload(size)
    {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        socklen_t length = sizeof any;
        ::bind(m_to.File(), reinterpret_cast<const sockaddr*>(&any), length);
        ::getsockname(m_to.File(), reinterpret_cast<sockaddr*>(&any), &length);
        m_address.port = ntohs(any.sin_port);
    }

    /// At an even pace, reading meanwhile.
    void Send(std::uint64_t count, Duration apart)
    {
        const Instant start = MonotonicNow();
        for (std::uint64_t i = 0; i < count;)
        {
            ReceiveUntil(start + i * apart);
            for (const Instant now = MonotonicNow(); i < count && start + i * apart <= now; ++i)
            {
                m_from.Send(m_address, m_payload.data(), m_payload.size());
            }
        }
    }

    void ReceiveUntil(Instant deadline)
    {
        do
        {
            WaitUntil(deadline, m_to);
            Duration stamp{};
            std::byte byte{};
            while (m_to.Receive(&byte, 1, stamp) >= 0)
            {
                first = received == 0 ? stamp : first;
                last = stamp;
                ++received;
            }
        } while (MonotonicNow() < deadline);
    }

    std::uint64_t received{0};
    Duration first{};
    Duration last{};

  private:
    StampedSocket m_from;
    StampedSocket m_to;
    Address m_address;
    std::vector<std::byte> m_payload;
};

bool
MeasureRates()
{
    std::vector<DirectionShape> shapes;
    for (const std::uint64_t rate : RATES_mbps)
    {
        const BitRate asked{rate * 1'000'000};
        const ByteCount queue = std::max(SMALLEST_QUEUE, BytesIn(asked, 100ms));
        shapes.push_back({.rate = asked, .queue = queue, .delay = 5ms});
    }
    const auto lab = Lab::Build(Star(shapes));
    PreferThisProcess();
    bool isGood = true;
    for (std::size_t i = 0; i < shapes.size(); ++i)
    {
        Flow flow(*lab, i + 1, FULL);
        const ByteCount size = ByteCount{FULL + 28} + FRAMING;
        const Duration apart = TransmissionTime(size, shapes[i].rate) * 5 / 6;
        flow.Send(static_cast<std::uint64_t>(RATE_TIME / apart), apart);
        const ByteCount passed{(flow.received - 1) * size.value};
        const double asked = double(RATES_mbps[i]);
        const double rate = double(MeanRate(passed, flow.last - flow.first).bitsPerSecond) / 1e6;
        const std::string name = "rate " + std::to_string(RATES_mbps[i]) + " Mbit/s";
        isGood &= Judge(name.c_str(), rate, asked * 0.98, asked * 1.02);
    }
    return isGood;
}

bool
MeasureLosses()
{
    std::vector<DirectionShape> shapes;
    for (const std::uint32_t loss : LOSSES_ppm)
    {
        shapes.push_back(
            {.rate = {100'000'000}, .queue = {10'000'000}, .delay = 5ms, .lossPpm = loss});
    }
    const auto lab = Lab::Build(Star(shapes));
    PreferThisProcess();
    bool isGood = true;
    for (std::size_t i = 0; i < shapes.size(); ++i)
    {
        Flow flow(*lab, i + 1, SMALL);
        flow.Send(LOSS_PACKETS, 60us);
        flow.ReceiveUntil(MonotonicNow() + 200ms);
        const double count = double(LOSS_PACKETS);
        const double share = LOSSES_ppm[i] / 1e6;
        const double reach = REACH * std::sqrt(count * share * (1 - share));
        const std::string name = "lost of 30000 at " + std::to_string(LOSSES_ppm[i]) + " ppm";
        isGood &= Judge(name.c_str(),
                        count - double(flow.received),
                        count * share - reach,
                        count * share + reach);
    }
    return isGood;
}

class LinkAccuracy : public ::testing::TestWithParam<As>
{
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Users,
                         LinkAccuracy,
                         ::testing::Values(As::Started, As::Nobody),
                         [](const auto& user) {
                             return user.param == As::Started ? "AsStarted" : "AsNobody";
                         });

TEST_P(LinkAccuracy, RoundTripsTakeWhatWasAskedFor)
{
    Apart(GetParam(), [] { EXPECT_TRUE(MeasureRoundTrips()); });
}

TEST_P(LinkAccuracy, RatesAreThoseAskedFor)
{
    Apart(GetParam(), [] { EXPECT_TRUE(MeasureRates()); });
}

TEST_P(LinkAccuracy, AsMuchIsLostAsWasAskedFor)
{
    Apart(GetParam(), [] { EXPECT_TRUE(MeasureLosses()); });
}

} // namespace kwik::testbed

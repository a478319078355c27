// What crosses a link is what would be on a wire.
#include "tests/lab/lab-support.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace kwik::testbed
{

using ::testing::Optional;

namespace
{

constexpr std::size_t CLIENT = 0;
constexpr std::size_t SERVER = 1;
constexpr LinkDirection THERE{0, 0};
constexpr std::size_t LARGEST_SEGMENT = 1448; ///< Of TCP with time stamps, for an MTU of 1500.

class Offloads : public ::testing::TestWithParam<PortKind>
{
};

Address
AddressOf(const HostSocket& server)
{
    Address address = HostAddress(SERVER);
    address.port = server.Port();
    return address;
}

/// Blocking, and without waiting for ever.
int
TcpSocket(Lab& lab, std::size_t host)
{
    const int socket = lab.OpenSocket(host, AF_INET, SOCK_STREAM, 0);
    const timeval patience{10, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, "reno", 4);
    return socket;
}

sockaddr_in
Listen(int socket)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    address.sin_family = AF_INET;
    EXPECT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), length), 0);
    EXPECT_EQ(::listen(socket, 1), 0);
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
    address.sin_addr.s_addr = htonl(0xac100002U);
    return address;
}

/// One write that TCP may send as one large segment, and what came of it.
std::string
Transfer(int from, int to, const std::string& text)
{
    std::size_t written = 0;
    std::string received;
    std::string part(65'536, ' ');
    while (received.size() < text.size())
    {
        if (written < text.size())
        {
            const std::size_t size = std::min<std::size_t>(text.size() - written, 65'536);
            const ssize_t taken = ::send(from, text.data() + written, size, MSG_DONTWAIT);
            written += taken > 0 ? static_cast<std::size_t>(taken) : 0;
        }
        const ssize_t size = ::recv(to, part.data(), part.size(), 0);
        if (size <= 0)
        {
            return received;
        }
        received.append(part, 0, static_cast<std::size_t>(size));
    }
    return received;
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Ports,
                         Offloads,
                         ::testing::Values(PortKind::Auto, PortKind::Veth),
                         [](const auto& kind) {
                             return kind.param == PortKind::Auto ? "Auto" : "Veth";
                         });

TEST_P(Offloads, ASuperPacketOfUdpIsCutBeforeItCrossesALink)
{
    Apart(As::Started, [] {
        const auto lab = Lab::Build(Pair(QuickShape(), GetParam()));
        HostSocket client(*lab, CLIENT);
        HostSocket server(*lab, SERVER);
        const int segment = 1000;
        ASSERT_EQ(::setsockopt(client.File(), SOL_UDP, UDP_SEGMENT, &segment, sizeof segment), 0);
        ASSERT_EQ(client.Send(AddressOf(server), std::string(9 * 1000 + 1, 'k')), 0);
        for (int i = 0; i < 9; ++i)
        {
            EXPECT_THAT(server.Receive(), Optional(std::string(1000, 'k')));
        }
        EXPECT_THAT(server.Receive(), Optional(std::string("k")));
        EXPECT_EQ(lab->Counters(THERE).packetsIn, 10U);
        EXPECT_EQ(lab->Counters(THERE).bytesIn, 10U * 28U + 9'001U);
    });
}

TEST_P(Offloads, ALongDatagramCrossesInFragments)
{
    Apart(As::Started, [] {
        const auto lab = Lab::Build(Pair(QuickShape(), GetParam()));
        HostSocket client(*lab, CLIENT);
        HostSocket server(*lab, SERVER);
        ASSERT_EQ(client.Send(AddressOf(server), std::string(4000, 'k')), 0);
        EXPECT_THAT(server.Receive(), Optional(std::string(4000, 'k')));
        EXPECT_EQ(lab->Counters(THERE).packetsIn, 3U);
    });
}

TEST_P(Offloads, SegmentsOfTcpAreNoLongerThanTheLinkPermits)
{
    Apart(As::Started, [] {
        const auto lab = Lab::Build(Pair(QuickShape(), GetParam()));
        const int listener = TcpSocket(*lab, SERVER);
        const int client = TcpSocket(*lab, CLIENT);
        const sockaddr_in to = Listen(listener);
        ASSERT_EQ(::connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0)
            << std::strerror(errno);
        const int server = ::accept(listener, nullptr, nullptr);
        ASSERT_GE(server, 0);
        std::string text(2'000'000, ' ');
        for (std::size_t i = 0; i < text.size(); ++i)
        {
            text[i] = static_cast<char>('a' + i * i % 23);
        }
        EXPECT_TRUE(Transfer(client, server, text) == text);
        EXPECT_GE(lab->Counters(THERE).packetsIn, text.size() / LARGEST_SEGMENT);
        EXPECT_EQ(lab->Counters(THERE).portDrops, 0U);
    });
}

} // namespace kwik::testbed

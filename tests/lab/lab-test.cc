#include "tests/lab/lab-support.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Optional;

namespace
{

constexpr std::size_t CLIENT = 0;
constexpr std::size_t SERVER = 1;
constexpr LinkDirection THERE{0, 0};
constexpr LinkDirection BACK{0, 1};

/// Who builds the lab, and with which ports.
struct Kind
{
    std::string name;
    As who;
    PortKind ports;
};

class LabOf : public ::testing::TestWithParam<Kind>
{
  protected:
    /// Runs the story with a lab of this kind.
    void In(LabSpec spec, const std::function<void(Lab&)>& story) const
    {
        spec.ports = GetParam().ports;
        Apart(GetParam().who, [&] {
            const auto lab = Lab::Build(spec);
            story(*lab);
        });
    }
};

Address
At(Address address, std::uint16_t port)
{
    address.port = port;
    return address;
}

/// A datagram there and one back.
void
ExpectAnAnswer(HostSocket& client, HostSocket& server, const Address& to)
{
    ASSERT_EQ(client.Send(At(to, server.Port()), "question"), 0);
    ASSERT_THAT(server.Receive(), Optional(std::string("question")));
    ASSERT_EQ(server.Send(server.Sender(), "answer"), 0);
    ASSERT_THAT(client.Receive(), Optional(std::string("answer")));
    EXPECT_EQ(client.Sender(), At(to, server.Port()));
}

/// Of a process that has built a lab: its emulator.
pid_t
FirstChild()
{
    std::ifstream children("/proc/thread-self/children");
    pid_t child = 0;
    children >> child;
    return child;
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Kinds,
                         LabOf,
                         ::testing::Values(Kind{"AsStarted", As::Started, PortKind::Auto},
                                           Kind{"AsStartedByVeth", As::Started, PortKind::Veth},
                                           Kind{"AsNobody", As::Nobody, PortKind::Auto}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(LabOf, TheFirstDatagramCrossesALink)
{
    In(Pair(QuickShape()), [](Lab& lab) {
        HostSocket client(lab, CLIENT);
        HostSocket server(lab, SERVER);
        ExpectAnAnswer(client, server, HostAddress(SERVER));
        EXPECT_EQ(server.Sender().ip, HostAddress(CLIENT).ip);
        // No ARP, no IPv6, nothing but these two datagrams.
        EXPECT_EQ(lab.Counters(THERE).packetsIn, 1U);
        EXPECT_EQ(lab.Counters(THERE).bytesIn, 20U + 8U + 8U);
        EXPECT_EQ(lab.Counters(BACK).packetsIn, 1U);
        EXPECT_EQ(lab.Lag().count, 2U);
        EXPECT_TRUE(lab.IsWorking());
    });
}

TEST_P(LabOf, RoutersPassOnAndTheWayIsTheOneOfTheSimulation)
{
    In(Diamond(), [](Lab& lab) {
        HostSocket client(lab, CLIENT);
        HostSocket server(lab, SERVER);
        ExpectAnAnswer(client, server, HostAddress(SERVER));
        EXPECT_EQ(server.Sender().ip, HostAddress(CLIENT).ip);
        EXPECT_EQ(lab.Counters({0, 0}).packetsOut, 1U);
        EXPECT_EQ(lab.Counters({1, 0}).packetsOut, 1U);
        EXPECT_EQ(lab.Counters({2, 0}).packetsIn, 0U);
        EXPECT_EQ(lab.Counters({1, 1}).packetsOut, 1U);
    });
}

TEST_P(LabOf, AMobileHostIsReachedOverTheLinkWhoseAddressItUses)
{
    In(Diamond(), [](Lab& lab) {
        const Address right = lab.AddressOn(CLIENT, 2);
        HostSocket client(lab, CLIENT, right);
        HostSocket server(lab, SERVER);
        ExpectAnAnswer(client, server, HostAddress(SERVER));
        EXPECT_EQ(server.Sender().ip, right.ip);
        EXPECT_EQ(lab.Counters({0, 0}).packetsIn + lab.Counters({0, 1}).packetsIn, 0U);
        EXPECT_EQ(lab.Counters({2, 0}).packetsOut, 1U);
        EXPECT_EQ(lab.Counters({2, 1}).packetsOut, 1U);
    });
}

TEST_P(LabOf, AChangeIsObeyedFromThenOn)
{
    In(Pair(QuickShape()), [](Lab& lab) {
        HostSocket client(lab, CLIENT);
        HostSocket server(lab, SERVER);
        DirectionShape lossy = QuickShape();
        lossy.lossPpm = 1'000'000;
        lab.Change(THERE, lossy);
        lossy.lossPpm = 0;
        lossy.isUp = false;
        lab.Change(BACK, lossy);
        ASSERT_EQ(client.Send(At(HostAddress(SERVER), server.Port()), "lost"), 0);
        ASSERT_EQ(server.Send(At(HostAddress(CLIENT), client.Port()), "stopped"), 0);
        EXPECT_TRUE(Await(lab, THERE, [](const auto& found) { return found.lost == 1; }));
        EXPECT_TRUE(Await(lab, BACK, [](const auto& found) { return found.outageDrops == 1; }));
        lab.Change(THERE, QuickShape());
        lab.Change(BACK, QuickShape());
        ExpectAnAnswer(client, server, HostAddress(SERVER));
    });
}

TEST_P(LabOf, ADeadHostIsSilentEvenItsKernel)
{
    In(Pair(QuickShape()), [](Lab& lab) {
        HostSocket client(lab, CLIENT);
        HostSocket server(lab, SERVER);
        lab.SetHostDown(SERVER);
        // Nobody listens: a kernel that is alive would say so.
        ASSERT_EQ(client.Send(At(HostAddress(SERVER), 9), "anyone?"), 0);
        EXPECT_TRUE(Await(lab, THERE, [](const auto& found) { return found.outageDrops == 1; }));
        EXPECT_EQ(lab.Counters(BACK).packetsIn, 0U);
        ASSERT_EQ(server.Send(At(HostAddress(CLIENT), client.Port()), "I am"), 0);
        EXPECT_TRUE(Await(lab, BACK, [](const auto& found) { return found.outageDrops == 1; }));
        lab.SetHostUp(SERVER);
        ExpectAnAnswer(client, server, HostAddress(SERVER));
        EXPECT_EQ(lab.Counters(THERE).packetsOut, 1U);
    });
}

TEST_P(LabOf, ACorruptedDatagramReachesItsSocket)
{
    DirectionShape shape = QuickShape();
    shape.corruptionPpm = 1'000'000;
    In(Pair(shape), [](Lab& lab) {
        HostSocket client(lab, CLIENT);
        HostSocket server(lab, SERVER);
        const std::string sent(1000, 'U');
        ASSERT_EQ(client.Send(At(HostAddress(SERVER), server.Port()), sent), 0);
        const auto received = server.Receive();
        ASSERT_TRUE(received);
        ASSERT_EQ(received->size(), sent.size());
        EXPECT_NE(*received, sent);
    });
}

TEST_P(LabOf, AProgramRunsInItsHostAndEndsWithTheLab)
{
    In(Pair(QuickShape()), [](Lab& lab) {
        const pid_t seeing =
            lab.Spawn(SERVER,
                      {{"/bin/sh",
                        "-c",
                        "grep -q link0 /proc/net/dev && ! grep -q eth0 /proc/net/dev && "
                        "test \"$(echo $$)\" -gt 1"}});
        EXPECT_THAT(StatusOf(seeing), Optional(0));
        EXPECT_THROW(lab.Spawn(SERVER, {{"/nonexistent"}}), LabError);
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        const pid_t saying =
            lab.Spawn(SERVER, {{"/bin/sh", "-c", "echo hello >&7"}, {{pipe[1], 7}}});
        EXPECT_THAT(StatusOf(saying), Optional(0));
        std::array<char, 6> said{};
        EXPECT_EQ(::read(pipe[0], said.data(), said.size()), 6);
        EXPECT_EQ(std::string(said.data(), 5), "hello");
        lab.Spawn(SERVER, {{"/bin/sleep", "1000"}});
    });
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1); // Nobody is left.
}

TEST_P(LabOf, NothingOutsideCanBeReached)
{
    In(Diamond(), [](Lab& lab) {
        for (std::size_t host = 0; host < 4; ++host)
        {
            HostSocket socket(lab, host);
            for (const std::uint32_t outside : {0x08080808U, 0xc0000201U, 0x0a090909U, 0x7f000001U})
            {
                const int error = socket.Send(Ipv4(outside, 9), "out");
                EXPECT_EQ(error, outside == 0x7f000001U ? 0 : ENETUNREACH) << host;
            }
        }
        const int own = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(0x08080808U);
        to.sin_port = htons(9);
        EXPECT_EQ(::connect(own, reinterpret_cast<const sockaddr*>(&to), sizeof to), -1);
        EXPECT_EQ(errno, ENETUNREACH);
        for (std::size_t link = 0; link < 4; ++link)
        {
            EXPECT_EQ(lab.Counters({link, 0}).packetsIn + lab.Counters({link, 1}).packetsIn, 0U);
        }
    });
}

TEST_P(LabOf, TheEmulatorsEndIsNoticed)
{
    In(Pair(QuickShape()), [](Lab& lab) {
        EXPECT_TRUE(lab.IsWorking());
        const pid_t killer = lab.Spawn(CLIENT, {{"/bin/sleep", "1000"}});
        ASSERT_NE(FirstChild(), killer);
        ::kill(FirstChild(), SIGKILL);
        pollfd end{lab.EndFile(), POLLIN, 0};
        EXPECT_EQ(::poll(&end, 1, 5000), 1);
        EXPECT_FALSE(lab.IsWorking());
        EXPECT_THAT(StatusOf(killer), Optional(SIGKILL)); // The kernel ends the others.
    });
}

TEST_P(LabOf, WhatTheEmulatorWasTooSlowForIsCounted)
{
    In(Pair(QuickShape()), [](Lab& lab) {
        constexpr std::uint64_t SENT = 6'000;
        HostSocket client(lab, CLIENT);
        HostSocket server(lab, SERVER);
        ASSERT_EQ(::kill(FirstChild(), SIGSTOP), 0);
        for (std::uint64_t i = 0; i < SENT; ++i)
        {
            ASSERT_EQ(client.Send(At(HostAddress(SERVER), server.Port()), "x"), 0);
        }
        ASSERT_EQ(::kill(FirstChild(), SIGCONT), 0);
        EXPECT_TRUE(Await(lab,
                          THERE,
                          [](const auto& found) {
                              return found.missed > 0 && found.missed + found.packetsIn == SENT;
                          }))
            << lab.Counters(THERE).missed << " missed, " << lab.Counters(THERE).packetsIn
            << " read";
    });
}

} // namespace kwik::testbed

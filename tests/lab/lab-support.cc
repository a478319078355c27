#include "tests/lab/lab-support.h"

#include "testbed/lab/machine-probes.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <grp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr std::uint32_t NOBODY = 65'534;
constexpr int PATIENCE_ms = 10'000;

sockaddr_in
SocketAddress(const Address& address)
{
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_port = htons(address.port);
    std::memcpy(&out.sin_addr, &address.ip[12], sizeof out.sin_addr);
    return out;
}

/// Where nobody may build a lab, the story is that this is said.
void
Tell(const std::function<void()>& story)
{
    const bool canBuild = CanBuildLabs();
    try
    {
        story();
    }
    catch (const std::exception& error)
    {
        const bool isRefusal =
            std::strstr(error.what(), "needs root or user namespaces") != nullptr;
        EXPECT_TRUE(isRefusal && !canBuild) << error.what();
    }
}

LabLink
Link(std::size_t from, std::size_t to, std::size_t number)
{
    return {.from = from,
            .to = to,
            .shapes = {QuickShape(), QuickShape()},
            .addresses = {LinkAddress(number, 0), LinkAddress(number, 1)}};
}

} // namespace

void
Become(As who)
{
    if (who == As::Nobody && ::geteuid() == 0)
    {
        ASSERT_EQ(::setgroups(0, nullptr), 0);
        ASSERT_EQ(::setresgid(NOBODY, NOBODY, NOBODY), 0);
        ASSERT_EQ(::setresuid(NOBODY, NOBODY, NOBODY), 0);
        ASSERT_EQ(::prctl(PR_SET_DUMPABLE, 1), 0); // As after an exec: /proc/self is its own.
    }
}

bool
CanBuildLabs()
{
    return ::geteuid() == 0 || HasUserNamespaces();
}

void
Apart(As who, const std::function<void()>& story)
{
    std::fflush(nullptr);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
    {
        Become(who);
        Tell(story);
        std::fflush(nullptr);
        ::_exit(::testing::Test::HasFailure() ? 1 : 0);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

Address
HostAddress(std::size_t host)
{
    return Ipv4(0xac100001U + static_cast<std::uint32_t>(host), 0);
}

Address
LinkAddress(std::size_t link, std::size_t end)
{
    return Ipv4(0x0a000001U + static_cast<std::uint32_t>(4 * link + end), 0);
}

DirectionShape
QuickShape()
{
    return {.rate = {100'000'000}, .queue = {1'000'000}, .delay = 1ms};
}

LabSpec
Pair(const DirectionShape& shape, PortKind ports)
{
    LabSpec spec{.hosts = {{"client", HostAddress(0)}, {"server", HostAddress(1)}},
                 .links = {Link(0, 1, 0)},
                 .seed = 1,
                 .ports = ports};
    spec.links[0].shapes = {shape, shape};
    return spec;
}

LabSpec
Diamond(PortKind ports)
{
    return {.hosts = {{.name = "client", .address = HostAddress(0), .isMobile = true},
                      {.name = "server", .address = HostAddress(1)},
                      {.name = "left", .address = HostAddress(2), .forwards = true},
                      {.name = "right", .address = HostAddress(3), .forwards = true}},
            .links = {Link(0, 2, 0), Link(2, 1, 1), Link(0, 3, 2), Link(3, 1, 3)},
            .seed = 1,
            .ports = ports};
}

HostSocket::HostSocket(Lab& lab, std::size_t host, const Address& from)
    : m_socket(lab.OpenSocket(host, AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0))
{
    const sockaddr_in address = SocketAddress(from);
    EXPECT_EQ(::bind(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0)
        << std::strerror(errno);
}

HostSocket::~HostSocket()
{
    ::close(m_socket);
}

int
HostSocket::Send(const Address& to, const std::string& payload)
{
    const sockaddr_in address = SocketAddress(to);
    const ssize_t size = ::sendto(m_socket,
                                  payload.data(),
                                  payload.size(),
                                  0,
                                  reinterpret_cast<const sockaddr*>(&address),
                                  sizeof address);
    return size < 0 ? errno : 0;
}

std::optional<std::string>
HostSocket::Receive(int patience_ms)
{
    pollfd file{m_socket, POLLIN, 0};
    if (::poll(&file, 1, patience_ms) != 1)
    {
        return std::nullopt;
    }
    std::array<char, 65'536> payload;
    sockaddr_in from{};
    socklen_t length = sizeof from;
    const ssize_t size = ::recvfrom(m_socket,
                                    payload.data(),
                                    payload.size(),
                                    0,
                                    reinterpret_cast<sockaddr*>(&from),
                                    &length);
    if (size < 0)
    {
        return std::nullopt;
    }
    m_sender = Ipv4(ntohl(from.sin_addr.s_addr), ntohs(from.sin_port));
    return std::string(payload.data(), static_cast<std::size_t>(size));
}

Address
HostSocket::Sender() const
{
    return m_sender;
}

std::uint16_t
HostSocket::Port() const
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &length);
    return ntohs(address.sin_port);
}

int
HostSocket::File() const
{
    return m_socket;
}

bool
Await(const Lab& lab,
      LinkDirection where,
      const std::function<bool(const DirectionCounters&)>& isSo)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(PATIENCE_ms);
    while (!isSo(lab.Counters(where)))
    {
        pollfd emulator{lab.EndFile(), POLLIN, 0};
        if (::poll(&emulator, 1, 1) != 0 || std::chrono::steady_clock::now() > deadline)
        {
            return false;
        }
    }
    return true;
}

std::optional<int>
StatusOf(pid_t program)
{
    const int held = static_cast<int>(::syscall(SYS_pidfd_open, program, 0));
    pollfd ended{held, POLLIN, 0};
    const bool hasEnded = ::poll(&ended, 1, PATIENCE_ms) == 1;
    ::close(held);
    int status = 0;
    if (!hasEnded || ::waitpid(program, &status, 0) != program)
    {
        return std::nullopt;
    }
    return status;
}

} // namespace kwik::testbed

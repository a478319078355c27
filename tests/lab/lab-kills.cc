// Builds labs, kills the process that has built them at a random moment, and looks what is left.
// lab-kills COUNT SEED; a whole lab is built and used in each of them that is not killed early.
#include "protocol-core/base/prng.h"
#include "testbed/lab/lab-marker.h"
#include "tests/lab/lab-support.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <net/if.h>
#include <poll.h>
#include <set>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

/// A lab is built and has begun to work well before this.
constexpr std::uint64_t LATEST_KILL_us = 250'000;
constexpr int MOST_TO_VANISH_ms = 10'000;

/// What labs could leave behind in the network and mount namespaces of this process.
struct Belongings
{
    std::set<std::string> devices;
    std::string mounts;
    bool operator==(const Belongings&) const = default;
};

Belongings
Present()
{
    Belongings found;
    if (struct if_nameindex* devices = ::if_nameindex(); devices != nullptr)
    {
        for (const auto* device = devices; device->if_index != 0; ++device)
        {
            found.devices.insert(device->if_name);
        }
        ::if_freenameindex(devices);
    }
    std::ifstream mounts("/proc/self/mountinfo");
    found.mounts.assign(std::istreambuf_iterator<char>(mounts), {});
    return found;
}

[[noreturn]] void
BuildAndUse(As who)
{
    Become(who);
    const auto lab = Lab::Build(Diamond());
    HostSocket client(*lab, 0);
    HostSocket server(*lab, 1);
    Address to = HostAddress(1);
    to.port = server.Port();
    // One that starts others and does not care for signals.
    lab->Spawn(0, {{"/bin/sh", "-c", "trap '' TERM HUP; sleep 1000 & setsid sleep 1000 & wait"}});
    lab->Spawn(1, {{"/bin/sleep", "1000"}});
    while (client.Send(to, "again") == 0)
    {
        server.Receive(1);
    }
    ::_exit(0);
}

/// @return whether it has ended by itself before the kill
bool
KillAfter(pid_t driver, std::uint64_t after_us)
{
    const int held = static_cast<int>(::syscall(SYS_pidfd_open, driver, 0));
    pollfd ended{held, POLLIN, 0};
    const timespec wait{0, static_cast<long>(after_us * 1000)};
    const bool isOver = ::ppoll(&ended, 1, &wait, nullptr) != 0;
    ::close(held);
    ::kill(driver, SIGKILL);
    return isOver;
}

/// Whoever loses its parent becomes a child of ours: when we have none, nobody is left.
bool
IsEverybodyGone(pid_t driver)
{
    for (int waited_ms = 0; waited_ms < MOST_TO_VANISH_ms; ++waited_ms)
    {
        while (::waitpid(-1, nullptr, WNOHANG) > 0)
        {
        }
        if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD)
        {
            return true;
        }
        ::poll(nullptr, 0, 1);
    }
    std::fprintf(stderr, "processes of the driver %d are left\n", driver);
    return false;
}

/// @return whether nothing is left of it
bool
Round(As who, std::uint64_t killAfter_us)
{
    const Belongings before = Present();
    std::fflush(nullptr);
    const pid_t driver = ::fork();
    if (driver == 0)
    {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        BuildAndUse(who);
    }
    if (KillAfter(driver, killAfter_us))
    {
        std::fprintf(stderr, "a lab broke before it was killed\n");
        return false;
    }
    if (!IsEverybodyGone(driver))
    {
        return false;
    }
    if (Present() != before)
    {
        std::fprintf(stderr, "a device or a mount is left\n");
        return false;
    }
    return true;
}

int
Run(std::uint64_t count, std::uint64_t seed)
{
    std::printf("%llu labs, seed %llu\n",
                static_cast<unsigned long long>(count),
                static_cast<unsigned long long>(seed));
    if (!CanBuildLabs())
    {
        std::printf("this user may build none\n");
        return EXIT_SUCCESS;
    }
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    Prng prng(seed);
    for (std::uint64_t i = 0; i < count; ++i)
    {
        const std::uint64_t after_us = prng.Below(LATEST_KILL_us);
        if (!Round(i % 2 == 0 ? As::Started : As::Nobody, after_us))
        {
            std::fprintf(stderr,
                         "lab %llu, killed after %llu us\n",
                         static_cast<unsigned long long>(i),
                         static_cast<unsigned long long>(after_us));
            return EXIT_FAILURE;
        }
    }
    return FindOrphans().empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

} // namespace kwik::testbed

int
main(int argc, char** argv)
{
    return argc == 3 ? kwik::testbed::Run(std::strtoull(argv[1], nullptr, 10),
                                          std::strtoull(argv[2], nullptr, 10))
                     : EXIT_FAILURE;
}

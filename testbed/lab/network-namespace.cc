#include "testbed/lab/network-namespace.h"

#include "testbed/lab/lab-error.h"

#include <cerrno>
#include <exception>
#include <fcntl.h>
#include <sched.h>
#include <string>
#include <sys/stat.h>
#include <utility>

namespace kwik::testbed
{

NetworkNamespace::NetworkNamespace(FileHandle file)
    : m_file(std::move(file))
{
}

NetworkNamespace
NetworkNamespace::Current()
{
    const int file = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    return NetworkNamespace(FileHandle(Checked(file, "opening /proc/thread-self/ns/net")));
}

NetworkNamespace
NetworkNamespace::Create()
{
    const NetworkNamespace home = Current();
    Checked(::unshare(CLONE_NEWNET), "making a network namespace");
    NetworkNamespace created = Current();
    SwitchOffIpv6();
    home.Enter();
    return created;
}

void
NetworkNamespace::Enter() const
{
    Checked(::setns(m_file.Number(), CLONE_NEWNET), "entering a network namespace");
}

int
NetworkNamespace::File() const
{
    return m_file.Number();
}

NamespaceVisit::NamespaceVisit(const NetworkNamespace& where)
    : m_home(NetworkNamespace::Current())
{
    where.Enter();
}

/// Whoever cannot come home must not go on: what it does next would happen elsewhere.
NamespaceVisit::~NamespaceVisit()
{
    if (::setns(m_home.File(), CLONE_NEWNET) != 0)
    {
        std::terminate();
    }
}

void
SetNetworkOption(std::string_view name, std::string_view value)
{
    const std::string path = "/proc/sys/net/" + std::string(name);
    const FileHandle file(Checked(::open(path.c_str(), O_WRONLY | O_CLOEXEC), "opening " + path));
    if (::write(file.Number(), value.data(), value.size()) != static_cast<ssize_t>(value.size()))
    {
        FailBySystem("writing " + path);
    }
}

void
SwitchOffIpv6()
{
    struct stat status{};
    if (::stat("/proc/sys/net/ipv6", &status) == 0)
    {
        SetNetworkOption("ipv6/conf/all/disable_ipv6", "1");
        SetNetworkOption("ipv6/conf/default/disable_ipv6", "1");
    }
}

} // namespace kwik::testbed

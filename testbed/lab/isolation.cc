#include "testbed/lab/isolation.h"

#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-error.h"
#include "testbed/lab/network-namespace.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <string_view>
#include <sys/mount.h>
#include <system_error>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

constexpr int OWN_NAMESPACES = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID;

/// A setting of the kernel that forbids user namespaces when it has a certain value.
struct Obstacle
{
    std::string_view file;
    std::string_view value;
    std::string_view advice;
};

constexpr std::array OBSTACLES{
    Obstacle{"/proc/sys/user/max_user_namespaces",
             "0",
             "sysctl -w user.max_user_namespaces=10000 permits some"},
    Obstacle{"/proc/sys/kernel/unprivileged_userns_clone",
             "0",
             "sysctl -w kernel.unprivileged_userns_clone=1 permits them to users"},
    Obstacle{
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 lets users have rights in them"},
};

std::string
FirstWordOf(std::string_view path)
{
    std::ifstream file{std::string(path)};
    std::string word;
    file >> word;
    return word;
}

void
WriteOwn(const std::string& name, const std::string& text)
{
    const std::string path = "/proc/self/" + name;
    const FileHandle file(Checked(::open(path.c_str(), O_WRONLY | O_CLOEXEC), "opening " + path));
    if (::write(file.Number(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    {
        FailBySystem("writing " + path);
    }
}

[[noreturn]] void
RefuseUser(int error)
{
    const std::string obstacle = UserNamespaceObstacle();
    throw LabError("the testbed needs root or user namespaces, and this user may have none (" +
                   std::generic_category().message(error) + "). " +
                   (obstacle.empty() ? "A container or a security module forbids them; run it as "
                                       "root, or outside of the container."
                                     : obstacle + "; or run it as root."));
}

void
EnterUserNamespace()
{
    const std::string uid = std::to_string(::geteuid());
    const std::string gid = std::to_string(::getegid());
    if (::unshare(CLONE_NEWUSER) != 0)
    {
        RefuseUser(errno);
    }
    WriteOwn("setgroups", "deny");
    WriteOwn("uid_map", "0 " + uid + " 1");
    WriteOwn("gid_map", "0 " + gid + " 1");
}

Privilege
EnterNamespaces()
{
    if (::unshare(OWN_NAMESPACES) == 0)
    {
        return Privilege::Root;
    }
    if (errno != EPERM)
    {
        FailBySystem("making namespaces");
    }
    EnterUserNamespace();
    if (::unshare(OWN_NAMESPACES) != 0)
    {
        RefuseUser(errno);
    }
    return Privilege::UserNamespace;
}

} // namespace

Privilege
IsolateThisProcess()
{
    const Privilege privilege = EnterNamespaces();
    Checked(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr),
            "keeping mounts to the lab");
    SwitchOffIpv6();
    return privilege;
}

std::string
UserNamespaceObstacle()
{
    for (const Obstacle& obstacle : OBSTACLES)
    {
        if (FirstWordOf(obstacle.file) == obstacle.value)
        {
            return std::string(obstacle.file) + " is " + std::string(obstacle.value) + ": " +
                   std::string(obstacle.advice);
        }
    }
    return {};
}

} // namespace kwik::testbed

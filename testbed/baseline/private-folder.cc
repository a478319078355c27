#include "testbed/baseline/private-folder.h"

#include <cerrno>
#include <sched.h>
#include <sys/mount.h>
#include <system_error>

namespace kwik::testbed
{

namespace
{

void
Demand(int result, const char* what)
{
    if (result != 0)
    {
        throw std::system_error(errno, std::generic_category(), what);
    }
}

} // namespace

std::filesystem::path
MakePrivateFolder()
{
    // Every system has it, and no program that is started here needs what it hides.
    constexpr const char* FOLDER = "/run";
    Demand(::unshare(CLONE_NEWNS), "making a mount namespace");
    Demand(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "keeping mounts");
    Demand(::mount("tmpfs", FOLDER, "tmpfs", 0, "mode=700"), "making a folder in memory");
    return FOLDER;
}

} // namespace kwik::testbed

#include "cli/sim/sandbox.h"

#include <cerrno>
#include <memory>
#include <seccomp.h>
#include <stdexcept>

namespace kwik::sim
{

void
EnterSandbox()
{
    using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;
    const Filter filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
    const bool isLoaded =
        filter != nullptr &&
        seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 0) == 0 &&
        seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socketpair), 0) == 0 &&
        seccomp_load(filter.get()) == 0;
    if (!isLoaded)
    {
        throw std::runtime_error("cannot give up sockets: this kernel or container allows no "
                                 "seccomp filter, and a simulation must not run without it");
    }
}

} // namespace kwik::sim

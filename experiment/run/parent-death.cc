#include "experiment/run/parent-death.h"

#include <csignal>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace kwik::experiment
{

// Both look whether the parent is there after they have asked for the signal: if it ended before,
// no signal will come.

void
EndWith(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
    {
        ::raise(SIGKILL);
    }
}

void
EndWithReader(int pipe)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    pollfd state{pipe, 0, 0};
    ::poll(&state, 1, 0);
    if ((state.revents & POLLERR) != 0)
    {
        ::raise(SIGKILL);
    }
}

} // namespace kwik::experiment

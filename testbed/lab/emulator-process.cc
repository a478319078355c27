#include "testbed/lab/emulator-process.h"

#include "testbed/lab/child-process.h"
#include "testbed/lab/lab-error.h"
#include "testbed/lab/machine-probes.h"
#include "testbed/lab/scheduling.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr int MOST_TO_ANSWER_ms = 5000;

/// What it inherits of the process that started it, it could only disturb.
void
KeepOnly(const std::vector<LinkPorts>& ports, int marker, int orders)
{
    std::vector<int> files{STDERR_FILENO, marker, orders};
    for (const LinkPorts& link : ports)
    {
        for (const std::unique_ptr<Port>& port : link)
        {
            const std::vector<int> others = port->OtherFiles();
            files.push_back(port->File());
            files.insert(files.end(), others.begin(), others.end());
        }
    }
    CloseAllBut(std::move(files));
}

/// A signal that this process handles does not end the wait.
bool
IsReadableInTime(int file)
{
    pollfd state{file, POLLIN, 0};
    int ready = 0;
    do
    {
        ready = ::poll(&state, 1, MOST_TO_ANSWER_ms);
    } while (ready < 0 && errno == EINTR);
    return ready == 1;
}

/// The terminal's signals are for the process that gives the orders.
void
LeaveSignalsToOthers()
{
    ::setsid();
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD})
    {
        ::signal(signal, SIG_IGN);
    }
    UnblockSignals();
}

} // namespace

EmulatorProcess::EmulatorProcess(const LabSpec& spec,
                                 std::vector<LinkPorts> ports,
                                 const LabMarker& marker)
    : m_page(2 * spec.links.size())
{
    std::array<int, 2> ends{};
    Checked(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()),
            "making the emulator's socket");
    m_orders = FileHandle(ends[0]);
    FileHandle theirs(ends[1]);
    std::fflush(nullptr);
    m_pid = Checked(::fork(), "starting the emulator");
    if (m_pid == 0)
    {
        Become(spec, std::move(ports), marker, theirs.Number());
    }
    m_held = FileHandle(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
    theirs.Close();
    try
    {
        AwaitAnswer();
    }
    catch (const LabError&)
    {
        Kill();
        Wait();
        throw;
    }
}

EmulatorProcess::~EmulatorProcess()
{
    Kill();
    Wait();
}

void
EmulatorProcess::Give(const EmulatorOrder& order)
{
    ::send(m_orders.Number(), &order, sizeof order, MSG_NOSIGNAL);
    AwaitAnswer();
}

void
EmulatorProcess::AwaitAnswer() const
{
    char byte = 0;
    if (!IsReadableInTime(m_orders.Number()) ||
        ::recv(m_orders.Number(), &byte, 1, MSG_DONTWAIT) != 1)
    {
        throw LabError("the emulator of the links has ended, or is stuck");
    }
}

const EmulatorPage&
EmulatorProcess::Page() const
{
    return m_page;
}

bool
EmulatorProcess::IsWorking() const
{
    pollfd state{m_orders.Number(), POLLIN, 0};
    return m_pid > 0 && ::poll(&state, 1, 0) == 0;
}

int
EmulatorProcess::EndFile() const
{
    return m_orders.Number();
}

void
EmulatorProcess::Kill()
{
    ::syscall(SYS_pidfd_send_signal, m_held.Number(), SIGKILL, nullptr, 0);
}

void
EmulatorProcess::Wait()
{
    const pid_t pid = std::exchange(m_pid, 0);
    while (pid > 0 && ::waitpid(pid, nullptr, 0) < 0 && errno == EINTR)
    {
    }
}

/// If the other process ended before the signal was asked for, its orders have ended, too.
void
EmulatorProcess::Become(const LabSpec& spec,
                        std::vector<LinkPorts> ports,
                        const LabMarker& marker,
                        int orders)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_NAME, "kwiklab-links");
    WakeUpInTime();
    LeaveSignalsToOthers();
    KeepOnly(ports, marker.File(), orders);
    if (CoreCount() > 1 && BecomeRealTime())
    {
        m_page.SetRealTime();
    }
    try
    {
        Emulator emulator(spec, std::move(ports), orders, m_page);
        ::send(orders, "", 1, MSG_NOSIGNAL); // The answer to being started.
        emulator.Run();
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "the emulator of the links: %s\n", error.what());
        ::_exit(1);
    }
    ::_exit(0);
}

} // namespace kwik::testbed

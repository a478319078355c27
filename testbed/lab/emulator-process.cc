#include "testbed/lab/emulator-process.h"

#include "testbed/lab/child-process.h"
#include "testbed/lab/lab-error.h"
#include "testbed/lab/machine-probes.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr int REAL_TIME_PRIORITY = 10;
constexpr unsigned long TIMER_SLACK_ns = 1;
constexpr int MOST_TO_ANSWER_ms = 5000;

/// What it inherits of the process that started it, it could only disturb.
void
KeepOnly(const std::vector<LinkPorts>& ports, int marker, int orders)
{
    std::vector<int> files{STDERR_FILENO, marker, orders};
    for (const LinkPorts& link : ports)
    {
        files.push_back(link[0]->File());
        files.push_back(link[1]->File());
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
    const FileHandle theirs(ends[1]);
    std::fflush(nullptr);
    m_pid = Checked(::fork(), "starting the emulator");
    if (m_pid == 0)
    {
        Become(spec, std::move(ports), marker, theirs.Number());
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
    char byte = 0;
    if (::send(m_orders.Number(), &order, sizeof order, MSG_NOSIGNAL) != sizeof order ||
        !IsReadableInTime(m_orders.Number()) ||
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
    if (m_pid > 0)
    {
        ::kill(m_pid, SIGKILL);
    }
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
    ::prctl(PR_SET_TIMERSLACK, TIMER_SLACK_ns);
    LeaveSignalsToOthers();
    KeepOnly(ports, marker.File(), orders);
    const sched_param priority{REAL_TIME_PRIORITY};
    if (CoreCount() > 1 && ::sched_setscheduler(0, SCHED_FIFO, &priority) == 0)
    {
        m_page.SetRealTime();
    }
    try
    {
        Emulator(spec, std::move(ports), orders, m_page).Run();
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "the emulator of the links: %s\n", error.what());
        ::_exit(1);
    }
    ::_exit(0);
}

} // namespace kwik::testbed

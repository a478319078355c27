#include "testbed/lab/lab-marker.h"

#include "testbed/lab/lab-error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <string>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

namespace fs = std::filesystem;

constexpr std::string_view PREFIX = "/memfd:kwiklab-lab:";
/// Files that programs ask for have lower numbers.
constexpr int MARKER_FILE = 300;
constexpr int MOST_TO_END_ms = 5000;

/// Whether any file of the process is a marker of an owner that is gone.
bool
IsOrphan(const fs::path& process, std::uint64_t processNamespace)
{
    std::error_code ignored; // It may end at any moment, or be somebody else's.
    for (const fs::directory_entry& file : fs::directory_iterator(process / "fd", ignored))
    {
        const fs::path link = fs::read_symlink(file.path(), ignored);
        const std::optional<LabOwner> owner = ReadMarker(link.native());
        if (owner && owner->processNamespace == processNamespace)
        {
            return FindProcess(owner->process.pid) != owner->process;
        }
    }
    return false;
}

std::optional<pid_t>
PidOf(const std::string& name)
{
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(pid)
                                                                    : std::nullopt;
}

/// @p process is looked at again when we hold it, so that no other one is hit.
bool
End(const ProcessIdentity& process)
{
    const FileHandle held(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
    if (!held.IsOpen() || FindProcess(process.pid) != process)
    {
        return true;
    }
    ::syscall(SYS_pidfd_send_signal, held.Number(), SIGKILL, nullptr, 0);
    pollfd ended{held.Number(), POLLIN, 0};
    return ::poll(&ended, 1, MOST_TO_END_ms) == 1;
}

} // namespace

LabMarker::LabMarker(const LabOwner& owner)
{
    const std::string name = "kwiklab-lab:" + std::to_string(owner.processNamespace) + ":" +
                             std::to_string(owner.process.pid) + ":" +
                             std::to_string(owner.process.start);
    const FileHandle file(::memfd_create(name.c_str(), MFD_CLOEXEC));
    Checked(file.Number(), "making the marker of a lab");
    m_file = FileHandle(::fcntl(file.Number(), F_DUPFD_CLOEXEC, MARKER_FILE));
    Checked(m_file.Number(), "making the marker of a lab");
}

int
LabMarker::File() const
{
    return m_file.Number();
}

LabOwner
OwnLab()
{
    return {OwnProcessNamespace(), FindProcess(::getpid()).value_or(ProcessIdentity{})};
}

std::optional<LabOwner>
ReadMarker(std::string_view link)
{
    if (!link.starts_with(PREFIX))
    {
        return std::nullopt;
    }
    link.remove_prefix(PREFIX.size());
    std::array<std::uint64_t, 3> numbers{};
    for (std::uint64_t& number : numbers)
    {
        const auto [end, error] = std::from_chars(link.data(), link.data() + link.size(), number);
        if (error != std::errc())
        {
            return std::nullopt;
        }
        link.remove_prefix(static_cast<std::size_t>(end - link.data()));
        link.remove_prefix(std::min<std::size_t>(link.size(), 1)); // The colon.
    }
    return LabOwner{numbers[0], {static_cast<pid_t>(numbers[1]), numbers[2]}};
}

std::vector<ProcessIdentity>
FindOrphans()
{
    std::vector<ProcessIdentity> orphans;
    const std::uint64_t processNamespace = OwnProcessNamespace();
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc"))
    {
        const std::optional<pid_t> pid = PidOf(entry.path().filename());
        const auto process = pid ? FindProcess(*pid) : std::nullopt;
        if (process && IsOrphan(entry.path(), processNamespace))
        {
            orphans.push_back(*process);
        }
    }
    return orphans;
}

std::size_t
EndOrphans(const std::vector<ProcessIdentity>& orphans)
{
    return static_cast<std::size_t>(std::count_if(orphans.begin(), orphans.end(), End));
}

} // namespace kwik::testbed

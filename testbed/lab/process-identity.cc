#include "testbed/lab/process-identity.h"

#include "testbed/lab/lab-error.h"

#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>

namespace kwik::testbed
{

namespace
{

constexpr int FIELDS_BEFORE_START = 18; ///< Between the state and the time of start: proc(5).

} // namespace

std::optional<ProcessIdentity>
FindProcess(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(file, text, '\0');
    const std::size_t afterName = text.rfind(')');
    if (afterName == std::string::npos)
    {
        return std::nullopt;
    }
    std::istringstream fields(text.substr(afterName + 1));
    std::string state;
    fields >> state;
    std::string skipped;
    for (int i = 0; i < FIELDS_BEFORE_START; ++i)
    {
        fields >> skipped;
    }
    ProcessIdentity process{pid};
    fields >> process.start;
    if (!fields || state == "Z" || state == "X")
    {
        return std::nullopt;
    }
    return process;
}

std::uint64_t
OwnProcessNamespace()
{
    struct stat status{};
    Checked(::stat("/proc/self/ns/pid", &status), "reading /proc/self/ns/pid");
    return status.st_ino;
}

} // namespace kwik::testbed

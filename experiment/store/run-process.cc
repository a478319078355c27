#include "experiment/store/run-process.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace kwik::experiment
{

namespace
{

std::string
FirstWord(const std::string& path)
{
    std::string word;
    std::ifstream(path) >> word;
    return word;
}

/// The kernel that runs us and the PIDs that we can see, with a slash at the end.
std::string
Surroundings()
{
    std::error_code error;
    const std::filesystem::path space = std::filesystem::read_symlink("/proc/self/ns/pid", error);
    return FirstWord("/proc/sys/kernel/random/boot_id") + "/" + space.string() + "/";
}

/// In clock ticks since boot: field 22 of proc(5)'s stat; empty when there is no such process.
std::string
StartTime(const std::string& pid)
{
    std::ifstream file("/proc/" + pid + "/stat");
    std::string line;
    std::getline(file, line);
    // Field 2 is the command's name in parentheses, which may hold anything.
    const std::size_t end = line.rfind(')');
    if (end == std::string::npos)
    {
        return "";
    }
    std::istringstream fields(line.substr(end + 1));
    std::string field;
    constexpr int FIRST = 3;
    constexpr int STATE = 3;
    constexpr int START_TIME = 22;
    for (int number = FIRST; number <= START_TIME; ++number)
    {
        fields >> field;
        const bool isDead = number == STATE && (field == "Z" || field == "X");
        if (isDead)
        {
            return "";
        }
    }
    return field;
}

} // namespace

std::string
ThisProcess()
{
    const std::string pid = std::to_string(getpid());
    return Surroundings() + pid + "/" + StartTime(pid);
}

bool
IsSeenRunning(const std::string& process)
{
    const std::string surroundings = Surroundings();
    if (!process.starts_with(surroundings))
    {
        return false;
    }
    const std::string rest = process.substr(surroundings.size());
    const std::string pid = rest.substr(0, rest.find('/'));
    const bool isNumber = !pid.empty() && pid.find_first_not_of("0123456789") == std::string::npos;
    return isNumber && !StartTime(pid).empty() && rest == pid + "/" + StartTime(pid);
}

} // namespace kwik::experiment

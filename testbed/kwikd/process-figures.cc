#include "testbed/kwikd/process-figures.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

double
Seconds(const timeval& span)
{
    return static_cast<double>(span.tv_sec) + static_cast<double>(span.tv_usec) / 1e6;
}

} // namespace

ProcessFigures
FiguresOfThisProcess()
{
    ProcessFigures figures;
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    if (std::ifstream("/proc/self/statm") >> size >> resident)
    {
        figures.residentBytes = resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    figures.cpuSeconds = Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
    std::error_code error;
    const std::filesystem::directory_iterator files("/proc/self/fd", error);
    figures.openFiles =
        error ? 0 : static_cast<std::uint64_t>(std::distance(begin(files), end(files)));
    return figures;
}

} // namespace kwik::testbed

#ifndef KWIK_TESTBED_LAB_PROCESS_IDENTITY_H
#define KWIK_TESTBED_LAB_PROCESS_IDENTITY_H

#include <cstdint>
#include <optional>
#include <sys/types.h>

namespace kwik::testbed
{

/// Which process: numbers are used again, but not with the same time of start. Both are those of
/// the process namespace of whoever asks.
struct ProcessIdentity
{
    pid_t pid{0};
    std::uint64_t start{0}; ///< In clock ticks since the machine started.
    bool operator==(const ProcessIdentity&) const = default;
};

/// Nothing when there is no such process, or it has ended and waits to be reaped.
std::optional<ProcessIdentity> FindProcess(pid_t pid);

/// The number of the process namespace of this process.
std::uint64_t OwnProcessNamespace();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_PROCESS_IDENTITY_H

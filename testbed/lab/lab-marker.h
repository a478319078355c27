#ifndef KWIK_TESTBED_LAB_LAB_MARKER_H
#define KWIK_TESTBED_LAB_LAB_MARKER_H

#include "testbed/lab/file-handle.h"
#include "testbed/lab/process-identity.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace kwik::testbed
{

/// Whose lab a process belongs to.
struct LabOwner
{
    std::uint64_t processNamespace{0}; ///< In which the process is known by its number.
    ProcessIdentity process;
    bool operator==(const LabOwner&) const = default;
};

/**
 * An open file of no content that every process of a lab holds, and whose name says whose lab it
 * is. It lies in memory only, and is gone with the last of them: nothing has to be cleaned up.
 */
class LabMarker
{
  public:
    /// @throws LabError
    explicit LabMarker(const LabOwner& owner);

    int File() const;

  private:
    FileHandle m_file;
};

/// This process, as an owner.
LabOwner OwnLab();

/// What /proc/PID/fd/N links to; nothing when it is no marker.
std::optional<LabOwner> ReadMarker(std::string_view link);

/// The processes that hold the marker of an owner that is of this process namespace and has ended.
std::vector<ProcessIdentity> FindOrphans();

/// Ends them, and waits until they have ended. @return how many of them did
std::size_t EndOrphans(const std::vector<ProcessIdentity>& orphans);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_LAB_MARKER_H

#ifndef KWIK_TESTBED_LAB_LAB_H
#define KWIK_TESTBED_LAB_LAB_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "testbed/lab/child-process.h"
#include "testbed/lab/lab-error.h"
#include "testbed/lab/lab-report.h"
#include "testbed/lab/lab-spec.h"

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace kwik::testbed
{

/**
 * A network of real hosts on this machine: each is a network namespace, and a process, the
 * emulator, passes on packets between them as the links say.
 *
 * Needs root or user namespaces. The process that builds it becomes a part of it: it gets a network
 * namespace without any link, so that nothing of the world can be reached, and its children live
 * and die with the lab. Everything else ends with this process, also when it is killed.
 *
 * Hosts have /32 addresses and static routes over fewest links, and among those least delay. There
 * is no ARP and no IPv6.
 */
class Lab
{
  public:
    /// @pre the process has one thread, starts none later, and has built no lab before. It is then
    /// in other namespaces also if this throws. @throws LabError
    static std::unique_ptr<Lab> Build(const LabSpec& spec);
    /// Ends the emulator and all programs.
    ~Lab();
    Lab(const Lab&) = delete;
    Lab& operator=(const Lab&) = delete;

    /// Starts a program on a host; it ends with the lab. The caller has to wait for it with
    /// waitpid. @throws LabError if there is no such program
    pid_t Spawn(std::size_t host, const SpawnCommand& command);
    /// An open socket of a host, close-on-exec. @throws LabError
    int OpenSocket(std::size_t host, int domain, int type, int protocol);

    /// From now on. What is being sent is not touched by a new rate, nor what is on its way by a
    /// new delay; losses and outages are those of the moment of arrival. It is so when the call
    /// returns. @throws LabError if the emulator is gone, as the next ones
    void Change(LinkDirection where, const DirectionShape& shape);
    /// A host that is down neither receives nor is heard, also its kernel; what it has sent before
    /// is still on its way.
    void SetHostDown(std::size_t host);
    void SetHostUp(std::size_t host);

    /// Where a mobile host is found over one of its links. @pre it is mobile and the link its own
    Address AddressOn(std::size_t host, std::size_t link) const;
    /// The network device of a host for one of its links. @pre the link is its own
    std::string DeviceOn(std::size_t host, std::size_t link) const;

    /**
     * Sends probes over all links at the same time and measures what arrives, for about @p budget
     * and the longest round trip. Afterwards the links are as new: empty, and their random
     * fates start from the beginning. @pre no program is running
     */
    std::vector<DirectionCalibration> Calibrate(Duration budget);

    /// How late the emulator has been with the packets that it passed on, since it began or since
    /// the calibration.
    LagReport Lag() const;
    DirectionCounters Counters(LinkDirection where) const;
    PortKind Ports() const;
    /// Whether the emulator has real-time scheduling.
    bool IsRealTime() const;
    bool IsRootless() const;

    /// Whether the emulator is there; without it the run is broken.
    bool IsWorking() const;
    /// Becomes readable when the emulator has ended; for poll, not for reading.
    int EndFile() const;

  private:
    struct State;
    explicit Lab(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_LAB_H

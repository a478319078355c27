#ifndef KWIK_TESTBED_LAB_EMULATOR_PROCESS_H
#define KWIK_TESTBED_LAB_EMULATOR_PROCESS_H

#include "testbed/lab/emulator-page.h"
#include "testbed/lab/emulator.h"
#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-marker.h"
#include "testbed/lab/lab-spec.h"

#include <sys/types.h>
#include <vector>

namespace kwik::testbed
{

/**
 * The emulator as a process of its own, with real-time scheduling where that is permitted and
 * there is a second core for the others.
 *
 * It is the first process of its process namespace: when it ends, the kernel ends all others in
 * it. It ends when the process that started it does.
 */
class EmulatorProcess
{
  public:
    /// @pre the next child is the first one of a process namespace @throws LabError
    EmulatorProcess(const LabSpec& spec, std::vector<LinkPorts> ports, const LabMarker& marker);
    /// It has to be gone before.
    ~EmulatorProcess();
    EmulatorProcess(const EmulatorProcess&) = delete;
    EmulatorProcess& operator=(const EmulatorProcess&) = delete;

    /// Returns when it was carried out. @throws LabError if the emulator is gone
    void Give(const EmulatorOrder& order);

    const EmulatorPage& Page() const;
    bool IsWorking() const;
    /// Readable when the process has ended.
    int EndFile() const;
    /// With all others in its process namespace. The caller then has to reap his own children
    /// among them, and to wait for this one.
    void Kill();
    void Wait();

  private:
    [[noreturn]] void Become(const LabSpec& spec,
                             std::vector<LinkPorts> ports,
                             const LabMarker& marker,
                             int orders);

    void AwaitAnswer() const;

    EmulatorPage m_page;
    FileHandle m_orders;
    pid_t m_pid{0};
    FileHandle m_held; ///< Names the process also when somebody else has reaped it.
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_EMULATOR_PROCESS_H

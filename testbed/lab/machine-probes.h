#ifndef KWIK_TESTBED_LAB_MACHINE_PROBES_H
#define KWIK_TESTBED_LAB_MACHINE_PROBES_H

#include "testbed/lab/lab-report.h"
#include "testbed/lab/lab-spec.h"

#include <cstdint>
#include <string>

namespace kwik::testbed
{

// What this machine lets this user do. Each question is tried out, in a child process where it
// would change this one.

/// A small lab that was really built and used.
struct LabProbe
{
    std::string refusal; ///< Why there is none, with advice; empty when there is one.
    bool isRootless{false};
    bool isRealTime{false};
    PortKind ports{PortKind::Auto};
    std::uint64_t packetsPerSecond{0}; ///< The most that the emulator passed on.
    LagReport lag;                     ///< When it had little to do.
};

LabProbe ProbeLab();

enum class Scheduling : std::uint8_t
{
    Usual,
    RealTime,
};

bool HasRealTimeScheduling();
/// How late a process wakes up that sleeps for a millisecond, some hundred times. Nothing was
/// counted where the scheduling is not permitted.
LagReport TimerLateness(Scheduling scheduling);

bool HasUserNamespaces(); ///< With a network in it.
bool HasTun();
bool HasUdpSegmentation(); ///< One call sends several datagrams (UDP_SEGMENT).
bool HasUdpReceiveOffload();
bool HasMptcp();
bool HasNetem(); ///< In a network namespace of a lab.
int CoreCount();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_MACHINE_PROBES_H

#ifndef KWIK_TESTBED_LAB_EMULATOR_PAGE_H
#define KWIK_TESTBED_LAB_EMULATOR_PAGE_H

#include "testbed/lab/lab-report.h"
#include "testbed/lab/lateness-histogram.h"

#include <atomic>
#include <cstddef>

namespace kwik::testbed
{

/// Memory that the emulator writes and the process that started it reads: what it has done so far.
/// Must be made before the emulator is forked.
class EmulatorPage
{
  public:
    /// @throws LabError
    explicit EmulatorPage(std::size_t directions);
    ~EmulatorPage();
    EmulatorPage(const EmulatorPage&) = delete;
    EmulatorPage& operator=(const EmulatorPage&) = delete;

    LatenessHistogram& Lateness();
    const LatenessHistogram& Lateness() const;
    void SetRealTime();
    bool IsRealTime() const;
    void Publish(std::size_t direction, const DirectionCounters& counters);
    DirectionCounters Read(std::size_t direction) const;

  private:
    struct Head
    {
        LatenessHistogram lateness;
        std::atomic<bool> isRealTime{false};
    };

    Head* m_head{nullptr};
    DirectionCounters* m_counters{nullptr};
    std::size_t m_size;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_EMULATOR_PAGE_H

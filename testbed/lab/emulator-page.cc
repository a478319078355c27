#include "testbed/lab/emulator-page.h"

#include "testbed/lab/lab-error.h"

#include <array>
#include <cstdint>
#include <new>
#include <sys/mman.h>
#include <type_traits>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t NUMBERS = sizeof(DirectionCounters) / sizeof(std::uint64_t);
static_assert(std::is_trivially_copyable_v<DirectionCounters> &&
              alignof(DirectionCounters) == alignof(std::uint64_t) &&
              sizeof(DirectionCounters) == NUMBERS * sizeof(std::uint64_t));

} // namespace

EmulatorPage::EmulatorPage(std::size_t directions)
    : m_size(sizeof(Head) + directions * sizeof(DirectionCounters))
{
    void* memory =
        ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
    {
        FailBySystem("sharing memory with the emulator");
    }
    m_head = new (memory) Head;
    m_counters = reinterpret_cast<DirectionCounters*>(m_head + 1);
    for (std::size_t i = 0; i < directions; ++i)
    {
        new (m_counters + i) DirectionCounters;
    }
}

EmulatorPage::~EmulatorPage()
{
    ::munmap(m_head, m_size);
}

LatenessHistogram&
EmulatorPage::Lateness()
{
    return m_head->lateness;
}

const LatenessHistogram&
EmulatorPage::Lateness() const
{
    return m_head->lateness;
}

void
EmulatorPage::SetRealTime()
{
    m_head->isRealTime = true;
}

bool
EmulatorPage::IsRealTime() const
{
    return m_head->isRealTime;
}

/// Number by number, each of which is read as it was written.
void
EmulatorPage::Publish(std::size_t direction, const DirectionCounters& counters)
{
    const auto* from = reinterpret_cast<const std::uint64_t*>(&counters);
    auto* to = reinterpret_cast<std::uint64_t*>(m_counters + direction);
    for (std::size_t i = 0; i < NUMBERS; ++i)
    {
        std::atomic_ref(to[i]).store(from[i], std::memory_order_relaxed);
    }
}

DirectionCounters
EmulatorPage::Read(std::size_t direction) const
{
    DirectionCounters counters;
    auto* to = reinterpret_cast<std::uint64_t*>(&counters);
    auto* from = reinterpret_cast<std::uint64_t*>(m_counters + direction);
    for (std::size_t i = 0; i < NUMBERS; ++i)
    {
        to[i] = std::atomic_ref(from[i]).load(std::memory_order_relaxed);
    }
    return counters;
}

} // namespace kwik::testbed

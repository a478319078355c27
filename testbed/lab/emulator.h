#ifndef KWIK_TESTBED_LAB_EMULATOR_H
#define KWIK_TESTBED_LAB_EMULATOR_H

#include "protocol-core/base/instant.h"
#include "testbed/lab/emulated-wire.h"
#include "testbed/lab/emulator-page.h"
#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-spec.h"
#include "testbed/lab/port.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace kwik::testbed
{

/// What the emulator is told, one message at a time; each is answered with a byte when it is done.
struct EmulatorOrder
{
    enum class Kind : std::uint8_t
    {
        Shape,    ///< `where` gets `shape`.
        HostDown, ///< `host` neither receives nor is heard.
        HostUp,
        Renew, ///< Links are as they were at the beginning.
    };

    Kind kind;
    LinkDirection where{};
    DirectionShape shape;
    std::size_t host{};
};

/// The two ends of a link, in the order of LabLink.
using LinkPorts = std::array<std::unique_ptr<Port>, 2>;

/**
 * Passes on packets between ports as the wires between them say: one thread that waits for packets,
 * for deadlines and for orders.
 *
 * The last SPIN before a deadline it does not sleep, as a machine wakes up late. It ends when the
 * process that gives the orders has ended.
 */
class Emulator
{
  public:
    static constexpr Duration SPIN = std::chrono::microseconds(30);

    /// @p spec and @p page have to outlive it.
    Emulator(const LabSpec& spec, std::vector<LinkPorts> ports, int orders, EmulatorPage& page);

    /// Until the end of the orders.
    void Run();

  private:
    struct Direction
    {
        Port* from;
        Port* to;
        EmulatedWire wire;
        std::uint64_t portDrops{0};
        std::uint64_t missedBefore{0}; ///< When the wire was made.
        std::uint64_t missed{0};
    };

    void MakeWires();
    void Watch(int file, std::size_t token);
    Instant Earliest() const;
    /// @return how many files of m_ready are ready
    std::size_t WaitUntil(Instant deadline);
    void ReleaseDue(Instant now);
    void Receive(std::size_t direction);
    void Release(std::size_t direction);
    bool ObeyOrder();
    void Publish(std::size_t direction);
    void CountMissed(Instant now);
    void Obey(const EmulatorOrder& order);
    void SetHostUp(std::size_t host, bool isUp);

    static constexpr std::size_t MOST_READY = 16;

    const LabSpec& m_spec;
    std::vector<LinkPorts> m_ports;
    int m_orders;
    EmulatorPage& m_page;
    FileHandle m_epoll;
    std::vector<Direction> m_directions; ///< Two for a link.
    std::array<std::size_t, MOST_READY> m_ready{};
    Instant m_nextCount{};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_EMULATOR_H

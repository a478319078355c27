#ifndef KWIK_TESTS_SUPPORT_SIM_PROCESS_H
#define KWIK_TESTS_SUPPORT_SIM_PROCESS_H

#include <cstddef>
#include <functional>
#include <vector>

namespace kwik::test
{

/**
 * The process of a host in a SimWorld: it runs, or it is suspended, and then what arrives and what
 * is due waits. When it goes on it reads what has arrived before it looks at the clock.
 */
class SimProcess
{
  public:
    /// What a socket holds; the rest is dropped. As in ns-3.
    static constexpr std::size_t SOCKET_BYTES = 128U << 10;

    bool IsSuspended() const;
    void Suspend();
    void Resume();
    /// The process is no more, and with it what has waited.
    void End();

    /// @pre IsSuspended()
    void KeepDatagram(std::size_t bytes, std::function<void()> deliver);
    void KeepTimer(std::function<void()> fire);

  private:
    bool m_isSuspended{false};
    std::size_t m_bytes{0};
    std::vector<std::function<void()>> m_datagrams;
    std::vector<std::function<void()>> m_timers;
};

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_SIM_PROCESS_H

#ifndef KWIK_MODEL_HOST_PROCESS_H
#define KWIK_MODEL_HOST_PROCESS_H

#include <vector>

namespace ns3::kwiklab
{

/**
 * The process that a host is: it runs, or it is suspended as by SIGSTOP or a closed lid.
 *
 * When it goes on, its sockets are read before its timers fire, as an event loop does that polls
 * and then looks at the clock: so a late timer knows what has arrived meanwhile.
 */
class HostProcess
{
  public:
    /// Something that waits while the process is suspended.
    class Sleeper
    {
      public:
        virtual void OnResume() = 0;

      protected:
        ~Sleeper() = default;
    };

    bool IsSuspended() const;
    void Suspend();
    void Resume();

    /// Sleepers leave before they die.
    void AddSocket(Sleeper& socket);
    void AddTimer(Sleeper& timer);
    void Remove(Sleeper& sleeper);

  private:
    static void Wake(const std::vector<Sleeper*>& sleepers);

    bool m_isSuspended{false};
    std::vector<Sleeper*> m_sockets;
    std::vector<Sleeper*> m_timers;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_HOST_PROCESS_H

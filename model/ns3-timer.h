#ifndef KWIK_MODEL_NS3_TIMER_H
#define KWIK_MODEL_NS3_TIMER_H

#include "model/host-process.h"
#include "protocol-core/env/timer.h"

#include <ns3/event-id.h>

namespace ns3::kwiklab
{

/**
 * One alarm on the ns-3 simulator. What is due while its host is suspended fires when it goes on.
 *
 * A deadline that moves later leaves the pending event where it is, and the event re-arms itself:
 * protocols move their deadlines far more often than they let them expire.
 */
class Ns3Timer final : public kwik::Timer, private HostProcess::Sleeper
{
  public:
    /// Both outlive the timer.
    Ns3Timer(HostProcess& process, Listener& listener);
    ~Ns3Timer() override;

    void Arm(kwik::Instant deadline) override;

  private:
    void OnResume() override;
    void Schedule();
    void Fire();

    HostProcess& m_process;
    Listener& m_listener;
    kwik::Instant m_deadline{kwik::NEVER};
    kwik::Instant m_eventAt{};
    EventId m_event;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_NS3_TIMER_H

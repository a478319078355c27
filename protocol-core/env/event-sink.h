#ifndef KWIK_ENV_EVENT_SINK_H
#define KWIK_ENV_EVENT_SINK_H

#include "protocol-core/base/instant.h"
#include "protocol-core/event/event.h"

namespace kwik
{

/// Receives every Event of one host in order. It observes; it must not call back into the host.
class EventSink
{
  public:
    virtual ~EventSink() = default;
    virtual void OnEvent(Instant now, const Event& event) = 0;
};

} // namespace kwik

#endif // KWIK_ENV_EVENT_SINK_H

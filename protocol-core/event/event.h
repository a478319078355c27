#ifndef KWIK_EVENT_EVENT_H
#define KWIK_EVENT_EVENT_H

#include "protocol-core/event/control-events.h"
#include "protocol-core/event/path-events.h"
#include "protocol-core/event/scaling-events.h"
#include "protocol-core/event/server-events.h"
#include "protocol-core/event/session-events.h"
#include "protocol-core/event/socket-events.h"
#include "protocol-core/event/stream-events.h"

#include <string>
#include <string_view>
#include <variant>

namespace kwik
{

/**
 * Every fact that the outside may observe. Traces, metrics and tests read nothing else.
 *
 * Each alternative is one past event: KIND is its name in the store, Visit names its fields there.
 * A field name carries its unit (`_ns`, `_bytes`).
 */
using Event = std::variant<SessionStateChanged,
                           SessionNamed,
                           PathOpened,
                           PathStateChanged,
                           StreamOpened,
                           StreamExtentLearned,
                           RangeRequested,
                           StreamFinished,
                           UploadOpened,
                           UploadFinished,
                           UploadReceived,
                           FailoverStarted,
                           RecoveryAttempted,
                           PeerViolated,
                           ServerPathAccepted,
                           EstablishmentStepDone,
                           CommandFinished,
                           CommandIssued,
                           CommandAnswered,
                           CapabilitiesLearned,
                           SocketStateChanged,
                           SocketReset,
                           StreamTurnedAway,
                           ScalingStarted,
                           ScalingFinished,
                           QosViolated,
                           QosRestored>;

/// The name of the event's kind in the store.
std::string_view KindOf(const Event& event);

/// The event's fields as one JSON object in the order of Visit; the same bytes on every machine.
std::string DetailOf(const Event& event);

} // namespace kwik

#endif // KWIK_EVENT_EVENT_H

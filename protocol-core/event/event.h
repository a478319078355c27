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
#include <type_traits>
#include <variant>

namespace kwik
{

/**
 * Every fact that the outside may observe. Traces, metrics and tests read nothing else.
 *
 * Each alternative is one past event: KIND is its name in the store, Fields names its fields there,
 * for who writes an event and for who reads it back. What is told beside the fields, because it
 * follows from them, is visited as a temporary. A field name carries its unit (`_ns`, `_bytes`).
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
                           SecurityViolation,
                           ServerPathAccepted,
                           CandidateJudged,
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
                           QosRestored,
                           ServerLeaving>;

/// Visits the fields of one alternative of Event; a reader's event is not const.
template <typename FACT, typename VISITOR>
void
VisitFields(FACT& fact, VISITOR&& visit)
{
    std::remove_const_t<FACT>::Fields(fact, visit);
}

/// The name of the event's kind in the store.
std::string_view KindOf(const Event& event);

/// The event's fields as one JSON object in the order of Fields; the same bytes on every machine.
std::string DetailOf(const Event& event);

} // namespace kwik

#endif // KWIK_EVENT_EVENT_H

#ifndef KWIK_TESTBED_KWIKD_LOG_EVENT_H
#define KWIK_TESTBED_KWIKD_LOG_EVENT_H

#include "protocol-core/event/event.h"
#include "testbed/kwikd/daemon-log.h"

namespace kwik::testbed
{

/// How important a fact is to who runs a server.
LogLevel LevelOf(const Event& event);

/// The fact as a line: its kind, and its fields as they are in the store.
LogLine LineOf(const Event& event);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_LOG_EVENT_H

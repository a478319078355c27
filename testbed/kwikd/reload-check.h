#ifndef KWIK_TESTBED_KWIKD_RELOAD_CHECK_H
#define KWIK_TESTBED_KWIKD_RELOAD_CHECK_H

#include "testbed/kwikd/daemon-config.h"

#include <string>

namespace kwik::testbed
{

/// Why a server that runs with @p before cannot go on with @p after: one line a key that may not
/// change while it runs. Empty when it can.
std::string Objection(const DaemonConfig& before, const DaemonConfig& after);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_RELOAD_CHECK_H

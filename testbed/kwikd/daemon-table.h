#ifndef KWIK_TESTBED_KWIKD_DAEMON_TABLE_H
#define KWIK_TESTBED_KWIKD_DAEMON_TABLE_H

#include "experiment/schema/object-kind.h"
#include "testbed/kwikd/daemon-config.h"

#include <string>

namespace kwik::testbed
{

/// Every key of the configuration: reads, writes and describes it. The options of the command line
/// are the same keys.
experiment::ObjectKind<DaemonConfig> DaemonTable();

/// Whether @p key may change while the server runs.
bool IsLive(const std::string& key);

/// The option of a key: `--uploads-max` of `uploads_max`; of a list, the option is one element.
std::string OptionOf(const experiment::FieldShape& field);

/// The Markdown page about all keys.
std::string DaemonReference();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_TABLE_H

#ifndef KWIK_TESTBED_KWIKD_DAEMON_GRAMMAR_H
#define KWIK_TESTBED_KWIKD_DAEMON_GRAMMAR_H

#include "experiment/schema/grammar-kind.h"
#include "protocol-core/base/address.h"
#include "protocol-core/base/units.h"
#include "protocol-core/registry/server-info.h"

#include <string>

namespace kwik::testbed
{

// The small grammars of single values in the configuration.

/// `192.0.2.1:4433`
experiment::GrammarKind<Address> AddressKind();
/// The same, or only a port of 127.0.0.1.
experiment::GrammarKind<Address> LoopbackKind();
/// The name of a file or folder.
experiment::GrammarKind<std::string> FileKind();
/// A size with its unit, or a number of bytes.
experiment::GrammarKind<ByteCount> ByteKind();
/// `192.0.2.1:4433=PIN`
experiment::GrammarKind<ServerInfo> PeerKind();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_GRAMMAR_H

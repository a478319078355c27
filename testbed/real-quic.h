#ifndef KWIK_TESTBED_REAL_QUIC_H
#define KWIK_TESTBED_REAL_QUIC_H

#include "protocol-core/quic/quic-config.h"

namespace kwik::testbed
{

/// What of QuicConfig is for networks that nobody has described, and for a world in which datagrams
/// that leave together cost less: they grow to what the path carries.
QuicConfig RealQuic();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_REAL_QUIC_H

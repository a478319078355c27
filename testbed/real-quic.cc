#include "testbed/real-quic.h"

namespace kwik::testbed
{

QuicConfig
RealQuic()
{
    QuicConfig config;
    config.datagramPayload = ByteCount{16'384 - 28};
    config.discoversPathMtu = true;
    config.writeBatchMax = 44; // 64 KiB, the largest message of UDP.
    config.sendBuffer = ByteCount{256U << 10};
    return config;
}

} // namespace kwik::testbed

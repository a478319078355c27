#ifndef KWIK_TESTBED_GATEWAY_JOINT_H
#define KWIK_TESTBED_GATEWAY_JOINT_H

#include "protocol-core/base/units.h"
#include "testbed/gateway/far-end.h"
#include "testbed/gateway/tcp-stream.h"

#include <string>

namespace kwik::testbed
{

/// What became of two connections that were one.
struct JointEnding
{
    ByteCount toKwik;
    ByteCount toTcp;
    std::string failure; ///< Empty when both directions came to their ends.
};

/**
 * Passes bytes on between a TCP connection and a Kwik one, both ways, until both directions have
 * ended. The end of one direction is passed on as such, and the other one goes on (half-close);
 * what fails on one side is a reset on the other, so that nobody takes a part for the whole.
 */
JointEnding Join(TcpStream& tcp, FarEnd& kwik);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_GATEWAY_JOINT_H

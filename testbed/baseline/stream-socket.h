#ifndef KWIK_TESTBED_BASELINE_STREAM_SOCKET_H
#define KWIK_TESTBED_BASELINE_STREAM_SOCKET_H

#include "experiment/scenario/transport-spec.h"
#include "protocol-core/base/address.h"

#include <boost/asio/generic/stream_protocol.hpp>
#include <cstdint>

namespace kwik::testbed
{

/// Sockets that may also be MPTCP's, which Asio does not know by name.
using StreamProtocol = boost::asio::generic::stream_protocol;
using StreamSocket = StreamProtocol::socket;

/// TCP's or MPTCP's. @pre the protocol is one of these
StreamProtocol ProtocolOf(experiment::TransportProtocol protocol);
StreamProtocol::endpoint EndpointOf(const Address& address);

/// Of this socket, and those it accepts. Throws std::runtime_error when the kernel has not got it.
void ChooseControl(int socket, experiment::TransportControl control);

/// Subflows of a connected MPTCP socket besides the first one; throws std::runtime_error when it
/// has fallen back to TCP.
std::uint32_t FurtherSubflows(int socket);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_STREAM_SOCKET_H

#include "testbed/baseline/stream-socket.h"

#include "testbed/socket-address.h"

#include <cerrno>
#include <cstring>
#include <linux/mptcp.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>

namespace kwik::testbed
{

namespace
{

// Not in the headers of every libc that builds this.
constexpr int PROTOCOL_MPTCP = 262;
constexpr int LEVEL_MPTCP = 284;

} // namespace

StreamProtocol
ProtocolOf(experiment::TransportProtocol protocol)
{
    return {AF_INET,
            protocol == experiment::TransportProtocol::Mptcp ? PROTOCOL_MPTCP : IPPROTO_TCP};
}

StreamProtocol::endpoint
EndpointOf(const Address& address)
{
    const sockaddr_in raw = ToSocketAddress(address);
    return {&raw, sizeof raw};
}

void
ChooseControl(int socket, experiment::TransportControl control)
{
    const std::string name = ToText(control);
    if (::setsockopt(socket,
                     IPPROTO_TCP,
                     TCP_CONGESTION,
                     name.data(),
                     static_cast<socklen_t>(name.size())) != 0)
    {
        throw std::runtime_error("this kernel has no congestion control " + name +
                                 " for this user: " + std::strerror(errno) + "; 'modprobe tcp_" +
                                 name +
                                 "' as root, and allow it in "
                                 "net.ipv4.tcp_allowed_congestion_control");
    }
}

std::uint32_t
FurtherSubflows(int socket)
{
    mptcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(socket, LEVEL_MPTCP, MPTCP_INFO, &info, &size) != 0)
    {
        throw std::runtime_error(std::string("the connection is not MPTCP but TCP: ") +
                                 std::strerror(errno));
    }
    return info.mptcpi_subflows;
}

} // namespace kwik::testbed

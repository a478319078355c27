#include "testbed/lab/tun-port.h"

#include "testbed/lab/host-network.h"
#include "testbed/lab/lab-error.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace kwik::testbed
{

FileHandle
OpenTun()
{
    return FileHandle(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
}

TunPort::TunPort(const PortPlace& place)
    : m_buffer(place.mtu.value)
{
    const NamespaceVisit visit(place.host);
    m_tun = OpenTun();
    Checked(m_tun.Number(), "opening /dev/net/tun");
    ifreq request{};
    place.device.copy(request.ifr_name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    Checked(::ioctl(m_tun.Number(), TUNSETIFF, &request), "making the device " + place.device);
    StartDevice(place.device, place.mtu);
}

int
TunPort::File() const
{
    return m_tun.Number();
}

std::optional<ReceivedPacket>
TunPort::Receive(Instant now)
{
    const ssize_t size = ::read(m_tun.Number(), m_buffer.data(), m_buffer.size());
    if (size <= 0)
    {
        return std::nullopt;
    }
    return ReceivedPacket{now, PacketBytes(m_buffer.begin(), m_buffer.begin() + size)};
}

SendOutcome
TunPort::Send(ByteView packet)
{
    const ssize_t size = ::write(m_tun.Number(), packet.data(), packet.size());
    return size == static_cast<ssize_t>(packet.size()) ? SendOutcome::Taken : SendOutcome::Dropped;
}

} // namespace kwik::testbed

#include "testbed/lab/tun-port.h"

#include "testbed/lab/host-network.h"
#include "testbed/lab/lab-error.h"

#include <algorithm>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sstream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t MOST_STATISTICS = 65'536;
constexpr int DROPPED_WHEN_SENT = 8 + 3; ///< The columns of what was received come first.

} // namespace

FileHandle
OpenTun()
{
    return FileHandle(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
}

TunPort::TunPort(const PortPlace& place)
    : m_device(place.device),
      m_buffer(place.mtu.value)
{
    const NamespaceVisit visit(place.host);
    m_tun = OpenTun();
    Checked(m_tun.Number(), "opening /dev/net/tun");
    ifreq request{};
    place.device.copy(request.ifr_name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    Checked(::ioctl(m_tun.Number(), TUNSETIFF, &request), "making the device " + place.device);
    StartDevice(place.device, place.mtu);
    m_statistics = FileHandle(::open("/proc/thread-self/net/dev", O_RDONLY | O_CLOEXEC));
    Checked(m_statistics.Number(), "opening the statistics of " + place.device);
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

/// The kernel writes the file anew for each reader; proc(5) has its columns.
std::uint64_t
TunPort::Missed()
{
    std::string text(MOST_STATISTICS, '\0');
    const ssize_t size = ::pread(m_statistics.Number(), text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    const std::size_t line = text.find(m_device + ":");
    if (line == std::string::npos)
    {
        return 0;
    }
    std::istringstream numbers(text.substr(line + m_device.size() + 1));
    std::uint64_t number = 0;
    for (int column = 0; column <= DROPPED_WHEN_SENT; ++column)
    {
        numbers >> number;
    }
    return number;
}

std::vector<int>
TunPort::OtherFiles() const
{
    return {m_statistics.Number()};
}

} // namespace kwik::testbed

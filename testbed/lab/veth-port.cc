#include "testbed/lab/veth-port.h"

#include "testbed/lab/host-network.h"
#include "testbed/lab/lab-error.h"
#include "testbed/lab/monotonic-clock.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <bit>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t SMALLEST_BLOCK = 1U << 16U;

/// A kernel's time stamp is of the settable clock; one that is older than this was set meanwhile.
constexpr Duration OLDEST_STAMP = 100ms;

/// The header of a frame from a host's peer to the host, whose kernels all have one address.
constexpr std::array<std::uint8_t, ETH_HLEN>
    FRAME_HEADER{0x02, 0, 0, 0, 0, 0x01, 0x02, 0, 0, 0, 0, 0x02, 0x08, 0x00};

constexpr std::array<std::uint32_t, 4> OFFLOADS{ETHTOOL_STXCSUM,
                                                ETHTOOL_STSO,
                                                ETHTOOL_SGSO,
                                                ETHTOOL_SGRO};

/// Without them the kernel cuts segments and makes checksums before it sends.
void
SwitchOffOffloads(const std::string& device)
{
    const FileHandle socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    for (const std::uint32_t offload : OFFLOADS)
    {
        ethtool_value off{offload, 0};
        ifreq request{};
        device.copy(request.ifr_name, IFNAMSIZ - 1);
        request.ifr_data = reinterpret_cast<char*>(&off);
        Checked(::ioctl(socket.Number(), SIOCETHTOOL, &request),
                "switching off an offload of " + device);
    }
}

template <typename T>
void
SetPacketOption(int socket, int option, const T& value)
{
    Checked(::setsockopt(socket, SOL_PACKET, option, &value, sizeof value),
            "setting up a packet socket");
}

/// The name of the other end has to be unlike those of all other ports.
std::string
PeerName(const PortPlace& place)
{
    static int number = 0;
    return "port" + std::to_string(number++) + "-" + place.device.substr(0, 6);
}

Instant
SendingTime(const tpacket2_hdr& header, Instant now)
{
    const auto stamp = std::chrono::seconds(header.tp_sec) + Duration(header.tp_nsec);
    const Duration age = std::clamp(SettableClockNow() - stamp, Duration{}, OLDEST_STAMP);
    return age == OLDEST_STAMP ? now : now - age;
}

} // namespace

VethPort::VethPort(const PortPlace& place)
    : m_socket(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
{
    Checked(m_socket.Number(), "opening a packet socket");
    const std::string peer = PeerName(place);
    const NetworkNamespace here = NetworkNamespace::Current();
    {
        const NamespaceVisit visit(place.host);
        CreateVethPair({place.device, peer, place.mtu}, here);
        SwitchOffOffloads(place.device);
        StartDevice(place.device, place.mtu);
    }
    SwitchOffOffloads(peer);
    StartDevice(peer, place.mtu);
    MapRing(place);
    Bind(peer);
}

VethPort::~VethPort()
{
    if (m_ring != nullptr)
    {
        ::munmap(m_ring, m_frameSize * m_frames);
    }
}

int
VethPort::File() const
{
    return m_socket.Number();
}

std::optional<ReceivedPacket>
VethPort::Receive(Instant now)
{
    auto* header = reinterpret_cast<tpacket2_hdr*>(m_ring + m_next * m_frameSize);
    std::atomic_ref<std::uint32_t> status(header->tp_status);
    if ((status.load(std::memory_order_acquire) & TP_STATUS_USER) == 0)
    {
        return std::nullopt;
    }
    const std::byte* frame = reinterpret_cast<std::byte*>(header) + header->tp_mac;
    ReceivedPacket packet{SendingTime(*header, now), {}};
    packet.bytes.assign(frame + std::min<std::uint32_t>(header->tp_snaplen, ETH_HLEN),
                        frame + header->tp_snaplen);
    status.store(TP_STATUS_KERNEL, std::memory_order_release);
    m_next = (m_next + 1) % m_frames;
    return packet;
}

SendOutcome
VethPort::Send(ByteView packet)
{
    std::array<iovec, 2> parts{
        iovec{const_cast<std::uint8_t*>(FRAME_HEADER.data()), FRAME_HEADER.size()},
        iovec{const_cast<std::byte*>(packet.data()), packet.size()}};
    const ssize_t size = ::writev(m_socket.Number(), parts.data(), parts.size());
    return size == static_cast<ssize_t>(ETH_HLEN + packet.size()) ? SendOutcome::Taken
                                                                  : SendOutcome::Dropped;
}

/// Asking sets the kernel's count back.
std::uint64_t
VethPort::Missed()
{
    tpacket_stats statistics{};
    socklen_t size = sizeof statistics;
    ::getsockopt(m_socket.Number(), SOL_PACKET, PACKET_STATISTICS, &statistics, &size);
    m_missed += statistics.tp_drops;
    return m_missed;
}

std::vector<int>
VethPort::OtherFiles() const
{
    return {};
}

void
VethPort::MapRing(const PortPlace& place)
{
    SetPacketOption(m_socket.Number(), PACKET_VERSION, int{TPACKET_V2});
    SetPacketOption(m_socket.Number(), PACKET_IGNORE_OUTGOING, 1);
    SetPacketOption(m_socket.Number(), PACKET_QDISC_BYPASS, 1);
    const std::size_t longest = TPACKET_ALIGN(TPACKET2_HDRLEN) + 2 * TPACKET_ALIGN(ETH_HLEN) +
                                static_cast<std::size_t>(place.mtu.value);
    m_frameSize = std::bit_ceil(longest);
    const std::size_t block = std::max(SMALLEST_BLOCK, m_frameSize);
    const std::size_t blocks = std::max<std::size_t>(1, place.buffer.value / block);
    m_frames = blocks * (block / m_frameSize);
    tpacket_req request{};
    request.tp_block_size = static_cast<unsigned>(block);
    request.tp_block_nr = static_cast<unsigned>(blocks);
    request.tp_frame_size = static_cast<unsigned>(m_frameSize);
    request.tp_frame_nr = static_cast<unsigned>(m_frames);
    SetPacketOption(m_socket.Number(), PACKET_RX_RING, request);
    void* ring =
        ::mmap(nullptr, blocks * block, PROT_READ | PROT_WRITE, MAP_SHARED, m_socket.Number(), 0);
    if (ring == MAP_FAILED)
    {
        FailBySystem("mapping the ring of a packet socket");
    }
    m_ring = static_cast<std::byte*>(ring);
}

void
VethPort::Bind(const std::string& device)
{
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(ETH_P_IP);
    address.sll_ifindex = static_cast<int>(::if_nametoindex(device.c_str()));
    Checked(::bind(m_socket.Number(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
            "binding a packet socket to " + device);
}

} // namespace kwik::testbed

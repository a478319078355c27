#ifndef KWIK_TESTBED_LAB_VETH_PORT_H
#define KWIK_TESTBED_LAB_VETH_PORT_H

#include "testbed/lab/file-handle.h"
#include "testbed/lab/port.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::testbed
{

/**
 * A virtual Ethernet device on the host, and a packet socket on its peer. Works where /dev/net/tun
 * may not be opened. Both devices' offloads are switched off.
 *
 * Packets come through a ring that is shared with the kernel, which also says when each was sent:
 * a socket's own buffer would be too small without the rights of root. See packet(7) and the
 * kernel's packet_mmap.rst.
 */
class VethPort final : public Port
{
  public:
    /// @throws LabError
    explicit VethPort(const PortPlace& place);
    ~VethPort() override;

    int File() const override;
    std::optional<ReceivedPacket> Receive(Instant now) override;
    SendOutcome Send(ByteView packet) override;
    std::uint64_t Missed() override;
    std::vector<int> OtherFiles() const override;

  private:
    void MapRing(const PortPlace& place);
    void Bind(const std::string& device);

    FileHandle m_socket;
    std::byte* m_ring{nullptr};
    std::size_t m_frameSize{0};
    std::size_t m_frames{0};
    std::size_t m_next{0};
    std::uint64_t m_missed{0};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_VETH_PORT_H

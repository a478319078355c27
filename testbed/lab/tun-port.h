#ifndef KWIK_TESTBED_LAB_TUN_PORT_H
#define KWIK_TESTBED_LAB_TUN_PORT_H

#include "testbed/lab/file-handle.h"
#include "testbed/lab/port.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::testbed
{

/// /dev/net/tun, for devices in the network namespace of this thread; closed, with errno set, where
/// it may not be opened.
FileHandle OpenTun();

/// A TUN device. It has no offloads, so that the kernel makes checksums and cuts segments itself.
class TunPort final : public Port
{
  public:
    /// @throws LabError
    explicit TunPort(const PortPlace& place);

    int File() const override;
    std::optional<ReceivedPacket> Receive(Instant now) override;
    SendOutcome Send(ByteView packet) override;
    std::uint64_t Missed() override;
    std::vector<int> OtherFiles() const override;

  private:
    FileHandle m_tun;
    FileHandle m_statistics; ///< Of all devices of the host.
    std::string m_device;
    std::vector<std::byte> m_buffer;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_TUN_PORT_H

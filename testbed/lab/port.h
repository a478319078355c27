#ifndef KWIK_TESTBED_LAB_PORT_H
#define KWIK_TESTBED_LAB_PORT_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "testbed/lab/emulated-wire.h"
#include "testbed/lab/lab-spec.h"
#include "testbed/lab/network-namespace.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kwik::testbed
{

/// A packet that a host has sent.
struct ReceivedPacket
{
    Instant sent; ///< As far as the port knows; at the latest now.
    PacketBytes bytes;
};

enum class SendOutcome : std::uint8_t
{
    Taken,
    Dropped, ///< The kernel had no room, or the device is not there any more.
};

/// The emulator's end of a link's device: it gets what the host sends, and sends what the host
/// shall receive. Whole IP packets as they would be on the wire.
class Port
{
  public:
    virtual ~Port() = default;

    /// Readable when a packet is there.
    virtual int File() const = 0;
    /// @p now is what the monotonic clock says. Nothing when there is none.
    virtual std::optional<ReceivedPacket> Receive(Instant now) = 0;
    virtual SendOutcome Send(ByteView packet) = 0;
    /// How many packets the host has sent so far that never got here, as we were too slow.
    virtual std::uint64_t Missed() = 0;
    /// Besides File(), what it has to keep open.
    virtual std::vector<int> OtherFiles() const = 0;
};

/// Where a port is to be.
struct PortPlace
{
    const NetworkNamespace& host;
    std::string device; ///< The name on the host.
    ByteCount mtu;
    ByteCount buffer; ///< Memory for packets that wait for us, where it has to be set aside.
};

/// Makes the device on the host and starts it. The namespace of this thread is where the other end
/// of a pair of devices comes. @throws LabError
std::unique_ptr<Port> MakePort(PortKind kind, const PortPlace& place);

/// Tun or Veth: what Auto means on this machine.
PortKind ChosenPorts(PortKind asked);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_PORT_H

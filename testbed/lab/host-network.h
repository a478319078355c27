#ifndef KWIK_TESTBED_LAB_HOST_NETWORK_H
#define KWIK_TESTBED_LAB_HOST_NETWORK_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/units.h"
#include "testbed/lab/network-namespace.h"

#include <cstdint>
#include <string>

namespace kwik::testbed
{

/// The table of the kernel's own choice, when no rule says another.
inline constexpr std::uint32_t MAIN_TABLE = 254;

/// A pair of virtual Ethernet devices: what one sends, the other receives.
struct VethPair
{
    std::string name; ///< In the network namespace of this thread.
    std::string peerName;
    ByteCount mtu;
};

/// What a host does with packets that are not for itself.
enum class PassOn : std::uint8_t
{
    Nothing,
    Packets,
};

/// Packets to @p to leave by the device, from @p source unless their socket says otherwise.
struct DeviceRoute
{
    Address to;
    std::string device;
    Address source;
    std::uint32_t table{MAIN_TABLE};
};

// Each of these is for the network namespace of this thread, and throws LabError.

/// The loopback works, and packets are taken from wherever they come.
void PrepareHost(PassOn others);

/// The peer is in @p elsewhere. Frames need no ARP: all devices have the same address but the
/// peers, so that their kernel passes over what it sees.
void CreateVethPair(const VethPair& pair, const NetworkNamespace& elsewhere);
/// Up, with room for a burst of packets that the emulator has not yet taken.
void StartDevice(const std::string& device, ByteCount mtu);
/// Just this address, and no network around it.
void AddAddress(const std::string& device, const Address& address);

void AddRoute(const DeviceRoute& route);
/// What is sent from @p source goes by this table.
void AddRule(const Address& source, std::uint32_t table);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_HOST_NETWORK_H

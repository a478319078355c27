#include "testbed/lab/port.h"

#include "testbed/lab/tun-port.h"
#include "testbed/lab/veth-port.h"

namespace kwik::testbed
{

std::unique_ptr<Port>
MakePort(PortKind kind, const PortPlace& place)
{
    if (ChosenPorts(kind) == PortKind::Tun)
    {
        return std::make_unique<TunPort>(place);
    }
    return std::make_unique<VethPort>(place);
}

PortKind
ChosenPorts(PortKind asked)
{
    if (asked != PortKind::Auto)
    {
        return asked;
    }
    return OpenTun().IsOpen() ? PortKind::Tun : PortKind::Veth;
}

} // namespace kwik::testbed

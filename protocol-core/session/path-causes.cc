#include "protocol-core/session/path-causes.h"

#include "protocol-core/base/assert.h"

namespace kwik
{

PathCause
CauseOf(CarrierCloseCause cause)
{
    switch (cause)
    {
    case CarrierCloseCause::PeerClosed:
        return PathCause::PeerClosed;
    case CarrierCloseCause::IdleTimeout:
        return PathCause::IdleTimeout;
    case CarrierCloseCause::HandshakeTimeout:
        return PathCause::HandshakeTimeout;
    case CarrierCloseCause::HandshakeFailed:
        return PathCause::HandshakeFailed;
    case CarrierCloseCause::PeerForgot:
        return PathCause::PeerForgot;
    case CarrierCloseCause::ProtocolError:
        return PathCause::ProtocolError;
    }
    KWIK_UNREACHABLE("a close cause without a name");
}

} // namespace kwik

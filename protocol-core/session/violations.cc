#include "protocol-core/session/violations.h"

namespace kwik
{

Violation
ViolationOfKcp(const Error& error)
{
    if (error.code == ErrorCode::TooLarge)
    {
        return Violation::KcpTooLong;
    }
    return error.code == ErrorCode::Refused ? Violation::KcpWrongSession : Violation::KcpMalformed;
}

Violation
ViolationOfKdp(const Error& error)
{
    if (error.code == ErrorCode::TooLarge)
    {
        return Violation::KdpTooLong;
    }
    return error.where == "KDP checksum" ? Violation::KdpChecksum : Violation::KdpMalformed;
}

CloseConnection
CloseFor(Violation violation, std::string_view detail)
{
    return {{CodeOf(violation), std::string(detail)}};
}

} // namespace kwik

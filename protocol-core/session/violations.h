#ifndef KWIK_SESSION_VIOLATIONS_H
#define KWIK_SESSION_VIOLATIONS_H

#include "protocol-core/base/result.h"
#include "protocol-core/base/violation.h"
#include "protocol-core/session/carrier-actions.h"

#include <string>
#include <string_view>

namespace kwik
{

/// What a peer has done whose control stream gives @p error.
Violation ViolationOfKcp(const Error& error);
/// What a peer has done whose data stream gives @p error.
Violation ViolationOfKdp(const Error& error);

/// Ends a connection because of @p violation, and names it to the peer.
CloseConnection CloseFor(Violation violation, std::string_view detail);

} // namespace kwik

#endif // KWIK_SESSION_VIOLATIONS_H

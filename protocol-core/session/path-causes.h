#ifndef KWIK_SESSION_PATH_CAUSES_H
#define KWIK_SESSION_PATH_CAUSES_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/event/states.h"

namespace kwik
{

/// Why a path is closed whose carrier connection has ended so.
PathCause CauseOf(CarrierCloseCause cause);

} // namespace kwik

#endif // KWIK_SESSION_PATH_CAUSES_H

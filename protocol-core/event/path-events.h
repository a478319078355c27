#ifndef KWIK_EVENT_PATH_EVENTS_H
#define KWIK_EVENT_PATH_EVENTS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"
#include "protocol-core/event/states.h"

#include <string_view>

namespace kwik
{

struct PathOpened
{
    static constexpr std::string_view KIND = "path_opened";
    SessionHandle session;
    PathId path;
    Address server;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("path", self.path);
        visit("server", self.server);
    }
};

struct PathStateChanged
{
    static constexpr std::string_view KIND = "path_state_changed";
    SessionHandle session;
    PathId path;
    Address server;
    PathState from;
    PathState to;
    PathCause cause;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("path", self.path);
        visit("server", self.server);
        visit("from", self.from);
        visit("to", self.to);
        visit("cause", self.cause);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_PATH_EVENTS_H

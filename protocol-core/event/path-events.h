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

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("path", path);
        visit("server", server);
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

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("path", path);
        visit("server", server);
        visit("from", ToText(from));
        visit("to", ToText(to));
        visit("cause", ToText(cause));
    }
};

} // namespace kwik

#endif // KWIK_EVENT_PATH_EVENTS_H

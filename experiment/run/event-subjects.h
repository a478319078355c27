#ifndef KWIK_EXPERIMENT_RUN_EVENT_SUBJECTS_H
#define KWIK_EXPERIMENT_RUN_EVENT_SUBJECTS_H

#include "experiment/metrics/moment.h"
#include "experiment/scenario/scenario.h"
#include "protocol-core/base/address.h"
#include "protocol-core/event/event.h"

#include <map>
#include <string>
#include <tuple>

namespace kwik::experiment
{

/// Tells by name which server an event is about: events themselves know addresses and paths only.
class EventSubjects
{
  public:
    explicit EventSubjects(const Scenario& scenario);

    /// The server's name, or "" when the event is about none. Events come in the order of time,
    /// because a path is known by the event that opened it.
    std::string SubjectOf(HostId observer, const Event& event);

  private:
    using PathKey = std::tuple<HostId, SessionHandle, PathId>;

    std::string NameOf(const Address& address) const;

    std::map<Address, std::string> m_servers;
    std::map<PathKey, std::string> m_paths;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_EVENT_SUBJECTS_H

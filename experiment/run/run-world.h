#ifndef KWIK_EXPERIMENT_RUN_RUN_WORLD_H
#define KWIK_EXPERIMENT_RUN_RUN_WORLD_H

#include "protocol-core/base/instant.h"
#include "protocol-core/env/content-source.h"
#include "protocol-core/registry/server-info.h"
#include "protocol-core/session/session-report.h"

#include <functional>
#include <string>

namespace kwik::experiment
{

/// What a workload asks of the host of its client; as kwik::Host has it.
class HostPort
{
  public:
    virtual ~HostPort() = default;
    virtual SessionHandle Dial(const ServerInfo& primary) = 0;
    virtual StreamId OpenStream(SessionHandle session, const std::string& content) = 0;
    virtual void ReadUpTo(const SessionStream& stream, ByteCount limit) = 0;
    /// The source outlives the host.
    virtual StreamId StartUpload(SessionHandle session,
                                 const ContentSource& source,
                                 const std::string& content) = 0;
    virtual void CloseSession(SessionHandle session) = 0;
    virtual SessionReport Report(SessionHandle session) const = 0;
};

/// The time of a run, in which workloads do what they do.
class RunClock
{
  public:
    virtual ~RunClock() = default;
    virtual Instant Now() const = 0;
    /// Calls @p what later, also for no delay; what is due at one time in the order of the calls.
    virtual void After(Duration delay, std::function<void()> what) = 0;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_RUN_WORLD_H

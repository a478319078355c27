#include "experiment/scenario/check-context.h"
#include "experiment/text/nearest-name.h"
#include "experiment/text/quantity.h"

#include <set>

namespace kwik::experiment
{

namespace
{

void
CheckWholeMilliseconds(const CheckContext& context, const std::string& path, Duration span)
{
    if (span % std::chrono::milliseconds(1) != Duration::zero())
    {
        context.Refuse(path,
                       "QUIC says this to its peer in whole milliseconds; allowed: 1 ms steps");
    }
}

/// Each server of a list that gives servers something is known and listed once.
template <typename ENTRY>
void
CheckServers(const CheckContext& context,
             const std::string& list,
             const std::vector<ENTRY>& entries)
{
    std::set<std::string> seen;
    for (std::size_t i = 0; i < entries.size(); ++i)
    {
        const std::string path = PathOf(list, i) + ".server";
        context.HostAt(path, entries[i].server, HostRole::Server);
        if (!entries[i].server.empty() && !seen.insert(entries[i].server).second)
        {
            context.Refuse(path, Quoted(entries[i].server) + " is listed twice");
        }
    }
}

void
CheckUploadWeights(const CheckContext& context)
{
    const std::string list = "kwik.upload.weights";
    const std::vector<KwikUploadWeight>& weights = context.Read().kwik.uploadWeights;
    CheckServers(context, list, weights);
    if (!weights.empty() && context.Read().kwik.session.upload.scheduler != UploadPolicy::Weighted)
    {
        context.Refuse(list, "only the scheduler 'weighted' looks at them");
    }
}

void
CheckAllowed(const CheckContext& context,
             const std::string& list,
             const std::vector<std::string>& names,
             HostRole role)
{
    std::set<std::string> seen;
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        context.HostAt(PathOf(list, i), names[i], role);
        if (!names[i].empty() && !seen.insert(names[i]).second)
        {
            context.Refuse(PathOf(list, i), Quoted(names[i]) + " is listed twice");
        }
    }
}

void
CheckSecurity(const CheckContext& context)
{
    const KwikSecurity& security = context.Read().kwik.security;
    CheckAllowed(context,
                 "kwik.security.allowed_clients",
                 security.allowedClients,
                 HostRole::Client);
    CheckAllowed(context,
                 "kwik.security.allowed_servers",
                 security.allowedServers,
                 HostRole::Server);
    const bool isMutual = security.mutualTls || security.level == SecurityLevel::Maximum;
    if (!security.allowedClients.empty() && !isMutual)
    {
        context.Refuse("kwik.security.allowed_clients",
                       "without mutual TLS nobody knows who a client is; write mutual_tls: yes");
    }
}

void
CheckScaling(const CheckContext& context)
{
    const SessionConfig& session = context.Read().kwik.session;
    const ScalingConfig& scaling = session.scaling;
    CheckServers(context, "kwik.scaling.prices", context.Read().kwik.prices);
    if (scaling.downPercent >= scaling.upPercent)
    {
        const bool isUp = context.IsWritten("kwik.scaling.up");
        context.Refuse(isUp ? "kwik.scaling.up" : "kwik.scaling.down",
                       "up must be more than down; they are " + std::to_string(scaling.upPercent) +
                           " % and " + std::to_string(scaling.downPercent) + " %");
    }
    if (scaling.isAutomatic && session.failover.strategy != FailoverStrategy::Spread)
    {
        context.Refuse("kwik.scaling.automatic",
                       "backups that wait carry nothing; allowed: the failover strategy 'spread'");
    }
}

} // namespace

void
CheckKwik(const CheckContext& context)
{
    if (!context.IsSound("kwik"))
    {
        return;
    }
    const KwikSpec& kwik = context.Read().kwik;
    const SessionConfig& session = kwik.session;
    if (session.paths.min > session.paths.max)
    {
        context.Refuse("kwik.paths.min",
                       "more than max, which is " + std::to_string(session.paths.max));
    }
    if (session.path.degradedAfterTimeouts >= session.path.failedAfterTimeouts)
    {
        context.Refuse("kwik.detector.degraded_after",
                       "must be less than failed_after, which is " +
                           std::to_string(session.path.failedAfterTimeouts));
    }
    if (session.download.rangeMin > session.download.rangeMax)
    {
        context.Refuse("kwik.download.range_min",
                       "more than range_max, which is " +
                           ToText(Quantity{Dimension::Size, session.download.rangeMax.value}));
    }
    CheckUploadWeights(context);
    CheckSecurity(context);
    CheckScaling(context);
    CheckWholeMilliseconds(context, "kwik.idle_timeout", kwik.quic.idleTimeout);
    CheckWholeMilliseconds(context, "kwik.max_ack_delay", kwik.quic.maxAckDelay);
}

} // namespace kwik::experiment

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

void
CheckUploadWeights(const CheckContext& context)
{
    const std::string list = "kwik.upload.weights";
    std::set<std::string> seen;
    const std::vector<KwikUploadWeight>& weights = context.Read().kwik.uploadWeights;
    for (std::size_t i = 0; i < weights.size(); ++i)
    {
        const std::string path = PathOf(list, i) + ".server";
        context.HostAt(path, weights[i].server, HostRole::Server);
        if (!weights[i].server.empty() && !seen.insert(weights[i].server).second)
        {
            context.Refuse(path, Quoted(weights[i].server) + " is listed twice");
        }
    }
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
    CheckWholeMilliseconds(context, "kwik.idle_timeout", kwik.quic.idleTimeout);
    CheckWholeMilliseconds(context, "kwik.max_ack_delay", kwik.quic.maxAckDelay);
}

} // namespace kwik::experiment

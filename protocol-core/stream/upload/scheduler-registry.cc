#include "protocol-core/stream/upload/scheduler-registry.h"

#include "protocol-core/base/assert.h"
#include "protocol-core/stream/upload/blest-scheduler.h"
#include "protocol-core/stream/upload/deadline-scheduler.h"
#include "protocol-core/stream/upload/ecf-scheduler.h"
#include "protocol-core/stream/upload/min-rtt-scheduler.h"
#include "protocol-core/stream/upload/redundant-scheduler.h"
#include "protocol-core/stream/upload/round-robin-scheduler.h"
#include "protocol-core/stream/upload/weighted-scheduler.h"

#include <array>

namespace kwik
{

namespace
{

constexpr std::array<UploadSchedulerName, 7> NAMES = {{
    {"min-rtt", UploadPolicy::MinRtt},
    {"round-robin", UploadPolicy::RoundRobin},
    {"weighted", UploadPolicy::Weighted},
    {"blest", UploadPolicy::Blest},
    {"ecf", UploadPolicy::Ecf},
    {"redundant", UploadPolicy::Redundant},
    {"deadline", UploadPolicy::Deadline},
}};

} // namespace

std::span<const UploadSchedulerName>
UploadSchedulerNames()
{
    return NAMES;
}

std::optional<UploadPolicy>
UploadPolicyNamed(std::string_view name)
{
    for (const UploadSchedulerName& known : NAMES)
    {
        if (known.name == name)
        {
            return known.policy;
        }
    }
    return std::nullopt;
}

std::unique_ptr<UploadScheduler>
NewUploadScheduler(UploadPolicy policy)
{
    switch (policy)
    {
    case UploadPolicy::MinRtt:
        return std::make_unique<MinRttScheduler>();
    case UploadPolicy::RoundRobin:
        return std::make_unique<RoundRobinScheduler>();
    case UploadPolicy::Weighted:
        return std::make_unique<WeightedScheduler>();
    case UploadPolicy::Blest:
        return std::make_unique<BlestScheduler>();
    case UploadPolicy::Ecf:
        return std::make_unique<EcfScheduler>();
    case UploadPolicy::Redundant:
        return std::make_unique<RedundantScheduler>();
    case UploadPolicy::Deadline:
        return std::make_unique<DeadlineScheduler>();
    }
    KWIK_UNREACHABLE("an upload policy without a scheduler");
}

} // namespace kwik

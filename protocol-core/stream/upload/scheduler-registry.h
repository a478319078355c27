#ifndef KWIK_STREAM_UPLOAD_SCHEDULER_REGISTRY_H
#define KWIK_STREAM_UPLOAD_SCHEDULER_REGISTRY_H

#include "protocol-core/stream/upload/upload-config.h"
#include "protocol-core/stream/upload/upload-scheduler.h"

#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace kwik
{

/// A scheduler as scenarios name it.
struct UploadSchedulerName
{
    std::string_view name;
    UploadPolicy policy;
};

/// Every scheduler that there is, the default one first.
std::span<const UploadSchedulerName> UploadSchedulerNames();

/// Nothing for a name that is not in UploadSchedulerNames().
std::optional<UploadPolicy> UploadPolicyNamed(std::string_view name);

std::unique_ptr<UploadScheduler> NewUploadScheduler(UploadPolicy policy);

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_SCHEDULER_REGISTRY_H

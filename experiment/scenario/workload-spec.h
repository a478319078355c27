#ifndef KWIK_EXPERIMENT_SCENARIO_WORKLOAD_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_WORKLOAD_SPEC_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// A client fetches @p size bytes; @p from is the primary of its session.
struct DownloadSpec
{
    std::string from;
    std::string to;
    ByteCount size;
    Duration at{};
    std::optional<BitRate> pace; ///< At which it is read; as fast as it comes without it.
    bool operator==(const DownloadSpec&) const = default;
};

/// A client sends @p size bytes; @p to is the primary of its session.
struct UploadSpec
{
    std::string from;
    std::string to;
    ByteCount size;
    Duration at{};
    bool operator==(const UploadSpec&) const = default;
};

/// One of the sizes that downloads have, as often as its weight is in the sum of all weights.
struct SizeShare
{
    ByteCount size;
    std::uint32_t weight = 1;
    bool operator==(const SizeShare&) const = default;
};

/// Which server is the primary of an arriving download.
enum class PrimaryChoice : std::uint8_t
{
    Nearest, ///< The one with the shortest way.
    Any,     ///< A random one.
};

/// Downloads that arrive at random (a Poisson process), each by a random client.
struct ArrivalsSpec
{
    Duration every{}; ///< The mean time between two.
    Duration at{};
    Duration lasting{}; ///< For how long they arrive.
    std::vector<SizeShare> sizes;
    PrimaryChoice primary = PrimaryChoice::Nearest;
    std::optional<BitRate> pace; ///< At which each is read; as fast as it comes without it.
    bool operator==(const ArrivalsSpec&) const = default;
};

/// Exactly one is present.
struct WorkloadSpec
{
    std::optional<DownloadSpec> download;
    std::optional<UploadSpec> upload;
    std::optional<ArrivalsSpec> arrivals;
    bool operator==(const WorkloadSpec&) const = default;
};

enum class TransferDirection : std::uint8_t
{
    Download,
    Upload,
};

/// What both workloads have, whichever way the bytes go.
struct Transfer
{
    TransferDirection direction = TransferDirection::Download;
    std::string client;
    std::string primary;
    ByteCount size;
    Duration at{};
    std::optional<BitRate> pace;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_WORKLOAD_SPEC_H

#ifndef KWIK_EXPERIMENT_SCENARIO_SCENARIO_H
#define KWIK_EXPERIMENT_SCENARIO_SCENARIO_H

#include "experiment/scenario/beside-spec.h"
#include "experiment/scenario/conclusion-spec.h"
#include "experiment/scenario/expectation-spec.h"
#include "experiment/scenario/kwik-spec.h"
#include "experiment/scenario/network-spec.h"
#include "experiment/scenario/timeline-entry.h"
#include "experiment/scenario/tolerance-spec.h"
#include "experiment/scenario/topology.h"
#include "experiment/scenario/transport-spec.h"
#include "experiment/scenario/workload-spec.h"
#include "experiment/sweep/sweep-spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// A way for the primary to know its secondaries.
struct DiscoverySpec
{
    std::optional<std::vector<std::string>> staticServers;
    /// Every server knows so many others: those with the shortest way.
    std::optional<std::uint32_t> nearest;
    bool operator==(const DiscoverySpec&) const = default;
};

enum class ChurnTarget : std::uint8_t
{
    Servers,  ///< They crash, and start afresh.
    Backbone, ///< The links between routers fail, and come back.
};

/// Things that fail and come back at random times, each for itself; how long they are well and how
/// long not is exponentially distributed. What the timeline names is left alone.
struct ChurnSpec
{
    ChurnTarget of = ChurnTarget::Servers;
    Duration up{};   ///< The mean.
    Duration down{}; ///< The mean.
    bool operator==(const ChurnSpec&) const = default;
};

/// Whether a picture is drawn of each run that was finished.
enum class PictureChoice : std::uint8_t
{
    Auto, ///< Unless the runs of a sweep are many.
    Always,
    Never,
};

/// What a run writes down beside its metrics and verdicts. Changes neither these nor the
/// fingerprint: they are taken from the run itself, not from what is written of it.
struct RecordSpec
{
    bool events = true;
    Duration sampleEvery = std::chrono::milliseconds(100);
    bool pcap = false;
    bool qlog = false;
    bool keylog = false;
    PictureChoice picture = PictureChoice::Auto;
    bool operator==(const RecordSpec&) const = default;
};

/**
 * One experiment, as a scenario file states it, with every default filled in.
 *
 * Names refer to hosts by name and were checked; times count from the start of the run. Lists keep
 * the order of the file.
 */
struct Scenario
{
    std::string title;
    std::string question;
    std::vector<std::string> tags;
    Duration duration{}; ///< A run ends earlier when its workloads are done.
    std::uint32_t seeds = 1;
    /// What the file names, then what is made of `network`.
    std::vector<HostSpec> hosts;
    std::vector<LinkSpec> links;
    std::optional<TransitStubSpec> network;
    Interior interior = Interior::Packets;
    std::vector<DiscoverySpec> discovery;
    KwikSpec kwik;
    std::optional<TransportSpec> transport; ///< Instead of Kwik.
    std::vector<WorkloadSpec> workload;
    std::vector<TimelineEntry> timeline;
    std::vector<ChurnSpec> churn;
    RecordSpec record;
    std::vector<ExpectationSpec> expect;
    /// Of all runs together; none of these four is a part of what one run does.
    std::optional<std::vector<ConclusionSpec>> conclude;
    /// Present: it is run in both worlds.
    std::optional<std::vector<ToleranceSpec>> validate;
    /// Present: it is run on the testbed, and so are these other transports.
    std::optional<std::vector<BesideSpec>> beside;
    std::optional<std::vector<SweepSpec>> sweep;
};

/// @pre the workload is a download or an upload
Transfer TransferOf(const WorkloadSpec& work);

/// The bytes of all workloads.
ByteCount WorkloadSize(const Scenario& scenario);

/// The host of that name, or nullptr.
const HostSpec* FindHost(const Scenario& scenario, std::string_view name);

/// The servers by their places in the list of hosts.
std::vector<std::size_t> ServerPlaces(const Scenario& scenario);

/// The link that joins these hosts in either order, or nullptr.
const LinkSpec* FindLink(const Scenario& scenario, const HostPair& hosts);

/// Whether both are routers.
bool IsBetweenRouters(const Scenario& scenario, const HostPair& hosts);

/// The servers of all discovery sources, in order, each once; all there are when one looks for the
/// nearest.
std::vector<std::string> DiscoveredServers(const Scenario& scenario);

/// The largest UDP payload that fits every link: the smallest MTU less 28 bytes of IPv4 and UDP.
ByteCount LargestDatagram(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_SCENARIO_H

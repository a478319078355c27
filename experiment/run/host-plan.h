#ifndef KWIK_EXPERIMENT_RUN_HOST_PLAN_H
#define KWIK_EXPERIMENT_RUN_HOST_PLAN_H

#include "experiment/metrics/moment.h"
#include "experiment/scenario/scenario.h"
#include "experiment/workload/generated-content.h"
#include "protocol-core/endpoint/endpoint-config.h"
#include "protocol-core/env/content-source.h"
#include "protocol-core/quic/quic-config.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// What the hosts of a scenario are, with one seed, in whatever world: addresses, keys, settings,
/// content, and whom they know.
class HostPlan
{
  public:
    /// The scenario outlives the plan.
    HostPlan(const Scenario& scenario, std::uint64_t seed);

    const Scenario& Of() const;
    HostId IdOf(const std::string& host) const;
    const HostSpec& SpecOf(HostId host) const;
    /// With the port.
    Address AddressOf(const std::string& host) const;
    ServerInfo InfoOf(const std::string& server) const;
    /// The place of the link in the scenario's list.
    std::size_t LinkIndex(const HostPair& hosts) const;

    EndpointConfig EndpointOf(const HostSpec& host) const;
    QuicConfig Quic() const;
    /// Lives as long as the plan.
    const ContentSource& ContentOf(const HostSpec& host) const;

    static std::vector<std::pair<Address, std::string>> ServerAddresses(const Scenario& scenario);

  private:
    std::vector<UploadWeight> UploadWeights() const;
    std::vector<PathPrice> PathPrices() const;
    SigningSeed KeyOf(const std::string& host) const;
    KeyPin PinAt(const std::string& host) const;
    std::vector<KeyPin> PinsOf(const std::vector<std::string>& hosts) const;
    SecurityConfig Security() const;

    const Scenario& m_scenario;
    std::uint64_t m_seed;
    std::map<std::string, std::vector<std::string>> m_directories; ///< Whom each server knows.
    std::map<std::string, HostId> m_ids;
    GeneratedContent m_everything;
    NoContent m_nothing;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_HOST_PLAN_H

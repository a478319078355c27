#include "experiment/scenario/tolerance-spec.h"

#include "experiment/scenario/scenario.h"
#include "experiment/scenario/timeline-actions.h"

#include <algorithm>

namespace kwik::experiment
{

std::vector<ToleranceSpec>
DefaultTolerances(const Scenario& scenario)
{
    constexpr Share THREE_PERCENT{30'000};
    constexpr Share FIVE_PERCENT{50'000};
    constexpr Share FIFTEEN_PERCENT{150'000};
    constexpr Quantity POINTS{Dimension::Share, FIVE_PERCENT.millionths};
    constexpr Quantity GAP{Dimension::Time, 20'000'000};

    std::vector<ToleranceSpec> tolerances{{{"goodput"}, THREE_PERCENT, {}},
                                          {{"completion_time"}, FIVE_PERCENT, {}}};
    if (CountFaults(scenario) > 0)
    {
        tolerances.push_back({{"failover_gap"}, FIFTEEN_PERCENT, GAP});
    }
    const bool hasDownloads = std::any_of(scenario.workload.begin(),
                                          scenario.workload.end(),
                                          [](const auto& work) { return !work.upload; });
    const std::vector<std::size_t> servers = ServerPlaces(scenario);
    if (hasDownloads && servers.size() > 1)
    {
        for (const std::size_t place : servers)
        {
            tolerances.push_back(
                {{"share_from", {}, scenario.hosts[place].name}, std::nullopt, POINTS});
        }
    }
    return tolerances;
}

} // namespace kwik::experiment

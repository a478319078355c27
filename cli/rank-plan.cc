#include "cli/rank-plan.h"

#include "analysis/optimum/earliest-finish.h"
#include "protocol-core/stream/upload/scheduler-registry.h"

#include <algorithm>
#include <boost/program_options/errors.hpp>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;

constexpr std::uint64_t KILOBIT = 1'000;

Ranking
RankingOf(const ScenarioFile& file)
{
    const experiment::Scenario& scenario = file.scenario;
    if (file.sweep)
    {
        throw po::error(file.path + ": has a sweep; kwiklab show --point N prints one point of it, "
                                    "which can be ranked");
    }
    if (scenario.workload.size() != 1 || !scenario.workload[0].upload)
    {
        throw po::error(file.path +
                        ": its workload is not one upload, so there is nothing to rank");
    }
    if (!scenario.timeline.empty())
    {
        throw po::error(file.path +
                        ": its timeline changes the network, so the optimum is unknown");
    }
    const experiment::Transfer upload = experiment::TransferOf(scenario.workload[0]);
    const auto routes = experiment::TransferRoutes(scenario, upload);
    if (!routes)
    {
        throw po::error(file.path + ": the ways to its servers share a link, so the optimum is "
                                    "unknown; give each server links of its own");
    }
    std::vector<analysis::SegmentRoute> ways;
    for (const experiment::TransferRoute& route : *routes)
    {
        ways.push_back({route.rate, route.delay});
    }
    const ByteCount segment = scenario.kwik.session.upload.segmentMax;
    const auto optimum = analysis::EarliestFinish({upload.size, segment}, ways);
    return {scenario.title, *routes, optimum.value_or(Duration{}), {}};
}

/// In kbit/s, so that whole numbers say enough.
std::vector<experiment::KwikUploadWeight>
WeightsByRate(const std::vector<experiment::TransferRoute>& routes)
{
    constexpr std::uint64_t MOST = 1'000'000;
    std::vector<experiment::KwikUploadWeight> weights;
    for (const experiment::TransferRoute& route : routes)
    {
        const std::uint64_t rate =
            std::clamp<std::uint64_t>(route.rate.bitsPerSecond / KILOBIT, 1, MOST);
        weights.push_back({route.server, static_cast<std::uint32_t>(rate)});
    }
    return weights;
}

} // namespace

RankPlan
PlanRanking(const ScenarioFile& file)
{
    RankPlan plan{RankingOf(file), {}};
    for (const UploadSchedulerName& scheduler : UploadSchedulerNames())
    {
        const std::string name(scheduler.name);
        ScenarioFile variant{file.path, file.name + "-" + name, file.scenario};
        variant.scenario.title = name + ": " + file.scenario.title;
        variant.scenario.kwik.session.upload.scheduler = scheduler.policy;
        variant.scenario.expect.clear();
        variant.scenario.conclude.reset();
        std::vector<experiment::KwikUploadWeight>& weights = variant.scenario.kwik.uploadWeights;
        if (scheduler.policy != UploadPolicy::Weighted)
        {
            weights.clear();
        }
        else if (weights.empty())
        {
            weights = WeightsByRate(plan.ranking.routes);
        }
        plan.variants.push_back(std::move(variant));
        plan.ranking.schedulers.push_back({name, {}});
    }
    return plan;
}

} // namespace kwik::cli

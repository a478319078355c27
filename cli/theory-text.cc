#include "cli/theory-text.h"

#include "analysis/oracle/oracle.h"
#include "cli/quantity-text.h"
#include "experiment/scenario/transfer-routes.h"

#include <algorithm>
#include <cmath>

namespace kwik::cli
{

namespace
{

using experiment::Dimension;
using experiment::Scenario;
using experiment::TransferRoute;

/// The one transfer of a network that stays as it is.
std::optional<experiment::Transfer>
LoneTransfer(const Scenario& scenario)
{
    const bool isStill = scenario.timeline.empty() && scenario.churn.empty();
    if (!isStill || scenario.workload.size() != 1 || scenario.workload[0].arrivals)
    {
        return std::nullopt;
    }
    const experiment::Transfer transfer = experiment::TransferOf(scenario.workload[0]);
    return transfer.pace ? std::nullopt : std::optional(transfer);
}

std::vector<analysis::OracleRoute>
Facts(const std::vector<TransferRoute>& routes)
{
    std::vector<analysis::OracleRoute> facts;
    for (const TransferRoute& route : routes)
    {
        facts.push_back({route.rate, route.delay, route.loss});
    }
    return facts;
}

std::string
Rounded(Dimension dimension, double value)
{
    return RoundedText(dimension, static_cast<std::uint64_t>(std::llround(value)));
}

std::string
GoodputText(const Scenario& scenario, const std::vector<analysis::OracleRoute>& routes)
{
    const double capacity = analysis::CapacityOf(routes);
    const auto reno = routes.size() == 1 ? analysis::RenoRateOf(routes[0]) : std::nullopt;
    const bool followsReno = scenario.kwik.quic.congestionControl == CongestionControl::Reno;
    if (reno && followsReno)
    {
        return "~ " + Rounded(Dimension::Rate, *reno);
    }
    return "<= " + Rounded(Dimension::Rate, capacity);
}

std::string
ShareText(const std::vector<TransferRoute>& routes, const std::string& server)
{
    const auto own = std::find_if(routes.begin(), routes.end(), [&server](const auto& route) {
        return route.server == server;
    });
    const double all = analysis::CapacityOf(Facts(routes));
    if (own == routes.end() || all <= 0)
    {
        return "";
    }
    const double share = analysis::CapacityOf(Facts({*own})) / all;
    return "~ " + Rounded(Dimension::Share, share * experiment::WHOLE.millionths);
}

std::string
TimeText(const std::string& relation, std::optional<Duration> span)
{
    return span ? relation + RoundedText(Dimension::Time, static_cast<std::uint64_t>(span->count()))
                : "";
}

} // namespace

std::string
TheoryText(const Scenario& scenario, const experiment::MetricCall& metric)
{
    const auto transfer = LoneTransfer(scenario);
    const auto routes = transfer ? experiment::TransferRoutes(scenario, *transfer) : std::nullopt;
    if (!routes || routes->empty() || metric.span)
    {
        return "";
    }
    const std::vector<analysis::OracleRoute> facts = Facts(*routes);
    if (metric.name == "goodput" || metric.name == "steady_goodput")
    {
        return GoodputText(scenario, facts);
    }
    if (metric.name == "completion_time")
    {
        return TimeText(">= ", analysis::EarliestCompletion(transfer->size, facts));
    }
    if (metric.name == "handshake_time")
    {
        return TimeText(">= ", analysis::HandshakeOf(facts[0]));
    }
    return metric.name == "share_from" ? ShareText(*routes, metric.server) : "";
}

} // namespace kwik::cli

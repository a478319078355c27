#include "cli/baseline-plan.h"

#include "experiment/scenario/load-scenario.h"
#include "experiment/scenario/scenario-text.h"
#include "experiment/scenario/timeline-actions.h"
#include "experiment/scenario/transfer-routes.h"
#include "experiment/text/nearest-name.h"

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <set>

namespace kwik::cli
{

namespace
{

namespace po = boost::program_options;
using experiment::Scenario;
using experiment::TransportSpec;

constexpr const char* KWIK = "kwik";

ScenarioFile
Variant(const ScenarioFile& file, const std::string& name)
{
    ScenarioFile variant{file.path, file.name + "-" + name, file.scenario};
    variant.scenario.title = name + ": " + file.scenario.title;
    variant.scenario.expect.clear();
    variant.scenario.conclude.reset();
    variant.scenario.validate.reset();
    variant.scenario.beside.reset();
    return variant;
}

/// As the file's own checks would refuse it.
void
DemandComparable(const ScenarioFile& file, const std::vector<ScenarioFile>& variants)
{
    for (const ScenarioFile& variant : variants)
    {
        const experiment::LoadedScenario loaded =
            experiment::ReadScenario({file.path, experiment::ResolvedText(variant.scenario)},
                                     experiment::World::Testbed);
        if (!loaded.scenario)
        {
            throw po::error(file.path + ": cannot be carried by " +
                            variant.name.substr(file.name.size() + 1) + ": " +
                            loaded.diagnostics.at(0).message);
        }
    }
}

/// What all ways of the download carry together; nothing when they share a link.
std::optional<BitRate>
SumOfRates(const Scenario& scenario)
{
    const auto routes =
        experiment::TransferRoutes(scenario, experiment::TransferOf(scenario.workload[0]));
    if (!routes)
    {
        return std::nullopt;
    }
    BitRate sum;
    for (const experiment::TransferRoute& route : *routes)
    {
        sum.bitsPerSecond += route.rate.bitsPerSecond;
    }
    return sum;
}

/// The same after the first instant at which links go down.
std::optional<BitRate>
SumOfRatesAfterCut(Scenario scenario)
{
    std::optional<Duration> cut;
    for (const experiment::TimelineAction& action : experiment::TimelineActions(scenario))
    {
        const auto* change = std::get_if<experiment::ChangeLink>(&action.what);
        const bool isCut =
            change != nullptr && change->property == experiment::LinkProperty::State &&
            change->values[0] == experiment::PropertyValue(experiment::LinkState::Down);
        if (isCut && action.at == cut.value_or(action.at))
        {
            cut = action.at;
            std::erase_if(scenario.links, [change](const experiment::LinkSpec& link) {
                return link.between == change->link;
            });
        }
    }
    return cut ? SumOfRates(scenario) : std::nullopt;
}

bool
IsNamed(const std::string& name, const std::vector<std::string>& only)
{
    return only.empty() || std::any_of(only.begin(), only.end(), [&name](const std::string& word) {
               return name == word || name.starts_with(word + "-");
           });
}

void
DemandKnown(const std::vector<std::string>& only, const std::vector<TransportSpec>& transports)
{
    experiment::Names names{KWIK};
    for (const TransportSpec& transport : transports)
    {
        names.push_back(NameOf(transport));
    }
    for (const std::string& word : only)
    {
        if (std::none_of(names.begin(), names.end(), [&word](const std::string& name) {
                return IsNamed(name, {word});
            }))
        {
            throw po::error(
                "--only " + word + ": there is none" + experiment::DidYouMean(word, names) +
                "; allowed: " + experiment::ListOf(names) + ", or first words of these");
        }
    }
}

} // namespace

Baselines
BaselinesOf(const Scenario& scenario)
{
    return {scenario.title, SumOfRates(scenario), SumOfRatesAfterCut(scenario), {}};
}

ScenarioFile
WithTransport(const ScenarioFile& file, const TransportSpec& transport)
{
    ScenarioFile variant = Variant(file, NameOf(transport));
    variant.scenario.transport = transport;
    // They write neither.
    variant.scenario.record.qlog = false;
    variant.scenario.record.keylog = false;
    return variant;
}

BaselinePlan
PlanBaselines(const ScenarioFile& file, const std::vector<std::string>& only)
{
    if (file.sweep || file.scenario.transport)
    {
        throw po::error(file.path + (file.sweep
                                         ? ": has a sweep; kwiklab show --point N prints one "
                                           "point of it, which can be compared"
                                         : ": has a transport of its own"));
    }
    const std::vector<TransportSpec> usual = experiment::UsualTransports(file.scenario);
    DemandKnown(only, usual);
    BaselinePlan plan{BaselinesOf(file.scenario), {}, {}};
    if (IsNamed(KWIK, only))
    {
        plan.variants.push_back(Variant(file, KWIK));
        plan.baselines.contenders.push_back({KWIK, "Kwik", {}});
    }
    std::vector<ScenarioFile> others;
    for (const TransportSpec& transport : usual)
    {
        if (IsNamed(NameOf(transport), only))
        {
            plan.transports.push_back(transport);
            others.push_back(WithTransport(file, transport));
            plan.baselines.contenders.push_back({NameOf(transport), SourceOf(transport), {}});
        }
    }
    DemandComparable(file, others);
    plan.variants.insert(plan.variants.end(), others.begin(), others.end());
    return plan;
}

} // namespace kwik::cli

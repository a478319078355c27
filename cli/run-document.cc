#include "cli/run-document.h"

#include "cli/parameters-text.h"
#include "experiment/store/run-state.h"

#include <cmath>

namespace kwik::cli
{

namespace
{

using nlohmann::ordered_json;

ordered_json
ExpectationsOf(const RunResult& result)
{
    auto list = ordered_json::array();
    for (const ExpectationResult& expectation : result.expectations)
    {
        list.push_back(
            {{"name", expectation.name},
             {"measured",
              expectation.measured ? ordered_json(*expectation.measured) : ordered_json(nullptr)},
             {"low", expectation.low},
             {"high", expectation.high},
             {"unit", experiment::BaseUnitOf(expectation.dimension)},
             {"pass", expectation.isMet}});
    }
    return list;
}

} // namespace

ordered_json
DocumentOf(const RunResult& result, const RunFacts& facts)
{
    auto metrics = ordered_json::object();
    auto units = ordered_json::object();
    for (const auto& [name, metric] : result.metrics)
    {
        metrics[name] = std::llround(metric.value);
        units[name] = experiment::BaseUnitOf(metric.dimension);
    }
    ordered_json document{{"id", result.row.id.value},
                          {"scenario", facts.scenario},
                          {"seed", result.row.key.seed},
                          {"world", experiment::ToText(result.row.key.world)},
                          {"state", experiment::ToText(result.row.state)},
                          {"failure", result.row.failure},
                          {"fingerprint", result.row.fingerprint},
                          {"metrics", metrics},
                          {"units", units},
                          {"expectations", ExpectationsOf(result)},
                          {"picture", nullptr}};
    if (!facts.parameters.empty())
    {
        document["point"] = result.point + 1;
        document["parameters"] = DocumentOf(facts.parameters);
    }
    if (!facts.picture.empty())
    {
        document["picture"] = facts.picture;
    }
    if (facts.isVerified)
    {
        document["verified"] = *facts.isVerified;
    }
    return document;
}

} // namespace kwik::cli

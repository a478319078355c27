#ifndef KWIK_CLI_BASELINE_PLAN_H
#define KWIK_CLI_BASELINE_PLAN_H

#include "cli/baseline-table.h"
#include "cli/scenario-files.h"

#include <string>
#include <vector>

namespace kwik::cli
{

/// What `kwiklab testbed baselines` compares: contenders without runs yet, and for each of them the
/// scenario that differs in nothing but the transport.
struct BaselinePlan
{
    Baselines baselines;
    std::vector<ScenarioFile> variants; ///< In the order of the contenders.
    std::vector<experiment::TransportSpec> transports;
};

/// What is compared, without contenders.
Baselines BaselinesOf(const experiment::Scenario& scenario);

/// The scenario with another transport, which expects and compares nothing. Its name is that of the
/// file and NameOf(transport).
ScenarioFile WithTransport(const ScenarioFile& file, const experiment::TransportSpec& transport);

/**
 * Kwik and the usual transports, or of them those that @p only names, by a whole name or by its
 * first words: "tcp", "tcp-cubic", "tcp-cubic-primary".
 *
 * Throws boost::program_options::error when the scenario cannot be compared: it has a sweep or a
 * transport, its workload is not one download, or something befalls a host.
 */
BaselinePlan PlanBaselines(const ScenarioFile& file, const std::vector<std::string>& only);

} // namespace kwik::cli

#endif // KWIK_CLI_BASELINE_PLAN_H

#ifndef KWIK_CLI_RUN_START_H
#define KWIK_CLI_RUN_START_H

#include "experiment/scenario/scenario.h"
#include "experiment/store/run-record.h"

#include <cstdint>
#include <string>

namespace kwik::cli
{

/// What the store is told of a run by this build that starts now, but the versions of
/// the libraries.
/// @p parameters is the JSON object of what a sweep varied.
experiment::RunStart DescribeRun(const experiment::Scenario& scenario,
                                 std::uint64_t seed,
                                 const std::string& parameters,
                                 experiment::World world);

/// What this program was built from, in a word: "COMMIT-Release", or "COMMIT+HASH-Release" when the
/// sources differed from the commit.
std::string ThisBuild();

/// The same scenario, seed, build and world: such runs do the same.
experiment::RunKey KeyOf(const experiment::Scenario& scenario,
                         std::uint64_t seed,
                         experiment::World world);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_START_H

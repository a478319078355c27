#ifndef KWIK_TESTS_UNIT_EXPERIMENT_SCENARIO_SUPPORT_H
#define KWIK_TESTS_UNIT_EXPERIMENT_SCENARIO_SUPPORT_H

#include "experiment/scenario/load-scenario.h"

#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment::test
{

/// The names of all scenarios of the repository, without their folder and ending.
std::vector<std::string> ScenarioNames();

/// Of those, which have no sweep.
std::vector<std::string> PlainScenarioNames();

/// A file of the repository.
std::string RepositoryPath(const std::string& path);

std::string ReadRepositoryFile(const std::string& path);

/// A short scenario that is right: one client, two servers, a crash, an expectation.
std::string SmallScenario();

/// @p text with the first @p from replaced. Fails the test if it is not there.
std::string With(std::string text, std::string_view from, std::string_view to);

/// The scenario in @p text. Fails the test if there is none.
Scenario MustRead(const std::string& text);

/// The errors in @p text under the name "f", one headline a line.
std::string ErrorsIn(const std::string& text);

/// The same for a file that is already loaded.
std::string HeadlinesOf(const LoadedScenario& loaded);

} // namespace kwik::experiment::test

#endif // KWIK_TESTS_UNIT_EXPERIMENT_SCENARIO_SUPPORT_H

#ifndef KWIK_CLI_SCENARIO_CATALOGUE_H
#define KWIK_CLI_SCENARIO_CATALOGUE_H

#include "cli/scenario-files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kwik::cli
{

/**
 * Where scenarios are looked for when none is named, in this order:
 *
 * - `scenarios/` of the working directory,
 * - `share/kwiklab/scenarios/` beside the `bin/` that kwiklab is installed in,
 * - `scenarios/` of the source checkout that kwiklab was built in (build/PRESET/cli).
 *
 * Of two files with one name the first one counts, so that a project can replace one of ours.
 *
 * @param program the path of kwiklab
 */
std::vector<std::filesystem::path> CatalogueFolders(const std::filesystem::path& program);

/// The scenario files in @p folders, by folder and name.
std::vector<std::string> CatalogueFiles(const std::vector<std::filesystem::path>& folders);

/// The scenarios among @p files that have one of @p tags; all of them when there are no tags.
std::vector<ScenarioFile> WithTags(std::vector<ScenarioFile> files,
                                   const std::vector<std::string>& tags);

} // namespace kwik::cli

#endif // KWIK_CLI_SCENARIO_CATALOGUE_H

#ifndef KWIK_TESTBED_KWIKD_LOAD_CONFIG_H
#define KWIK_TESTBED_KWIKD_LOAD_CONFIG_H

#include "experiment/yaml/node.h"
#include "testbed/kwikd/daemon-config.h"

#include <optional>
#include <string>

namespace kwik::testbed
{

/// Where a configuration comes from.
struct ConfigSources
{
    std::optional<std::string> file;
    experiment::Node options{experiment::NodeForm::Map, {}, {}, {}, {}}; ///< Of the command line.
};

/// A configuration, or what is wrong with its sources.
struct LoadedConfig
{
    std::optional<DaemonConfig> config;
    std::string errors;   ///< Lines: `FILE:LINE:COLUMN: error: ...` or `--OPTION: ...`.
    bool isBroken{false}; ///< A file that a good configuration names cannot be read.
};

/**
 * Reads the file, then the options over it. All errors are found at once.
 *
 * Beyond what the table says, the folders have to be there, and the list of client keys has to be
 * readable. Paths in the file are relative to its folder.
 */
LoadedConfig LoadConfig(const ConfigSources& sources);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_LOAD_CONFIG_H

#ifndef KWIK_CLI_CODE_VERSION_H
#define KWIK_CLI_CODE_VERSION_H

#include "experiment/store/run-record.h"

#include <string_view>

namespace kwik::cli
{

/// The sources that this program was built from.
experiment::CodeVersion ThisCode();
/// "Release", "Debug", ...
std::string_view ThisBuildType();

} // namespace kwik::cli

#endif // KWIK_CLI_CODE_VERSION_H

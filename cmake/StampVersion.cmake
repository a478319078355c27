# Writes OUT with the commit that is built and a hash of what differs from it, when either changed.
execute_process(COMMAND git -C "${SOURCE}" rev-parse HEAD
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE status)
if(status EQUAL 0)
  execute_process(COMMAND git -C "${SOURCE}" diff HEAD OUTPUT_VARIABLE difference ERROR_QUIET)
  if(NOT difference STREQUAL "")
    string(SHA1 dirty "${difference}")
  endif()
else()
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT "${OUT}" @ONLY CONTENT [[
#include "cli/code-version.h"

namespace kwik::cli
{

experiment::CodeVersion
ThisCode()
{
    return {"@commit@", "@dirty@"};
}

std::string_view
ThisBuildType()
{
    return "@BUILD_TYPE@";
}

} // namespace kwik::cli
]])

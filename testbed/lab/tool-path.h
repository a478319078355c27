#ifndef KWIK_TESTBED_LAB_TOOL_PATH_H
#define KWIK_TESTBED_LAB_TOOL_PATH_H

#include <optional>
#include <string>

namespace kwik::testbed
{

/// Where a program of the system is: in the folders of PATH, then in /usr/sbin and /sbin, which
/// those of users often lack.
std::optional<std::string> FindTool(const std::string& name);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_TOOL_PATH_H

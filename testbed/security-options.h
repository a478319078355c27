#ifndef KWIK_TESTBED_SECURITY_OPTIONS_H
#define KWIK_TESTBED_SECURITY_OPTIONS_H

#include "protocol-core/base/security.h"

#include <optional>
#include <string>
#include <vector>

namespace kwik::testbed
{

/// The level of that name.
std::optional<SecurityLevel> ParseSecurityLevel(const std::string& name);

/// The pins in a file, one a line; what follows `#` is for people. Throws std::runtime_error with
/// the file, the line, and what is allowed.
std::vector<KeyPin> LoadPins(const std::string& file);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_SECURITY_OPTIONS_H

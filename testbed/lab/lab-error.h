#ifndef KWIK_TESTBED_LAB_LAB_ERROR_H
#define KWIK_TESTBED_LAB_LAB_ERROR_H

#include <stdexcept>
#include <string>
#include <string_view>

namespace kwik::testbed
{

/// Why there is no lab, or not any more; for people, with advice where there is some.
class LabError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/// Throws a LabError that names @p what failed and says why by errno.
[[noreturn]] void FailBySystem(std::string_view what);

/// @p status, unless it is negative: then as FailBySystem.
int Checked(int status, std::string_view what);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_LAB_ERROR_H

#include "testbed/lab/lab-error.h"

#include <cerrno>
#include <system_error>

namespace kwik::testbed
{

void
FailBySystem(std::string_view what)
{
    const std::string reason = std::generic_category().message(errno);
    throw LabError(std::string(what) + ": " + reason);
}

int
Checked(int status, std::string_view what)
{
    if (status < 0)
    {
        FailBySystem(what);
    }
    return status;
}

} // namespace kwik::testbed

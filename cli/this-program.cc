#include "cli/this-program.h"

namespace kwik::cli
{

std::filesystem::path
ThisProgram()
{
    return std::filesystem::read_symlink("/proc/self/exe");
}

} // namespace kwik::cli

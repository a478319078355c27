#include "testbed/lab/tool-path.h"

#include <cstdlib>
#include <sstream>
#include <unistd.h>

namespace kwik::testbed
{

std::optional<std::string>
FindTool(const std::string& name)
{
    const char* const path = std::getenv("PATH");
    std::istringstream folders(std::string(path == nullptr ? "" : path) + ":/usr/sbin:/sbin");
    for (std::string folder; std::getline(folders, folder, ':');)
    {
        const std::string file = folder + "/" + name;
        // An empty entry is the working directory, whose programs nobody has put there for this.
        if (!folder.empty() && ::access(file.c_str(), X_OK) == 0)
        {
            return file;
        }
    }
    return std::nullopt;
}

} // namespace kwik::testbed

// kwiklab replay: plays the record of a host. kwiklab-replay does it, for it replaces the
// randomness of GnuTLS, which this program must not.
#include "cli/command.h"
#include "cli/replay-options.h"
#include "cli/this-program.h"

#include <cerrno>
#include <iostream>
#include <system_error>
#include <unistd.h>

namespace kwik::cli
{

int
RunReplay(const Arguments& arguments)
{
    if (!ReadReplayOptions(arguments))
    {
        return EXIT_OK;
    }
    std::string program = (ThisProgram().parent_path() / "kwiklab-replay").string();
    std::vector<std::string> words = arguments;
    std::vector<char*> argv{program.data()};
    for (std::string& word : words)
    {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    std::cout.flush();
    ::execv(program.c_str(), argv.data());
    throw std::system_error(errno, std::generic_category(), program);
}

} // namespace kwik::cli

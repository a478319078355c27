#ifndef KWIK_TESTBED_LAB_CHILD_PROCESS_H
#define KWIK_TESTBED_LAB_CHILD_PROCESS_H

#include "testbed/lab/network-namespace.h"

#include <string>
#include <sys/types.h>
#include <vector>

namespace kwik::testbed
{

/// A file of ours that a program finds open under the number @p there.
struct InheritedFile
{
    int here;
    int there;
};

struct SpawnCommand
{
    std::vector<std::string> argv; ///< The first one is the path of the program.
    /// Besides standard output and error, which it shares unless they are in this list. Numbers
    /// are below 300.
    std::vector<InheritedFile> files;
};

/// Starts a program in a network namespace; it also inherits the file @p kept under its own number.
/// It is killed when this thread ends. @throws LabError if there is no such program
pid_t SpawnIn(const NetworkNamespace& where, const SpawnCommand& command, int kept);

/// Closes every open file of this process that is not in the list.
void CloseAllBut(std::vector<int> files);

/// No signal waits any more because a parent had held it back.
void UnblockSignals();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_CHILD_PROCESS_H

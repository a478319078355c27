#ifndef KWIK_EXPERIMENT_STORE_RUN_PROCESS_H
#define KWIK_EXPERIMENT_STORE_RUN_PROCESS_H

#include <string>

namespace kwik::experiment
{

/// Which process this is, on any machine and at any time: boot id, PID namespace, PID and start
/// time, from /proc. A PID alone is given again to another process.
std::string ThisProcess();

/// Whether the process that ThisProcess() described is seen to run, from here and now. One on
/// another machine or in another PID namespace is not seen.
bool IsSeenRunning(const std::string& process);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_RUN_PROCESS_H

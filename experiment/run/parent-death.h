#ifndef KWIK_EXPERIMENT_RUN_PARENT_DEATH_H
#define KWIK_EXPERIMENT_RUN_PARENT_DEATH_H

#include <sys/types.h>

namespace kwik::experiment
{

/**
 * Ties the life of this process to that of its parent (PR_SET_PDEATHSIG): it gets SIGKILL when
 * @p parent ends, however it ends, and at once when it has ended already.
 *
 * Nobody would read the results of an orphan, and it would hold the lock of its store. What this
 * process forks is not tied to anybody; it has to call this itself.
 */
void EndWith(pid_t parent);

/// The same for a process that knows its parent as the reader of @p pipe only.
void EndWithReader(int pipe);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_PARENT_DEATH_H

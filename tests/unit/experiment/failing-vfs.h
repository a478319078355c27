#ifndef KWIK_TESTS_UNIT_EXPERIMENT_FAILING_VFS_H
#define KWIK_TESTS_UNIT_EXPERIMENT_FAILING_VFS_H

#include <cstdint>
#include <memory>

namespace kwik::experiment::test
{

/**
 * SQLite's view of the file system with one difference: from the n-th call on that changes a file
 * (write, truncate, sync, delete), all such calls fail, as on a disk that is full or gone.
 *
 * Nothing is synced to the disk, which only matters when a machine loses its power, and is what
 * makes thousands of stores cheap. It is SQLite's default while it lives; one at a time, and no
 * database opened under it may outlive it.
 */
class FailingVfs
{
  public:
    /// Calls are counted from 1; 0 never fails.
    explicit FailingVfs(std::uint64_t firstFailure);
    ~FailingVfs();
    FailingVfs(const FailingVfs&) = delete;
    FailingVfs& operator=(const FailingVfs&) = delete;

    /// How many calls have changed, or would have changed, a file.
    std::uint64_t Calls() const;

    struct Shim; ///< What SQLite gets to see.

  private:
    std::unique_ptr<Shim> m_shim;
};

} // namespace kwik::experiment::test

#endif // KWIK_TESTS_UNIT_EXPERIMENT_FAILING_VFS_H

#ifndef KWIK_TESTS_UNIT_EXPERIMENT_STORE_SUPPORT_H
#define KWIK_TESTS_UNIT_EXPERIMENT_STORE_SUPPORT_H

#include "experiment/store/store.h"

#include <string>

namespace kwik::experiment::test
{

/// An empty directory that is gone when the test is.
class TemporaryDirectory
{
  public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    std::string File(const std::string& name) const;

  private:
    std::string m_path;
};

/// A run of one scenario and commit.
RunStart StartWithSeed(std::uint64_t seed);

/// Starts a run, writes @p events events and one row of everything else, and finishes it.
RunId WriteRun(Store& store, std::uint64_t seed, std::size_t events);

/// The number that @p sql gives in the file, opened for itself.
std::int64_t NumberIn(const std::string& path, const std::string& sql);

/// What SQLite's integrity and foreign key checks say: "ok".
std::string IntegrityOf(const std::string& path);

} // namespace kwik::experiment::test

#endif // KWIK_TESTS_UNIT_EXPERIMENT_STORE_SUPPORT_H

#ifndef KWIK_CLI_SHARD_FOLDER_H
#define KWIK_CLI_SHARD_FOLDER_H

#include "cli/run-plan.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kwik::cli
{

/**
 * The folder STORE.shards/ beside a store: the shards of the runs under way and what they read. It
 * is there while one `kwiklab run` writes to the store, and keeps others from doing the same.
 *
 * The lock belongs to this process and to every child that inherits it. So whoever holds it knows
 * that no run is under way, and that shards that lie there were left by a campaign that was killed.
 */
class ShardFolder
{
  public:
    /// Makes the folder. Throws std::runtime_error when another `kwiklab run` has it.
    explicit ShardFolder(const std::filesystem::path& store);
    /// Removes the folder when it is empty.
    ~ShardFolder();
    ShardFolder(const ShardFolder&) = delete;
    ShardFolder& operator=(const ShardFolder&) = delete;

    /// Shards that were left behind, complete as they are.
    std::vector<std::filesystem::path> LeftBehind() const;

    /// Where the run's process writes. The name ends in "-again" for the second one of --verify.
    std::filesystem::path ShardOf(const std::string& runName) const;
    /// Where the run's process reads the scenario: a copy of its resolved text, so that an edit of
    /// the file changes no run that waits.
    std::filesystem::path ScenarioPath(const std::string& runName) const;
    void WriteScenario(const std::string& runName, const experiment::Scenario& scenario) const;
    /// Once the process has ended; of many runs only those under way have a copy.
    void RemoveScenario(const std::string& runName) const;

    /// The file descriptor of the lock, for children.
    int Lock() const;

  private:
    std::filesystem::path m_folder; ///< Absolute.
    int m_lock{-1};
};

} // namespace kwik::cli

#endif // KWIK_CLI_SHARD_FOLDER_H

#ifndef KWIK_CLI_RUN_KEEPER_H
#define KWIK_CLI_RUN_KEEPER_H

#include "cli/compare-runs.h"
#include "cli/run-plan.h"
#include "cli/shard-folder.h"
#include "cli/sim-process.h"
#include "experiment/store/store.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace kwik::cli
{

/// A run in the store.
struct KeptRun
{
    experiment::RunId id;
    experiment::RunState state = experiment::RunState::Ok;
};

/// What is added to the name of a run that --verify does a second time.
inline constexpr std::string_view AGAIN = "-again";

/**
 * Keeps what the processes of a campaign leave: takes shards into the store, draws pictures, enters
 * runs whose process wrote nothing, and compares the two runs of --verify.
 *
 * Owns the store and, by its shard folder, the right to write to it. Every failure is an exception.
 */
class RunKeeper
{
  public:
    /// Makes the folders and the store, and takes over what a killed campaign left behind. The plan
    /// outlives the keeper.
    explicit RunKeeper(const RunPlan& plan);

    /// How many runs the killed campaign had left.
    std::size_t TakenOver() const;

    /// The run in the store, if it was finished by this very build.
    std::optional<experiment::RunId> FindFinished(const PlannedRun& run);
    /// The process that does the run; @p suffix tells its files from those of other attempts. Files
    /// of earlier runs are cleared away.
    SimCommand CommandFor(const PlannedRun& run, std::string_view suffix) const;
    /// Takes over what the run's process left, a killed run too; nothing if it had not begun.
    std::optional<KeptRun> Take(const PlannedRun& run);
    /// The same for a process that nobody had asked to end: the store gets a run in any case, and
    /// one whose process was killed or crashed, be it after its last word, is a failed one with the
    /// reason in words.
    KeptRun Keep(const PlannedRun& run, const SimEnding& ending);
    /// Why the second attempt, which stays outside the store, was not finished; nothing if it was.
    std::optional<std::string> FailureOfAgain(const PlannedRun& run, const SimEnding& ending) const;
    /// Compares both attempts. Of equal ones the second is removed; one that differs is kept.
    Comparison Compare(const PlannedRun& run, experiment::RunId first);
    /// Removes what a second attempt left without a comparison.
    void DropAgain(const PlannedRun& run) const;

    std::filesystem::path PictureOf(const PlannedRun& run) const;
    /// The records of its hosts, with a star for the name; empty when there are none.
    std::string RecordsOf(const PlannedRun& run) const;
    /// Draws the picture of a run, if there is to be one and it is not there.
    void DrawIfMissing(const PlannedRun& run, experiment::RunId id) const;

    experiment::Store& TheStore();

  private:
    std::filesystem::path FolderOf(const PlannedRun& run, std::string_view suffix) const;
    std::filesystem::path ShardOf(const PlannedRun& run, std::string_view suffix) const;
    std::string NameOf(const PlannedRun& run, std::string_view suffix) const;
    experiment::RunId TakeShard(const std::filesystem::path& shard, const std::string& uid);
    KeptRun EnterFailure(const PlannedRun& run, const SimEnding& ending);
    void Draw(const PlannedRun& run, experiment::RunId id) const;
    void TakeOver();

    const RunPlan& m_plan;
    ShardFolder m_shards;
    experiment::Store m_store;
    std::size_t m_takenOver{0};
};

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_KEEPER_H

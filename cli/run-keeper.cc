#include "cli/run-keeper.h"

#include "analysis/picture/read-timeline.h"
#include "analysis/picture/timeline-picture.h"
#include "cli/parameters-text.h"
#include "cli/run-start.h"
#include "cli/scenario-catalogue.h"
#include "cli/this-program.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;
using experiment::RunId;
using experiment::RunState;
using experiment::Store;

/// The first and only run of a shard; nothing if its process never began one.
std::optional<experiment::RunRow>
RunIn(const fs::path& shard)
{
    if (!fs::exists(shard))
    {
        return std::nullopt;
    }
    const std::vector<experiment::RunRow> rows = Store::OpenExisting(shard.string()).Runs();
    return rows.empty() ? std::nullopt : std::optional(rows.front());
}

/// What a run's own word and the end of its process amount to. Only a run that said `ok` and whose
/// process then ended as it should was finished: one that crashes on its way out has shown that its
/// memory was not sound.
std::optional<std::string>
FailureOf(const experiment::RunRow& row, const SimEnding& ending)
{
    if (row.state == RunState::Failed)
    {
        return row.failure;
    }
    if (row.state == RunState::Invalid && ending.IsClean())
    {
        return std::nullopt; // It has said itself what it is.
    }
    return row.state == RunState::Ok && ending.IsClean() ? std::nullopt
                                                         : std::optional(ending.Reason());
}

/// The folder that holds the store must be there before the store is.
const fs::path&
WithFolder(const fs::path& store)
{
    if (store.has_parent_path())
    {
        fs::create_directories(store.parent_path());
    }
    return store;
}

/// Added to the name of a file that is not complete yet.
constexpr std::string_view PART = ".part";

/// Whenever this process is killed and whatever the disk refuses, there is a whole file or none.
void
WriteWhole(const fs::path& path, const std::string& text)
{
    const fs::path part = path.string() + std::string(PART);
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file)
    {
        std::error_code isAbsent;
        fs::remove(part, isAbsent);
        throw std::runtime_error(path.string() + ": cannot be written");
    }
    fs::rename(part, path);
}

/// Files that a run writes under names of its own choice, so that an earlier one may have written
/// more of them.
void
ClearTraces(const fs::path& folder)
{
    std::error_code isAbsent;
    std::vector<fs::path> old;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, isAbsent))
    {
        const std::string ending = entry.path().extension().string();
        if (ending == ".pcap" || ending == ".sqlog" || ending == ".svg" || ending == PART ||
            entry.path().filename() == "keys.log")
        {
            old.push_back(entry.path());
        }
    }
    for (const fs::path& path : old)
    {
        fs::remove(path);
    }
}

} // namespace

RunKeeper::RunKeeper(const RunPlan& plan)
    : m_plan(plan),
      m_shards(WithFolder(plan.store)),
      m_store(Store::Open(plan.store.string()))
{
    TakeOver();
}

void
RunKeeper::TakeOver()
{
    for (const fs::path& shard : m_shards.LeftBehind())
    {
        if (!shard.stem().string().ends_with(AGAIN))
        {
            m_takenOver += m_store.Merge(shard.string());
        }
        experiment::RemoveShard(shard.string());
    }
}

std::size_t
RunKeeper::TakenOver() const
{
    return m_takenOver;
}

std::optional<RunId>
RunKeeper::FindFinished(const PlannedRun& run)
{
    return m_store.FindFinished(KeyOf(m_plan.Resolved(run), run.seed, run.world));
}

SimCommand
RunKeeper::CommandFor(const PlannedRun& run, std::string_view suffix) const
{
    const bool isReal = run.world == experiment::World::Testbed;
    const fs::path program = ThisProgram().parent_path() / (isReal ? "kwiklab-lab" : "kwiklab-sim");
    const fs::path folder = m_plan.FolderOf(run).string() + std::string(suffix);
    const std::string name = NameOf(run, suffix);
    ClearTraces(FolderOf(run, suffix));
    m_shards.WriteScenario(name, m_plan.Resolved(run));
    SimCommand command{{program.string(),
                        "--scenario",
                        m_shards.ScenarioPath(name).string(),
                        "--seed",
                        std::to_string(run.seed),
                        "--parameters",
                        ParametersText(m_plan.ParametersOf(run)),
                        "--shard",
                        ShardOf(run, suffix).string(),
                        "--artefacts",
                        folder.string(),
                        "--build",
                        ThisBuild()},
                       m_plan.StoreFolder(),
                       m_shards.Lock()};
    if (isReal)
    {
        command.arguments.insert(command.arguments.end(),
                                 {"--lag-budget-ns", std::to_string(m_plan.lagBudget.count())});
    }
    return command;
}

std::optional<KeptRun>
RunKeeper::Take(const PlannedRun& run)
{
    const fs::path shard = ShardOf(run, "");
    m_shards.RemoveScenario(NameOf(run, ""));
    const auto row = RunIn(shard);
    if (!row)
    {
        experiment::RemoveShard(shard.string());
        return std::nullopt;
    }
    const KeptRun kept{TakeShard(shard, row->uid), row->state};
    if (kept.state == RunState::Ok && m_plan.HasPicture(run))
    {
        Draw(run, kept.id);
    }
    return kept;
}

KeptRun
RunKeeper::Keep(const PlannedRun& run, const SimEnding& ending)
{
    const std::string shard = ShardOf(run, "").string();
    m_shards.RemoveScenario(NameOf(run, ""));
    const auto row = RunIn(shard);
    if (!row)
    {
        experiment::RemoveShard(shard);
        return EnterFailure(run, ending);
    }
    if (const auto failure = FailureOf(*row, ending))
    {
        // Before it is taken over: the store must not say `ok` for a moment.
        Store::OpenExisting(shard).Explain(row->id, *failure);
    }
    return *Take(run);
}

RunId
RunKeeper::TakeShard(const fs::path& shard, const std::string& uid)
{
    m_store.Merge(shard.string());
    experiment::RemoveShard(shard.string());
    if (const auto row = m_store.FindRun(uid))
    {
        return row->id;
    }
    throw std::runtime_error(m_plan.store.string() + ": a run was not taken over");
}

KeptRun
RunKeeper::EnterFailure(const PlannedRun& run, const SimEnding& ending)
{
    experiment::RunWriter writer =
        m_store.Begin(DescribeRun(m_plan.Resolved(run),
                                  run.seed,
                                  ParametersText(m_plan.ParametersOf(run)),
                                  run.world));
    writer.Finish({RunState::Failed, ending.Reason(), {}, {}, ""});
    return {writer.Id(), RunState::Failed};
}

std::optional<std::string>
RunKeeper::FailureOfAgain(const PlannedRun& run, const SimEnding& ending) const
{
    const auto row = RunIn(ShardOf(run, AGAIN));
    return row ? FailureOf(*row, ending) : std::optional(ending.Reason());
}

Comparison
RunKeeper::Compare(const PlannedRun& run, RunId first)
{
    const auto again = RunIn(ShardOf(run, AGAIN));
    const auto row = m_store.FindRun(first);
    Comparison comparison =
        CompareRuns({row ? row->fingerprint : "", FolderOf(run, "")},
                    {again ? again->fingerprint : "none", FolderOf(run, AGAIN)});
    if (!comparison.AreEqual() && again)
    {
        m_shards.RemoveScenario(NameOf(run, AGAIN));
        TakeShard(ShardOf(run, AGAIN), again->uid);
        return comparison;
    }
    DropAgain(run);
    return comparison;
}

void
RunKeeper::DropAgain(const PlannedRun& run) const
{
    m_shards.RemoveScenario(NameOf(run, AGAIN));
    experiment::RemoveShard(ShardOf(run, AGAIN).string());
    ClearTraces(FolderOf(run, AGAIN));
    std::error_code isNotEmpty;
    fs::remove(FolderOf(run, AGAIN), isNotEmpty);
}

std::string
RunKeeper::NameOf(const PlannedRun& run, std::string_view suffix) const
{
    return m_plan.NameOf(run) + std::string(suffix);
}

fs::path
RunKeeper::PictureOf(const PlannedRun& run) const
{
    return FolderOf(run, "") / "timeline.svg";
}

void
RunKeeper::DrawIfMissing(const PlannedRun& run, RunId id) const
{
    if (m_plan.HasPicture(run) && !fs::exists(PictureOf(run)))
    {
        Draw(run, id);
    }
}

void
RunKeeper::Draw(const PlannedRun& run, RunId id) const
{
    experiment::Database database(m_plan.store.string(), experiment::Database::Mode::Existing);
    const std::string picture = analysis::DrawTimeline(analysis::ReadTimeline(database, id));
    fs::create_directories(FolderOf(run, ""));
    WriteWhole(PictureOf(run), picture);
}

Store&
RunKeeper::TheStore()
{
    return m_store;
}

fs::path
RunKeeper::FolderOf(const PlannedRun& run, std::string_view suffix) const
{
    const fs::path folder = m_plan.FolderOf(run).string() + std::string(suffix);
    return (m_plan.StoreFolder() / folder).lexically_normal();
}

fs::path
RunKeeper::ShardOf(const PlannedRun& run, std::string_view suffix) const
{
    return m_shards.ShardOf(NameOf(run, suffix));
}

} // namespace kwik::cli

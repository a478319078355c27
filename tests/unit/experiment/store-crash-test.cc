#include "experiment/store/run-process.h"
#include "tests/unit/experiment/failing-vfs.h"
#include "tests/unit/experiment/store-support.h"

#include <csignal>
#include <filesystem>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

/// Runs @p action in a process of its own until the process says "ready", then kills it with
/// SIGKILL, and waits until it is gone.
void
KillAfter(const std::function<void(const std::function<void()>&)>& action)
{
    int ready[2] = {-1, -1};
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0)
    {
        action([&ready] {
            const char byte = 1;
            if (write(ready[1], &byte, 1) != 1)
            {
                _exit(1);
            }
        });
        pause();
        _exit(0);
    }
    close(ready[1]);
    char byte = 0;
    EXPECT_EQ(read(ready[0], &byte, 1), 1);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(ready[0]);
}

/// A writer that has added @p events events and goes on to wait, or to be killed.
void
WriteHalfARun(const std::string& path, std::size_t events, const std::function<void()>& ready)
{
    Store store = Store::Open(path);
    RunWriter writer = store.Begin(StartWithSeed(77));
    for (std::size_t i = 0; i < events; ++i)
    {
        writer.Add(EventRow{Instant(Duration(i)), "client", "path_opened", "", "{}"});
    }
    ready();
    pause();
}

/// The next call to fail: each of the first and last ones, where files are made, switched and
/// closed, and a sample of the many alike in between.
std::uint64_t
NextFailure(std::uint64_t failing, std::uint64_t calls)
{
    constexpr std::uint64_t EDGE = 60;
    constexpr std::uint64_t STEP = 13;
    return failing < EDGE || failing + EDGE + STEP > calls ? failing + 1 : failing + STEP;
}

} // namespace

TEST(StoreCrash, AKilledRunIsShownAsKilledAndEarlierOnesStay)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    {
        Store store = Store::Open(path);
        WriteRun(store, 1, 100);
    }
    KillAfter([&path](const auto& ready) { WriteHalfARun(path, RunWriter::BATCH + 50, ready); });
    Store store = Store::Open(path);
    const std::vector<RunRow> runs = store.Runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].state, RunState::Ok);
    EXPECT_EQ(runs[1].state, RunState::Killed);
    EXPECT_EQ(runs[1].wallTime, std::nullopt);
    EXPECT_EQ(NumberIn(path, "SELECT count(*) FROM event WHERE run = 1"), 100);
    EXPECT_EQ(NumberIn(path, "SELECT count(*) FROM event WHERE run = 2"), 10'000);
    EXPECT_EQ(store.FindFinished(StartWithSeed(77).key), std::nullopt);
    EXPECT_EQ(IntegrityOf(path), "ok");
}

TEST(StoreCrash, ARunWhoseProcessLivesIsNotCalledKilled)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    Store store = Store::Open(path);
    RunWriter writer = store.Begin(StartWithSeed(1));
    EXPECT_EQ(Store::Open(path).Runs()[0].state, RunState::Running);
    writer.Finish({RunState::Ok, "", 1ms, 1s, ""});
    EXPECT_EQ(Store::Open(path).Runs()[0].state, RunState::Ok);
}

TEST(StoreCrash, ARunThatWasThoughtKilledSaysItselfHowItEnded)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    Store store = Store::Open(path);
    RunWriter writer = store.Begin(StartWithSeed(1));
    Database(path, Database::Mode::Existing).Execute("UPDATE run SET process = 'elsewhere'");
    EXPECT_EQ(Store::Open(path).Runs()[0].state, RunState::Killed);
    writer.Finish({RunState::Ok, "", 1ms, 1s, ""});
    EXPECT_EQ(store.Runs()[0].state, RunState::Ok);
}

TEST(RunProcess, IsSeenWhileItRunsAndUnderItsOwnStartTimeOnly)
{
    const std::string self = ThisProcess();
    EXPECT_TRUE(IsSeenRunning(self));
    EXPECT_FALSE(IsSeenRunning(self + "1"));
    EXPECT_FALSE(IsSeenRunning("x" + self));
    EXPECT_FALSE(IsSeenRunning(""));
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    KillAfter([&path](const auto& ready) { WriteHalfARun(path, 1, ready); });
    Database database(path, Database::Mode::Existing);
    Statement query(database, "SELECT process FROM run");
    ASSERT_TRUE(query.Step());
    EXPECT_FALSE(IsSeenRunning(query.Text(0)));
}

TEST(StoreCrash, AWriterWhoseNthCallFailsLeavesNothingHalfWritten)
{
    std::uint64_t calls = 0;
    std::size_t complete = 0;
    std::size_t incomplete = 0;
    for (std::uint64_t failing = 0; failing <= calls; failing = NextFailure(failing, calls))
    {
        const TemporaryDirectory directory;
        const std::string path = directory.File("a.sqlite");
        {
            const FailingVfs quick(0);
            Store store = Store::Open(path);
            WriteRun(store, 1, 5);
        }
        {
            const FailingVfs vfs(failing);
            try
            {
                Store store = Store::Open(path);
                WriteRun(store, 2, RunWriter::BATCH + 5);
            }
            catch (const StoreError& error)
            {
                EXPECT_THAT(error.what(), testing::StartsWith(path));
            }
            calls = failing == 0 ? vfs.Calls() : calls;
        }
        const FailingVfs quick(0);
        ASSERT_EQ(IntegrityOf(path), "ok") << "after failing call " << failing;
        Database(path, Database::Mode::Existing).Execute("UPDATE run SET process = 'gone'");
        Store store = Store::Open(path);
        ASSERT_EQ(NumberIn(path, "SELECT count(*) FROM event WHERE run = 1"), 5) << failing;
        const std::size_t finished = store.FindFinished(StartWithSeed(2).key) ? 1 : 0;
        if (finished == 1)
        {
            ASSERT_EQ(NumberIn(path, "SELECT count(*) FROM event WHERE run = 2"), 10'005);
            ASSERT_EQ(NumberIn(path, "SELECT count(*) FROM counter WHERE run = 2"), 1);
        }
        complete += finished;
        incomplete += 1 - finished;
    }
    EXPECT_GT(calls, 20U);
    EXPECT_GT(complete, 0U) << "the run without a failure, and those that fail after the commit";
    EXPECT_GT(incomplete, 10U);
}

TEST(StoreMerge, TakesFinishedAndKilledRunsOnce)
{
    const TemporaryDirectory directory;
    Store store = Store::Open(directory.File("all.sqlite"));
    WriteRun(store, 1, 3);
    const std::string shard = directory.File("shard.sqlite");
    {
        Store other = Store::Open(shard);
        WriteRun(other, 2, 4);
        WriteRun(other, 3, 5);
    }
    KillAfter([&shard](const auto& ready) { WriteHalfARun(shard, 20'000, ready); });
    EXPECT_EQ(store.Merge(shard), 3U);
    EXPECT_EQ(store.Merge(shard), 0U) << "all of them are here already";
    const std::vector<RunRow> runs = store.Runs();
    ASSERT_EQ(runs.size(), 4U);
    EXPECT_EQ(runs[1].key.seed, 2U);
    EXPECT_EQ(runs[3].state, RunState::Killed);
    const std::string path = directory.File("all.sqlite");
    EXPECT_EQ(NumberIn(path, "SELECT count(*) FROM event WHERE run = 3"), 5);
    EXPECT_EQ(NumberIn(path, "SELECT count(*) FROM event WHERE run = 4"), 20'000);
    for (const char* table : {"sample", "summary", "expectation", "counter", "artefact"})
    {
        EXPECT_EQ(NumberIn(path, std::string("SELECT count(*) FROM ") + table), 3) << table;
    }
    EXPECT_EQ(IntegrityOf(path), "ok");
    RemoveShard(shard);
    EXPECT_FALSE(std::filesystem::exists(shard));
}

TEST(StoreMerge, LeavesARunThatStillRunsInItsShard)
{
    const TemporaryDirectory directory;
    const std::string shard = directory.File("shard.sqlite");
    Store store = Store::Open(directory.File("all.sqlite"));
    Store other = Store::Open(shard);
    RunWriter writer = other.Begin(StartWithSeed(2));
    EXPECT_EQ(store.Merge(shard), 0U);
    writer.Finish({RunState::Ok, "", 1ms, 1s, ""});
    EXPECT_EQ(store.Merge(shard), 1U);
}

TEST(StoreMerge, AFinishedRunReplacesTheOneThoughtKilled)
{
    const TemporaryDirectory directory;
    const std::string shard = directory.File("shard.sqlite");
    Store store = Store::Open(directory.File("all.sqlite"));
    Store other = Store::Open(shard);
    RunWriter writer = other.Begin(StartWithSeed(2));
    Database(shard, Database::Mode::Existing).Execute("UPDATE run SET process = 'elsewhere'");
    EXPECT_EQ(store.Merge(shard), 1U);
    EXPECT_EQ(store.Runs()[0].state, RunState::Killed);
    writer.Finish({RunState::Ok, "", 1ms, 1s, "late"});
    EXPECT_EQ(store.Merge(shard), 1U);
    ASSERT_EQ(store.Runs().size(), 1U);
    EXPECT_EQ(store.Runs()[0].fingerprint, "late");
}

TEST(StoreMerge, AFailureAtAnyCallLeavesTheStoreAsItWasAndCanBeRepeated)
{
    std::uint64_t calls = 0;
    std::size_t failures = 0;
    for (std::uint64_t failing = 0; failing <= calls; failing = NextFailure(failing, calls))
    {
        const TemporaryDirectory directory;
        const std::string path = directory.File("all.sqlite");
        const std::string shard = directory.File("shard.sqlite");
        {
            const FailingVfs quick(0);
            Store store = Store::Open(path);
            WriteRun(store, 1, 3);
            Store other = Store::Open(shard);
            WriteRun(other, 2, 2'000);
            WriteRun(other, 3, 2'000);
        }
        {
            const FailingVfs vfs(failing);
            try
            {
                Store::Open(path).Merge(shard);
            }
            catch (const StoreError&)
            {
                ++failures;
            }
            calls = failing == 0 ? vfs.Calls() : calls;
        }
        const FailingVfs quick(0);
        const std::int64_t runs = NumberIn(path, "SELECT count(*) FROM run");
        ASSERT_TRUE(runs == 1 || runs == 3) << runs << " runs after failing call " << failing;
        ASSERT_EQ(NumberIn(path, "SELECT count(*) FROM event"), runs == 1 ? 3 : 4'003);
        ASSERT_EQ(IntegrityOf(path), "ok");
        Store::Open(path).Merge(shard);
        ASSERT_EQ(NumberIn(path, "SELECT count(*) FROM event"), 4'003);
    }
    EXPECT_GT(calls, 10U);
    EXPECT_GT(failures, 5U);
}

TEST(StoreMerge, AnEmptyOrForeignShardIsHarmless)
{
    const TemporaryDirectory directory;
    Store store = Store::Open(directory.File("all.sqlite"));
    const std::string empty = directory.File("empty.sqlite");
    Database(empty, Database::Mode::Create).Execute("PRAGMA user_version");
    EXPECT_EQ(store.Merge(empty), 0U) << "a process that was killed before it wrote anything";
    const std::string foreign = directory.File("foreign.sqlite");
    Database(foreign, Database::Mode::Create).Execute("CREATE TABLE run (x)");
    EXPECT_THROW(store.Merge(foreign), StoreError);
    EXPECT_THROW(store.Merge(directory.File("absent.sqlite")), StoreError);
    EXPECT_TRUE(store.Runs().empty());
}

} // namespace kwik::experiment::test

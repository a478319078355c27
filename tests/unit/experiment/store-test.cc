#include "experiment/store/store-schema.h"
#include "tests/unit/experiment/scenario-support.h"
#include "tests/unit/experiment/store-support.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

/// The message of the StoreError that @p action ends in.
template <typename ACTION>
std::string
ErrorOf(ACTION action)
{
    try
    {
        action();
    }
    catch (const StoreError& error)
    {
        return error.what();
    }
    return "no error";
}

std::string
Contents(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The blocks between ```sql and ``` of a Markdown page.
std::vector<std::string>
QueriesIn(const std::string& page)
{
    std::vector<std::string> queries;
    const std::string fence = "```sql\n";
    for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1))
    {
        const std::size_t begin = at + fence.size();
        queries.push_back(page.substr(begin, page.find("```", begin) - begin));
    }
    return queries;
}

} // namespace

TEST(Store, ReadsBackWhatWasWritten)
{
    const TemporaryDirectory directory;
    Store store = Store::Open(directory.File("a.sqlite"));
    const RunId id = WriteRun(store, 3, 2);
    const std::vector<RunRow> runs = store.Runs();
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].id, id);
    EXPECT_EQ(runs[0].title, "Small");
    EXPECT_EQ(runs[0].key.seed, 3U);
    EXPECT_EQ(runs[0].key.code, (CodeVersion{"commit", ""}));
    EXPECT_EQ(runs[0].state, RunState::Ok);
    EXPECT_EQ(runs[0].wallTime, 5ms);
    EXPECT_EQ(runs[0].simulatedTime, 60s);
    EXPECT_EQ(runs[0].fingerprint, "print");
    const std::vector<ExpectationRow> expectations = store.ExpectationsOf(id);
    ASSERT_EQ(expectations.size(), 1U);
    EXPECT_EQ(expectations[0].unit, "bps");
    EXPECT_EQ(expectations[0].measured, 9'500'000);
    EXPECT_EQ(expectations[0].high, 9'600'000);
    EXPECT_EQ(expectations[0].outcome, Outcome::Passed);
    const std::vector<SummaryRow> summaries = store.SummariesOf(id);
    ASSERT_EQ(summaries.size(), 1U);
    EXPECT_EQ(summaries[0].metric, "goodput");
    EXPECT_EQ(summaries[0].p99, 9.5e6);
    EXPECT_EQ(summaries[0].unit, "bps");
}

TEST(Store, WritesEventsInOrderAndInNanoseconds)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    Store store = Store::Open(path);
    WriteRun(store, 1, 25'000); // More than two batches.
    EXPECT_EQ(NumberIn(path, "SELECT count(*) FROM event"), 25'000);
    EXPECT_EQ(NumberIn(path, "SELECT count(*) FROM event WHERE seq = t_ns"), 25'000);
    EXPECT_EQ(NumberIn(path, "SELECT value FROM counter WHERE name = 'events'"), 25'000);
    EXPECT_EQ(IntegrityOf(path), "ok");
}

TEST(Store, IsStrictAndVersionedAndUsesAWal)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    Store store = Store::Open(path);
    EXPECT_EQ(NumberIn(path, "PRAGMA user_version"), NewestSchema());
    EXPECT_EQ(NumberIn(path, "PRAGMA application_id"), 0x4b57494b);
    EXPECT_EQ(NumberIn(path,
                       "SELECT count(*) FROM pragma_table_list "
                       "WHERE strict AND schema = 'main'"),
              8);
    EXPECT_EQ(NumberIn(path, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
    Database database(path, Database::Mode::Existing);
    EXPECT_THAT(ErrorOf([&] { database.Execute("INSERT INTO counter VALUES (1, 'x', 'text')"); }),
                testing::HasSubstr("cannot store TEXT value in INTEGER column"));
}

TEST(Store, RefusesWhatIsNotANumber)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    Store store = Store::Open(path);
    for (const double value : {std::nan(""),
                               std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity()})
    {
        RunWriter writer = store.Begin(StartWithSeed(1));
        const std::string error =
            ErrorOf([&] { writer.Add(SampleRow{Instant(1s), "rtt_ns", "near", value}); });
        EXPECT_EQ(error, path + ": refuses a value that is not a finite number");
    }
    EXPECT_EQ(NumberIn(path, "SELECT count(*) FROM sample"), 0);
}

TEST(Store, RefusesRowsThatContradictThemselves)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    Store store = Store::Open(path);
    {
        RunWriter writer = store.Begin(StartWithSeed(1));
        const SampleRow sample{Instant(1s), "rtt_ns", "near", 1};
        writer.Add(sample);
        EXPECT_THAT(ErrorOf([&] { writer.Add(sample); }), testing::HasSubstr("UNIQUE constraint"));
    }
    Database database(path, Database::Mode::Existing);
    EXPECT_THAT(ErrorOf([&] {
                    database.Execute(
                        "INSERT INTO expectation VALUES (1, 0, 'x', 'ns', NULL, 1, 2, 1)");
                }),
                testing::HasSubstr("CHECK constraint failed"));
}

TEST(Store, FindsFinishedRunsOfTheSameScenarioSeedAndBuild)
{
    const TemporaryDirectory directory;
    Store store = Store::Open(directory.File("a.sqlite"));
    const RunId id = WriteRun(store, 3, 1);
    const RunKey key = StartWithSeed(3).key;
    EXPECT_EQ(store.FindFinished(key), id);
    EXPECT_EQ(store.FindFinished({"other", 3, key.code, "Release"}), std::nullopt);
    EXPECT_EQ(store.FindFinished({"scenario", 4, key.code, "Release"}), std::nullopt);
    EXPECT_EQ(store.FindFinished({"scenario", 3, {"other", ""}, "Release"}), std::nullopt);
    EXPECT_EQ(store.FindFinished({"scenario", 3, {"commit", "dirty"}, "Release"}), std::nullopt);
    EXPECT_EQ(store.FindFinished({"scenario", 3, key.code, "Debug"}), std::nullopt);
    RunKey elsewhere = key;
    elsewhere.world = World::Testbed;
    EXPECT_EQ(store.FindFinished(elsewhere), std::nullopt);
    RunWriter failed = store.Begin(StartWithSeed(5));
    failed.Finish({RunState::Failed, "no route", 1ms, 1s, ""});
    EXPECT_EQ(store.FindFinished(StartWithSeed(5).key), std::nullopt);
    EXPECT_EQ(store.Runs()[1].failure, "no route");
}

TEST(Store, ExplainsRunsThatWereKilledOrCrashedAfterTheirLastWord)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("results.sqlite");
    {
        Store store = Store::Open(path);
        WriteRun(store, 1, 1);
        store.Begin(StartWithSeed(2)); // Never says how it ended.
        // Boot id, PID namespace, PID and start time of nobody.
        Database(path, Database::Mode::Existing)
            .Execute("UPDATE run SET process = 'x 1 1 1' WHERE seed = 2");
    }
    Store store = Store::Open(path);
    ASSERT_EQ(store.Runs()[0].state, RunState::Ok);
    ASSERT_EQ(store.Runs()[1].state, RunState::Killed);
    RunWriter failed = store.Begin(StartWithSeed(3));
    failed.Finish({RunState::Failed, "no route", 1ms, 1s, ""});
    RunWriter running = store.Begin(StartWithSeed(4));
    for (const std::int64_t id : {1, 2, 3, 4})
    {
        store.Explain(RunId{id}, "why");
    }
    const std::vector<RunRow> runs = store.Runs();
    EXPECT_EQ(runs[0].state, RunState::Failed);
    EXPECT_EQ(runs[0].failure, "why");
    EXPECT_EQ(runs[1].state, RunState::Failed);
    EXPECT_EQ(runs[1].failure, "why");
    EXPECT_EQ(runs[2].failure, "no route");
    EXPECT_EQ(runs[3].state, RunState::Running);
    EXPECT_EQ(store.FindFinished(StartWithSeed(1).key), std::nullopt);
}

TEST(Store, KeepsAnInvalidRunAndWhyItIsAndDoesNotTakeItForFinished)
{
    const TemporaryDirectory directory;
    const std::string shard = directory.File("shard.sqlite");
    {
        Store store = Store::Open(shard);
        RunStart start = StartWithSeed(1);
        start.key.world = World::Testbed;
        RunWriter writer = store.Begin(start);
        writer.Finish({RunState::Invalid, "late", 1ms, 1s, ""});
        store.Explain(writer.Id(), "other");
    }
    Store store = Store::Open(directory.File("results.sqlite"));
    EXPECT_EQ(store.Merge(shard), 1U);
    const std::vector<RunRow> runs = store.Runs();
    EXPECT_EQ(runs[0].state, RunState::Invalid);
    EXPECT_EQ(runs[0].failure, "late");
    EXPECT_EQ(runs[0].key.world, World::Testbed);
    EXPECT_EQ(store.FindFinished(runs[0].key), std::nullopt);
}

TEST(Store, BringsAStoreOfVersionOneUpToDateAndKeepsEveryRow)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("old.sqlite");
    Database(path, Database::Mode::Create)
        .Execute(ReadRepositoryFile("tests/unit/experiment/store-v1.sql"));
    ASSERT_EQ(NumberIn(path, "PRAGMA user_version"), 1);
    Store store = Store::Open(path);
    EXPECT_EQ(NumberIn(path, "PRAGMA user_version"), NewestSchema());
    const std::vector<RunRow> runs = store.Runs();
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].uid, "old-run");
    EXPECT_EQ(runs[0].fingerprint, "print-1");
    EXPECT_EQ(runs[1].state, RunState::Killed);
    EXPECT_EQ(store.FindFinished({"hash-1", 3, {"commit-1", ""}, "Release"}), RunId{7});
    for (const char* table : {"event", "sample", "summary", "expectation", "counter", "artefact"})
    {
        EXPECT_EQ(NumberIn(path, std::string("SELECT count(*) FROM ") + table), 1) << table;
    }
    EXPECT_EQ(WriteRun(store, 9, 1), RunId{9});
    EXPECT_EQ(IntegrityOf(path), "ok");
}

TEST(Store, RefusesAndKeepsWhatItDoesNotUnderstand)
{
    const TemporaryDirectory directory;
    const std::string text = directory.File("text");
    std::ofstream(text) << std::string(5'000, 'x');
    EXPECT_THAT(ErrorOf([&] { Store::Open(text); }),
                testing::AllOf(testing::StartsWith(text), testing::HasSubstr("not a database")));
    EXPECT_EQ(Contents(text), std::string(5'000, 'x'));

    const std::string foreign = directory.File("foreign.sqlite");
    Database(foreign, Database::Mode::Create).Execute("CREATE TABLE run (x)");
    const std::string before = Contents(foreign);
    EXPECT_THAT(ErrorOf([&] { Store::Open(foreign); }),
                testing::HasSubstr("is an SQLite database, but not a store of KwikLab"));
    EXPECT_EQ(Contents(foreign), before);

    const std::string newer = directory.File("newer.sqlite");
    Store::Open(newer);
    Database(newer, Database::Mode::Existing).Execute("PRAGMA user_version = 99");
    EXPECT_THAT(ErrorOf([&] { Store::Open(newer); }),
                testing::HasSubstr("was written by a newer KwikLab (schema 99; this one knows 4)"));
}

TEST(Store, SaysWhichFileCannotBeOpened)
{
    const TemporaryDirectory directory;
    EXPECT_THAT(ErrorOf([&] { Store::OpenExisting(directory.File("absent")); }),
                testing::AllOf(testing::HasSubstr("/absent: "),
                               testing::HasSubstr("unable to open database file")));
    EXPECT_FALSE(std::filesystem::exists(directory.File("absent")));
    EXPECT_THAT(ErrorOf([&] { Store::Open(directory.File("no/such/a.sqlite")); }),
                testing::HasSubstr("unable to open database file"));
}

TEST(Store, EveryTableAndColumnIsDocumentedAndEveryDocumentedQueryRuns)
{
    const TemporaryDirectory directory;
    const std::string path = directory.File("a.sqlite");
    Store store = Store::Open(path);
    WriteRun(store, 1, 10);
    const std::string page = ReadRepositoryFile("docs/store.md");
    Database database(path, Database::Mode::Existing);
    Statement columns(database,
                      "SELECT t.name, c.name FROM pragma_table_list AS t, "
                      "pragma_table_info(t.name) AS c WHERE t.strict");
    while (columns.Step())
    {
        const std::size_t section = page.find("### `" + columns.Text(0) + "`");
        ASSERT_NE(section, std::string::npos) << columns.Text(0);
        const std::string text = page.substr(section, page.find("\n##", section + 1) - section);
        EXPECT_THAT(text, testing::HasSubstr("\n| `" + columns.Text(1) + "` |")) << columns.Text(0);
    }
    const std::vector<std::string> queries = QueriesIn(page);
    EXPECT_GE(queries.size(), 5U);
    for (const std::string& query : queries)
    {
        EXPECT_NO_THROW(Statement(database, query).Run()) << query;
    }
}

} // namespace kwik::experiment::test

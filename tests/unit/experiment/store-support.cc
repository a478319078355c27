#include "tests/unit/experiment/store-support.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

TemporaryDirectory::TemporaryDirectory()
    : m_path(testing::TempDir() + "kwik-store-XXXXXX")
{
    EXPECT_NE(mkdtemp(m_path.data()), nullptr);
}

TemporaryDirectory::~TemporaryDirectory()
{
    std::filesystem::remove_all(m_path);
}

std::string
TemporaryDirectory::File(const std::string& name) const
{
    return m_path + "/" + name;
}

RunStart
StartWithSeed(std::uint64_t seed)
{
    RunStart start;
    start.title = "Small";
    start.key = {"scenario", seed, {"commit", ""}, "Release"};
    start.scenarioText = "title: Small\n";
    start.substrate = "packet";
    start.startedUnix = 1'700'000'000s;
    return start;
}

RunId
WriteRun(Store& store, std::uint64_t seed, std::size_t events)
{
    RunWriter writer = store.Begin(StartWithSeed(seed));
    for (std::size_t i = 0; i < events; ++i)
    {
        writer.Add(EventRow{Instant(Duration(i)), "client", "path_opened", "near", "{\"path\":1}"});
    }
    writer.Add(SampleRow{Instant(1s), "cwnd_bytes", "near", 14720});
    writer.Add(SummaryRow{"goodput", "", "bps", 1, 9.5e6, 0, 9.5e6, 9.5e6, 9.5e6, 9.5e6, 9.5e6});
    writer.Add(ExpectationRow{"goodput", "bps", 9'500'000, 9'000'000, 9'600'000, Outcome::Passed});
    writer.Add(ArtefactRow{"pcap", "a.pcap", 24, "hash"});
    writer.AddCounter("events", events);
    writer.Finish({RunState::Ok, "", 5ms, 60s, "print"});
    return writer.Id();
}

std::int64_t
NumberIn(const std::string& path, const std::string& sql)
{
    return Database(path, Database::Mode::Existing).QueryNumber(sql);
}

std::string
IntegrityOf(const std::string& path)
{
    Database database(path, Database::Mode::Existing);
    Statement check(database, "PRAGMA integrity_check");
    check.Step();
    Statement keys(database, "PRAGMA foreign_key_check");
    return keys.Step() ? "dangling reference from " + keys.Text(0) : check.Text(0);
}

} // namespace kwik::experiment::test

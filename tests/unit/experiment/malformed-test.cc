#include "experiment/text/diagnostic-printer.h"
#include "tests/unit/experiment/scenario-support.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace kwik::experiment::test
{

namespace
{

std::string
Repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
    {
        all += text;
    }
    return all;
}

/// `name.yaml` of every file in tests/malformed, sorted.
std::set<std::string>
MalformedFiles()
{
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(RepositoryPath("tests/malformed")))
    {
        if (entry.path().extension() == ".yaml")
        {
            names.insert(entry.path().filename().string());
        }
    }
    return names;
}

/// A file that is gone when the test is.
class TemporaryFile
{
  public:
    TemporaryFile(const std::string& name, std::string_view bytes)
        : m_path(testing::TempDir() + name)
    {
        std::ofstream(m_path, std::ios::binary) << bytes;
    }

    ~TemporaryFile()
    {
        std::filesystem::remove(m_path);
    }

    const std::string& Path() const
    {
        return m_path;
    }

  private:
    std::string m_path;
};

} // namespace

TEST(Malformed, EveryFileGivesExactlyTheErrorsThatAreWrittenDown)
{
    const std::set<std::string> names = MalformedFiles();
    EXPECT_GE(names.size(), 60U);
    std::string found;
    for (const std::string& name : names)
    {
        const std::string bytes = ReadRepositoryFile("tests/malformed/" + name);
        const LoadedScenario loaded = ReadScenario(SourceText(name, bytes));
        EXPECT_FALSE(loaded.scenario) << name << " was accepted";
        found += HeadlinesOf(loaded);
    }
    EXPECT_EQ(found, ReadRepositoryFile("tests/malformed/expected.txt"));
}

TEST(Malformed, EveryErrorPointsIntoItsFileAndSaysWhatIsAllowed)
{
    for (const std::string& name : MalformedFiles())
    {
        const LoadedScenario loaded = LoadScenario(RepositoryPath("tests/malformed/" + name));
        for (const Diagnostic& diagnostic : loaded.diagnostics)
        {
            EXPECT_GE(diagnostic.position.line, 1U) << name;
            EXPECT_LE(diagnostic.position.line, loaded.source.LineCount()) << name;
            EXPECT_GE(diagnostic.position.column, 1U) << name;
            EXPECT_LE(diagnostic.position.column,
                      loaded.source.Line(diagnostic.position.line).size() + 1)
                << name;
            EXPECT_GE(diagnostic.message.size(), 20U) << name;
        }
        const std::string text = Render(loaded.diagnostics, loaded.source, {});
        EXPECT_EQ(text.find('\x1b'), std::string::npos) << name;
    }
}

TEST(Malformed, BombsAreRefusedInsideAScenarioToo)
{
    struct Case
    {
        std::string timeline;
        const char* message;
    };

    const std::vector<Case> cases{
        {Repeated("[", 900'000), "nested too deeply; allowed: 32 levels"},
        {Repeated("{a: ", 200'000), "nested too deeply; allowed: 32 levels"},
        {Repeated("[", 40) + Repeated("]", 40), "nested too deeply; allowed: 32 levels"},
        {"[" + Repeated("1,", 200'000) + "]", "too many values; allowed: 100000"},
        {"\n" + Repeated("- \n", 200'000), "too many values; allowed: 100000"},
        {"&a [" + Repeated("lol,", 9) + "]\nb: &b [" + Repeated("*a,", 9) + "]\n",
         "anchors ('&a') are not part of the format"},
    };
    for (const Case& one : cases)
    {
        const std::string errors = ErrorsIn("title: Bomb\ntimeline: " + one.timeline);
        EXPECT_THAT(errors, testing::HasSubstr(one.message)) << one.timeline.substr(0, 20);
    }
}

TEST(Malformed, AThousandErrorsAreCountedAndNotPrinted)
{
    std::string text = SmallScenario();
    for (int i = 0; i < 1000; ++i)
    {
        text += "wrong" + std::to_string(i) + ": 1\n";
    }
    const LoadedScenario loaded = ReadScenario(SourceText("f", text));
    ASSERT_EQ(loaded.diagnostics.size(), 101U);
    EXPECT_EQ(loaded.diagnostics.back().message, "and 900 more errors");
}

TEST(Malformed, FilesThatAreTooLargeAreRefusedWhereTheyPassTheLimit)
{
    const std::string line = "# " + std::string(61, 'x') + "\n"; // 64 bytes
    const TemporaryFile large("ten-megabytes.yaml", Repeated(line, (10U << 20) / line.size()));
    EXPECT_EQ(HeadlinesOf(LoadScenario(large.Path())),
              large.Path() +
                  ":16385:1: error: the file goes on here; a scenario has at most 1 MiB\n");
    const std::string small = SmallScenario();
    const std::string filler(SourceText::LARGEST_FILE - small.size() - 1, '#');
    const TemporaryFile exact("one-mebibyte.yaml", small + filler + "\n");
    EXPECT_TRUE(LoadScenario(exact.Path()).scenario);
    const TemporaryFile above("one-byte-more.yaml", small + filler + "#\n");
    EXPECT_THAT(HeadlinesOf(LoadScenario(above.Path())),
                testing::HasSubstr("error: the file goes on here"));
    // Unifying its line ends must not make a cut file look whole.
    const TemporaryFile windows("line-ends.yaml", small + Repeated("\r\n", 1U << 20));
    EXPECT_THAT(HeadlinesOf(LoadScenario(windows.Path())),
                testing::HasSubstr("error: the file goes on here"));
}

TEST(Malformed, WhatIsNoReadableFileIsSaidSo)
{
    EXPECT_EQ(HeadlinesOf(LoadScenario("/nonexistent/a.yaml")),
              "/nonexistent/a.yaml: error: there is no such file\n");
    EXPECT_EQ(HeadlinesOf(LoadScenario("/tmp")), "/tmp: error: is not a regular file\n");
    EXPECT_EQ(HeadlinesOf(LoadScenario("/dev/zero")), "/dev/zero: error: is not a regular file\n");
    EXPECT_EQ(HeadlinesOf(LoadScenario("")), ": error: there is no such file\n");
}

TEST(Malformed, EveryPrefixOfAScenarioIsReadOrRefusedWithoutHarm)
{
    const std::string text = ReadRepositoryFile("scenarios/failover.yaml");
    std::size_t refused = 0;
    for (std::size_t length = 0; length < text.size(); ++length)
    {
        refused += ErrorsIn(text.substr(0, length)).empty() ? 0U : 1U;
    }
    EXPECT_GT(refused, text.size() / 2);
    EXPECT_LT(refused, text.size());
}

} // namespace kwik::experiment::test

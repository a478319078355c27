#include "cli/compare-runs.h"
#include "tests/unit/experiment/store-support.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using experiment::test::TemporaryDirectory;
using testing::ElementsAre;

/// The folders of two runs.
class TwoRuns
{
  public:
    TwoRuns()
    {
        std::filesystem::create_directory(m_folder.File("a"));
        std::filesystem::create_directory(m_folder.File("b"));
    }

    void Write(const std::string& file, const std::string& bytes) const
    {
        std::ofstream(m_folder.File(file), std::ios::binary) << bytes;
    }

    Comparison Compare(const std::string& first, const std::string& again) const
    {
        return CompareRuns({first, m_folder.File("a")}, {again, m_folder.File("b")});
    }

  private:
    TemporaryDirectory m_folder;
};

} // namespace

TEST(CompareRuns, FindsEqualRunsEqual)
{
    const TwoRuns runs;
    for (const std::string folder : {"a/", "b/"})
    {
        runs.Write(folder + "client.pcap", std::string(200'000, 'x'));
        runs.Write(folder + "client-1.sqlog", "{}");
        runs.Write(folder + "keys.log", "");
    }
    const Comparison comparison = runs.Compare("f", "f");
    EXPECT_TRUE(comparison.AreEqual());
    EXPECT_EQ(comparison.files, 3U);
}

TEST(CompareRuns, ComparesTracesOnly)
{
    const TwoRuns runs;
    runs.Write("a/timeline.svg", "drawn once");
    EXPECT_TRUE(runs.Compare("f", "f").AreEqual());
}

TEST(CompareRuns, NamesFingerprintsThatDiffer)
{
    EXPECT_THAT(TwoRuns().Compare("f", "g").differences, ElementsAre("fingerprint f and g"));
}

TEST(CompareRuns, NamesTheFirstByteThatDiffers)
{
    for (const std::size_t place : {0UL, 65'535UL, 65'536UL, 199'999UL})
    {
        const TwoRuns runs;
        std::string bytes(200'000, 'x');
        runs.Write("a/client.pcap", bytes);
        bytes[place] = 'y';
        runs.Write("b/client.pcap", bytes);
        EXPECT_THAT(runs.Compare("f", "f").differences,
                    ElementsAre("client.pcap from byte " + std::to_string(place) + " on"));
    }
}

TEST(CompareRuns, AFileThatIsLongerDiffersFromTheEndOfTheOther)
{
    for (const std::size_t size : {0UL, 10UL, 65'536UL})
    {
        const TwoRuns runs;
        runs.Write("a/keys.log", std::string(size, 'x'));
        runs.Write("b/keys.log", std::string(size + 1, 'x'));
        EXPECT_THAT(runs.Compare("f", "f").differences,
                    ElementsAre("keys.log from byte " + std::to_string(size) + " on"));
    }
}

TEST(CompareRuns, AFileThatOnlyOneHasIsADifference)
{
    const TwoRuns runs;
    runs.Write("a/a.sqlog", "x");
    runs.Write("b/b.sqlog", "x");
    const Comparison comparison = runs.Compare("f", "f");
    EXPECT_THAT(comparison.differences,
                ElementsAre("a.sqlog was written by one of them only",
                            "b.sqlog was written by one of them only"));
    EXPECT_EQ(comparison.files, 0U);
}

} // namespace kwik::cli::test

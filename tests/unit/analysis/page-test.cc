#include "analysis/report/page.h"
#include "analysis/report/run-document.h"
#include "tests/unit/experiment/store-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using experiment::Database;
using experiment::Store;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::ordered_json;

namespace
{

std::string
PageOf(const std::string& path, const std::string& name)
{
    ReportContent content;
    content.name = name;
    content.store = path;
    content.writer = "kwiklab test";
    content.runs = ReadReportRuns(path);
    content.groups = GroupRuns(content.runs);
    content.isDetailed.assign(content.runs.size(), true);
    Database store(path, Database::Mode::Existing);
    std::string page;
    WritePage(content, store, [&page](std::string_view text) { page += text; });
    return page;
}

std::size_t
CountOf(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    {
        ++count;
    }
    return count;
}

class ReportPage : public testing::Test
{
  protected:
    void SetUp() override
    {
        Store store = Store::Open(m_store);
        experiment::test::WriteRun(store, 1, 3);
    }

    experiment::test::TemporaryDirectory m_folder;
    std::string m_store = m_folder.File("store.sqlite");
};

} // namespace

TEST(JsonForPage, HasNothingThatEndsAScript)
{
    const Json document{{"text", "</script><!--<script>"}, {"bytes", "\xff"}};
    const std::string text = JsonForPage(document);
    EXPECT_THAT(text, Not(HasSubstr("<")));
    const Json read = Json::parse(text);
    EXPECT_EQ(read["text"], "</script><!--<script>");
    EXPECT_EQ(read["bytes"], "\xEF\xBF\xBD") << "what is not UTF-8 is replaced";
}

TEST_F(ReportPage, IsTheSameEachTimeItIsMade)
{
    EXPECT_EQ(PageOf(m_store, "store"), PageOf(m_store, "store"));
}

TEST_F(ReportPage, NamesNothingOutsideOfItself)
{
    const std::string page = PageOf(m_store, "store");
    EXPECT_THAT(page, HasSubstr("default-src 'none'; script-src 'sha256-"));
    EXPECT_THAT(page, Not(HasSubstr("unsafe")));
    EXPECT_THAT(page, Not(HasSubstr("src=\"")));
    EXPECT_THAT(page, Not(HasSubstr("https://")));
    EXPECT_EQ(CountOf(page, "<link "), 1) << "an icon that is empty";
    EXPECT_THAT(page, Not(HasSubstr("{{"))) << "something was not put in";
}

TEST_F(ReportPage, EscapesTheNameOfTheStore)
{
    const std::string page = PageOf(m_store, "a</title><script>alert(1)</script>");
    EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
    EXPECT_THAT(page, HasSubstr("<title>a&lt;/title&gt;"));
}

TEST_F(ReportPage, HasTheRunsInTheirBlocks)
{
    const std::string page = PageOf(m_store, "store");
    EXPECT_THAT(page, HasSubstr("<script type=\"application/json\" id=\"run-1\">"));
    EXPECT_EQ(CountOf(page, "application/json"), 3) << "report, scenarios, and the run";
}

TEST_F(ReportPage, HasSamplesAndEventsOfARun)
{
    Database store(m_store, Database::Mode::Existing);
    const Json run = RunDocument(store, experiment::RunId(1));
    EXPECT_EQ(run["end_ns"], 1e9);
    ASSERT_EQ(run["series"].size(), 1);
    EXPECT_EQ(run["series"][0]["metric"], "cwnd_bytes");
    EXPECT_EQ(run["series"][0]["unit"], "bytes");
    EXPECT_EQ(run["series"][0]["values"]["first"], 14'720.0);
    EXPECT_EQ(run["events"]["kind"].size(), 3);
    EXPECT_EQ(run["events"]["names"], Json::array({"client", "path_opened", "near"}));
    EXPECT_EQ(run["events"]["detail"][2], "{\"path\":1}");
}

TEST(ReportDocument, KeepsTheNewestConclusionsOfEachScenario)
{
    experiment::ConclusionRow old;
    old.source.scenarioHash = "a";
    old.source.judgedUnix = Duration(1);
    experiment::ConclusionRow other = old;
    other.source.scenarioHash = "b";
    experiment::ConclusionRow fresh = old;
    fresh.source.judgedUnix = Duration(2);
    EXPECT_THAT(NewestOf({old, other, fresh}), testing::ElementsAre(other, fresh));
}

} // namespace kwik::analysis::test

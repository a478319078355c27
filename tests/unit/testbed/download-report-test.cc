#include "experiment/workload/generated-content.h"
#include "testbed/baseline/download-report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::testbed::test
{

namespace
{

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr ByteCount SIZE{1'000};

/// Nobody asks it for anything later.
class StillClock final : public experiment::RunClock
{
  public:
    Instant Now() const override
    {
        return Instant(1s);
    }

    void After(Duration, std::function<void()>) override
    {
    }
};

class DownloadReportTest : public ::testing::Test
{
  protected:
    DownloadReportTest()
        : m_journal(m_clock, experiment::HostId{3}),
          m_report(m_journal,
                   {experiment::HostId{3}, "client", GeneratedName(SIZE, 7), SIZE},
                   [this] { ++m_overs; })
    {
    }

    /// So many bytes from @p offset on, as they are.
    SharedBytes Content(std::uint64_t offset, std::uint64_t count) const
    {
        return GeneratedContent().Read(GeneratedName(SIZE, 7), {offset}, {count});
    }

    StillClock m_clock;
    experiment::JournalWriter m_journal;
    int m_overs{0};
    DownloadReport m_report;
};

} // namespace

TEST_F(DownloadReportTest, TellsEachDeliveryAtItsTimeAndTheEndOnce)
{
    m_report.OnStart(Instant(10ms));
    m_report.OnBytes(Instant(20ms), Content(0, 400).View());
    EXPECT_FALSE(m_report.IsOver());
    m_report.OnBytes(Instant(30ms), Content(400, 600).View());
    EXPECT_TRUE(m_report.IsOver());
    m_report.OnBytes(Instant(40ms), Content(0, 1).View()); // Nobody asked for it.
    EXPECT_EQ(m_overs, 1);
    const std::string lines = m_journal.Take();
    EXPECT_THAT(lines, HasSubstr("{\"t\":10000000,\"start\":true}"));
    EXPECT_THAT(lines, HasSubstr("{\"t\":20000000,\"delivery\":[1,0,400,0]}"));
    EXPECT_THAT(lines, HasSubstr("{\"t\":30000000,\"delivery\":[1,0,600,0]}"));
    EXPECT_THAT(lines, HasSubstr("{\"t\":30000000,\"event\":\"stream_finished\""));
    EXPECT_THAT(lines, testing::Not(HasSubstr("\"t\":40000000")));
}

TEST_F(DownloadReportTest, CountsBytesThatAreNotTheOnesThatWereSent)
{
    m_report.OnStart(Instant(10ms));
    const SharedBytes sent = Content(0, 400);
    ByteVector bytes(sent.View().begin(), sent.View().end());
    bytes[17] ^= std::byte{1};
    m_report.OnBytes(Instant(20ms), bytes);
    EXPECT_THAT(m_journal.Take(), HasSubstr("\"delivery\":[1,0,400,1]"));
}

TEST_F(DownloadReportTest, LeavesOutWhatAToolGotBeyondTheEnd)
{
    m_report.OnStart(Instant(10ms));
    m_report.OnUnseenBytes(Instant(20ms), ByteCount{900});
    m_report.OnUnseenBytes(Instant(30ms), ByteCount{900});
    EXPECT_TRUE(m_report.IsOver());
    EXPECT_THAT(m_journal.Take(), HasSubstr("{\"t\":30000000,\"delivery\":[1,0,100,0]}"));
}

TEST_F(DownloadReportTest, SamplesNothingBeforeTheStart)
{
    m_report.Sample(Instant(5ms));
    EXPECT_EQ(m_journal.Take(), "");
    m_report.OnStart(Instant(10ms));
    m_report.OnUnseenBytes(Instant(20ms), ByteCount{9});
    m_report.Sample(Instant(30ms));
    EXPECT_THAT(m_journal.Take(),
                HasSubstr("{\"t\":30000000,\"sample\":[\"delivered_bytes\",\"client\",9]}"));
}

} // namespace kwik::testbed::test

#include "testbed/kwikd/daemon-log.h"
#include "testbed/kwikd/log-event.h"

#include <gtest/gtest.h>
#include <sstream>

namespace kwik::testbed
{

namespace
{

using namespace std::chrono_literals;

const LogLine LINE{LogLevel::Warning,
                   "a_fact",
                   {{"plain", "1.5"}, {"odd", "a \"b\"=\n"}, {"no", ""}}};
constexpr std::chrono::system_clock::time_point WHEN{1'700'000'000s + 7ms};

} // namespace

TEST(DaemonLog, WritesLogfmtThatCanBeTakenApart)
{
    EXPECT_EQ(ToText(LINE, WHEN, LogFormat::Text),
              "time=2023-11-14T22:13:20.007Z level=warning event=a_fact plain=1.5 "
              "odd=\"a \\\"b\\\"=\\n\" no=\"\"");
}

TEST(DaemonLog, WritesOneJsonObjectALine)
{
    EXPECT_EQ(ToText(LINE, WHEN, LogFormat::Json),
              "{\"time\":\"2023-11-14T22:13:20.007Z\",\"level\":\"warning\",\"event\":\"a_fact\","
              "\"plain\":\"1.5\",\"odd\":\"a \\\"b\\\"=\\n\",\"no\":\"\"}");
}

TEST(DaemonLog, LeavesOutWhatIsLessImportant)
{
    std::ostringstream out;
    DaemonLog log(out, LogLevel::Warning, LogFormat::Text);
    log.Write({LogLevel::Info, "x", {}});
    EXPECT_EQ(out.str(), "");
    log.Write({LogLevel::Warning, "y", {}});
    EXPECT_NE(out.str().find("event=y\n"), std::string::npos);
    log.OnSettings(LogLevel::Info, LogFormat::Json);
    log.Write({LogLevel::Info, "z", {}});
    EXPECT_NE(out.str().find("\"event\":\"z\"}\n"), std::string::npos);
}

TEST(DaemonLog, TellsAnEventWithItsFields)
{
    const LogLine line = LineOf(SecurityViolation{{}, Ipv4(1, 2), Violation::Flood, "much"});
    EXPECT_EQ(line.level, LogLevel::Warning);
    EXPECT_EQ(line.event, "security_violation");
    EXPECT_EQ(line.fields,
              (std::vector<std::pair<std::string, std::string>>{{"path", "0"},
                                                                {"peer", "0.0.0.1:2"},
                                                                {"kind", "flood"},
                                                                {"detail", "much"}}));
}

} // namespace kwik::testbed

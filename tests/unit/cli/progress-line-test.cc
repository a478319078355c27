#include "cli/progress-line.h"
#include "cli/run-announcer.h"
#include "cli/wording.h"

#include <gtest/gtest.h>
#include <sstream>

namespace kwik::cli::test
{

using namespace std::chrono_literals;

namespace
{

CampaignProgress
Halfway()
{
    return {1, 3, 0.5, 2.64, 72s, {{"failover seed 2", 4'120ms, 60s}, {"lossy seed 1", 1s, 2s}}};
}

OutputStyle
Terminal()
{
    OutputStyle style;
    style.isTerminal = true;
    return style;
}

} // namespace

TEST(ProgressLine, TellsTheMostImportantFirst)
{
    OutputStyle style;
    style.columns = 200;
    EXPECT_EQ(ProgressLine(Halfway(), style),
              "━━━━━━──────  50 %  1 of 3 runs  1 min 12 s left  2.6x real time  "
              "failover seed 2: 4.1 of 60 s, lossy seed 1: 1.0 of 2 s");
    style.isUtf8 = false;
    EXPECT_EQ(ProgressLine({3, 3, 1, 0, {}, {}}, style), "############ 100 %  3 of 3 runs");
}

TEST(ProgressLine, FillsNoLineOfTheTerminal)
{
    OutputStyle style;
    for (std::size_t columns = 14; columns < 130; ++columns)
    {
        style.columns = columns;
        const std::string line = ProgressLine(Halfway(), style);
        EXPECT_EQ(ColumnsOf(line), std::min<std::size_t>(columns - 1, 120)) << line;
    }
}

TEST(RunAnnouncer, RewritesProgressInPlaceOnATerminal)
{
    std::ostringstream out;
    RunAnnouncer announcer(out, Terminal(), Verbosity::Normal);
    const CampaignProgress progress{0, 1, 0, 0, {}, {}};
    const std::string line = ProgressLine(progress, Terminal());
    announcer.Started("a");
    announcer.Show(progress);
    announcer.Show(progress);
    announcer.Ended("a", "done", Tidings::Good);
    announcer.Clear();
    announcer.Clear();
    const std::string fresh = "\r\033[K";
    EXPECT_EQ(out.str(), fresh + line + fresh + "a: done\n" + line + fresh);
}

TEST(RunAnnouncer, WritesPlainLinesElsewhere)
{
    std::ostringstream out;
    RunAnnouncer announcer(out, {}, Verbosity::Normal);
    announcer.Started("a");
    announcer.Show(Halfway());
    announcer.Ended("a", "done", Tidings::Good);
    announcer.Say("note");
    announcer.Clear();
    EXPECT_EQ(out.str(), "a: started\na: done\nnote\n");
}

TEST(RunAnnouncer, SaysOnlyWhatWentWrongWhenQuiet)
{
    std::ostringstream out;
    RunAnnouncer announcer(out, Terminal(), Verbosity::Quiet);
    announcer.Started("a");
    announcer.Show(Halfway());
    announcer.Ended("a", "done", Tidings::Good);
    announcer.Ended("b", "failed", Tidings::Bad);
    announcer.Say("note");
    announcer.Clear();
    EXPECT_EQ(out.str(), "b: failed\n");
}

} // namespace kwik::cli::test

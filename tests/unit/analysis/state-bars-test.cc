#include "analysis/report/state-bars.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using namespace std::chrono_literals;
using experiment::EventRow;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

namespace
{

EventRow
PathTo(Duration at, unsigned path, const std::string& state)
{
    return {Instant(at),
            "client",
            "path_state_changed",
            "near",
            R"({"session":1,"path":)" + std::to_string(path) + R"(,"to":")" + state +
                R"(","cause":"silence"})"};
}

EventRow
InWorld(Duration at, const std::string& kind, const std::string& subject, const std::string& change)
{
    return {Instant(at), "", kind, subject, R"({"change":")" + change + "\"}"};
}

std::vector<StateBar>
BarsOf(const std::vector<EventRow>& events)
{
    return StateBarsOf(events, Instant(9s));
}

} // namespace

TEST(StateBars, PathLastsFromItsOpeningToItsEnd)
{
    const auto bars =
        BarsOf({PathTo(0s, 1, "connecting"), PathTo(1s, 1, "active"), PathTo(4s, 1, "closed")});
    ASSERT_THAT(bars, SizeIs(1));
    EXPECT_EQ(bars[0].kind, BarKind::Path);
    EXPECT_EQ(bars[0].name, "client → near");
    EXPECT_EQ(bars[0].subject, "near");
    const BarSegment connecting{Instant(0s), Instant(1s), "connecting", "path 1, silence"};
    const BarSegment active{Instant(1s), Instant(4s), "active", "path 1, silence"};
    EXPECT_THAT(bars[0].segments, ElementsAre(connecting, active));
}

TEST(StateBars, SecondPathToAServerIsInTheSameRow)
{
    const auto bars = BarsOf({PathTo(0s, 1, "active"),
                              PathTo(2s, 2, "connecting"),
                              PathTo(3s, 1, "closed"),
                              PathTo(4s, 2, "active")});
    ASSERT_THAT(bars, SizeIs(1));
    ASSERT_THAT(bars[0].segments, SizeIs(3));
    EXPECT_EQ(bars[0].segments[0].to, Instant(3s));
    EXPECT_EQ(bars[0].segments[1].from, Instant(2s));
    EXPECT_EQ(bars[0].segments[2].to, Instant(9s)) << "it is active to the end of the run";
}

TEST(StateBars, HostIsDownUntilItRestarts)
{
    const auto bars =
        BarsOf({InWorld(3s, "crash", "near", ""), InWorld(8s, "restart", "near", "")});
    ASSERT_THAT(bars, SizeIs(1));
    EXPECT_EQ(bars[0].kind, BarKind::Host);
    EXPECT_THAT(bars[0].segments, ElementsAre(BarSegment{Instant(3s), Instant(8s), "down", ""}));
}

TEST(StateBars, LinkIsChangedUntilThePropertyIsZeroAgain)
{
    const auto bars = BarsOf({InWorld(5s, "link_change", "client-near", "loss_ppm=20000"),
                              InWorld(6s, "link_change", "client-near", "rate_bps=1000000"),
                              InWorld(7s, "link_change", "client-near", "loss_ppm=0")});
    ASSERT_THAT(bars, SizeIs(1));
    ASSERT_THAT(bars[0].segments, SizeIs(2));
    EXPECT_EQ(bars[0].segments[0].note, "link client-near: loss 2 %");
    EXPECT_EQ(bars[0].segments[0].to, Instant(7s));
    EXPECT_EQ(bars[0].segments[1].to, Instant(9s));
}

TEST(StateBars, SessionsComeBeforePathsHostsAndLinks)
{
    const auto bars = BarsOf(
        {InWorld(0s, "link_down", "client-near", ""),
         InWorld(0s, "crash", "near", ""),
         PathTo(1s, 1, "active"),
         {Instant(1s), "client", "session_state_changed", "", R"({"session":2,"to":"active"})"}});
    ASSERT_THAT(bars, SizeIs(4));
    EXPECT_EQ(bars[0].name, "client #2");
    EXPECT_EQ(bars[1].kind, BarKind::Path);
    EXPECT_EQ(bars[2].kind, BarKind::Host);
    EXPECT_EQ(bars[3].kind, BarKind::Link);
}

TEST(StateBars, LeaveOutWhatIsNoJson)
{
    EXPECT_THAT(BarsOf({{Instant(1s), "client", "crash", "near", "not json"}}), IsEmpty());
}

} // namespace kwik::analysis::test

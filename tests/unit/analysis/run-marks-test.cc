#include "analysis/picture/mark-rows.h"
#include "analysis/picture/path-uses.h"
#include "analysis/picture/run-marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using namespace std::chrono_literals;
using experiment::EventRow;
using testing::ElementsAre;

namespace
{

EventRow
PathEvent(Duration at, const std::string& server, unsigned path, const std::string& to)
{
    return {Instant(at),
            "client",
            "path_state_changed",
            server,
            R"({"session":1,"path":)" + std::to_string(path) + R"(,"to":")" + to + "\"}"};
}

std::vector<std::string>
Labels(const std::vector<EventRow>& events)
{
    std::vector<std::string> labels;
    for (const Mark& mark : MarksOf(events))
    {
        labels.push_back(mark.label);
    }
    return labels;
}

const Plot PLOT{{0, 100, 900, 200}, Instant(9s)};

} // namespace

TEST(RunMarks, SayWhatHappenedInWords)
{
    const std::string none = R"({"change":""})";
    EXPECT_THAT(
        Labels({{Instant(1s), "", "crash", "near", none},
                {Instant(2s), "", "restart", "near", none},
                {Instant(3s), "", "link_down", "a-b", none},
                {Instant(4s), "", "link_up", "a-b", none},
                {Instant(5s), "", "link_change", "a-b", R"({"change":"loss_ppm=20000"})"},
                {Instant(6s), "", "link_change", "a-b", R"({"change":"rate_bps=5000000"})"},
                {Instant(7s), "", "link_change", "a-b", R"({"change":"delay_ns=50000000"})"},
                {Instant(8s), "client", "failover_started", "near", "{}"}}),
        ElementsAre("near crashes",
                    "near restarts",
                    "link a-b down",
                    "link a-b up",
                    "link a-b: loss 2 %",
                    "link a-b: rate 5 Mbit/s",
                    "link a-b: delay 50 ms",
                    "failover from near"));
}

TEST(RunMarks, TellOfOneDirectionAndOfHosts)
{
    const std::string none = R"({"change":""})";
    EXPECT_THAT(
        Labels({{Instant(1s), "", "link_down", "a-b", R"({"change":"from a"})"},
                {Instant(2s), "", "link_change", "a-b", R"({"change":"loss_ppm=20000 from a"})"},
                {Instant(3s), "", "link_change", "a-b", R"({"change":"held_back_ns=5000000"})"},
                {Instant(4s), "", "suspend", "near", none},
                {Instant(5s), "", "resume", "near", none},
                {Instant(6s), "", "rebind", "client", none},
                {Instant(7s), "", "migrate", "client", R"({"change":"via=far"})"}}),
        ElementsAre("link a-b down from a",
                    "link a-b: loss 2 % from a",
                    "link a-b: held back 5 ms",
                    "near suspended",
                    "near goes on",
                    "client rebound by its NAT",
                    "client moves to another link via=far"));
}

TEST(RunMarks, OfASessionShowOnlyTheLossOfEveryPath)
{
    EXPECT_THAT(
        Labels({{Instant(1s), "client", "session_state_changed", "", R"({"to":"active"})"},
                {Instant(2s), "client", "session_state_changed", "", R"({"to":"degraded"})"},
                {Instant(3s), "client", "path_opened", "near", "{}"}}),
        ElementsAre("no path left"));
}

TEST(PathUses, AreThoseOfTheBestPathInTheOrderOfTheFirstEvents)
{
    const auto uses = PathUsesOf({PathEvent(1s, "zeta", 1, "connecting"),
                                  PathEvent(1s, "alpha", 2, "connecting"),
                                  PathEvent(2s, "zeta", 1, "handshaking"),
                                  PathEvent(3s, "zeta", 1, "active"),
                                  PathEvent(4s, "zeta", 3, "connecting"),
                                  PathEvent(5s, "zeta", 1, "degraded"),
                                  PathEvent(6s, "zeta", 1, "closed"),
                                  PathEvent(7s, "zeta", 3, "closed")});
    ASSERT_EQ(uses.size(), 2U);
    EXPECT_EQ(uses[0].first, "zeta");
    EXPECT_EQ(uses[1].first, "alpha");
    std::vector<std::pair<Duration, PathUse>> zeta;
    for (const UseChange& change : uses[0].second)
    {
        zeta.push_back({change.at.time_since_epoch(), change.use});
    }
    using P = std::pair<Duration, PathUse>;
    EXPECT_THAT(zeta,
                ElementsAre(P{1s, PathUse::Connecting},
                            P{3s, PathUse::Active},
                            P{5s, PathUse::Degraded},
                            P{6s, PathUse::Connecting},
                            P{7s, PathUse::None}));
}

TEST(MarkRows, LabelsThatWouldOverlapGetRowsOfTheirOwn)
{
    const MarkRows placed = PlaceMarks({{Instant(1s), MarkKind::Fault, "near crashes"},
                                        {Instant(1100ms), MarkKind::Reaction, "failover from near"},
                                        {Instant(5s), MarkKind::Repair, "near restarts"}},
                                       PLOT);
    EXPECT_EQ(placed.rows, 2U);
    EXPECT_EQ(placed.marks[0].row, 0U);
    EXPECT_EQ(placed.marks[1].row, 1U);
    EXPECT_EQ(placed.marks[2].row, 0U);
}

TEST(MarkRows, ALabelAtTheRightEdgeStandsLeftOfItsLine)
{
    const MarkRows placed = PlaceMarks({{Instant(9s), MarkKind::Fault, "near crashes"}}, PLOT);
    EXPECT_LT(placed.marks[0].left + LabelWidth("near crashes"), PLOT.box.Right());
}

TEST(MarkRows, OfManyMarksKeepEveryLineButBoundTheLabels)
{
    const MarkRows placed =
        PlaceMarks(std::vector<Mark>(500, {Instant(1s), MarkKind::Fault, "near crashes"}), PLOT);
    EXPECT_EQ(placed.marks.size(), 500U);
    EXPECT_LE(placed.rows, 5U);
    EXPECT_FALSE(placed.marks.back().row);
}

} // namespace kwik::analysis::test

#include "experiment/scenario/timeline-actions.h"
#include "tests/unit/experiment/scenario-support.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

const HostPair LINK{"client", "primary"};

/// The actions of a small scenario with these entries, which are indented as in a file.
std::vector<TimelineAction>
ActionsOf(const std::string& entries)
{
    return TimelineActions(
        MustRead(With(SmallScenario(), "  - {at: 1 s, crash: mirror}\n", entries)));
}

std::size_t
FaultsOf(const std::string& entries)
{
    return CountFaults(MustRead(With(SmallScenario(), "  - {at: 1 s, crash: mirror}\n", entries)));
}

ChangeLink
Both(LinkProperty property, const PropertyValue& value)
{
    return {LINK, property, {value, value}};
}

} // namespace

TEST(TimelineActions, AChangeWithForReturnsToWhatHeldBefore)
{
    const std::string entries = "  - {at: 2 s, link: [primary, client], loss: 1 %}\n"
                                "  - {at: 5 s, for: 1 s, link: [client, primary], loss: 3 %}\n"
                                "  - {at: 4 s, for: 2 s, link: [client, primary], state: down}\n"
                                "  - {at: 6 s, link: [client, primary], loss: 2 %}\n"
                                "  - {at: 9 s, for: 5 s, link: [client, primary], delay: 1 s}\n";
    EXPECT_EQ(ActionsOf(entries),
              (std::vector<TimelineAction>{{2s, Both(LinkProperty::Loss, Share{10'000})},
                                           {4s, Both(LinkProperty::State, LinkState::Down)},
                                           {5s, Both(LinkProperty::Loss, Share{30'000})},
                                           {6s, Both(LinkProperty::State, LinkState::Up)},
                                           {6s, Both(LinkProperty::Loss, Share{10'000})},
                                           {6s, Both(LinkProperty::Loss, Share{20'000})},
                                           {9s, Both(LinkProperty::Delay, Duration(1s))}}));
    EXPECT_EQ(FaultsOf(entries), 1U);
}

TEST(TimelineActions, KeepTheOrderOfTheFileAtOneTime)
{
    EXPECT_EQ(ActionsOf("  - {at: 1 s, crash: primary}\n  - {at: 1 s, crash: mirror}\n"
                        "  - {at: 1 s, restart: primary}\n"),
              (std::vector<TimelineAction>{{1s, CrashHost{"primary"}},
                                           {1s, CrashHost{"mirror"}},
                                           {1s, RestartHost{"primary"}}}));
}

TEST(TimelineActions, EachDirectionReturnsToWhatItsOwnWas)
{
    const std::string entries =
        "  - {at: 2 s, link: [client, primary], from: primary, jitter: 5 ms}\n"
        "  - {at: 3 s, for: 1 s, link: [primary, client], jitter: 20 ms}\n"
        "  - {at: 5 s, for: 1 s, link: [client, primary], from: client, state: down}\n";
    const ChangeLink first{LINK, LinkProperty::Jitter, {std::nullopt, Duration(5ms)}};
    const ChangeLink back{LINK, LinkProperty::Jitter, {Duration(0ms), Duration(5ms)}};
    const ChangeLink silence{LINK, LinkProperty::State, {LinkState::Down, std::nullopt}};
    const ChangeLink voice{LINK, LinkProperty::State, {LinkState::Up, std::nullopt}};
    EXPECT_EQ(ActionsOf(entries),
              (std::vector<TimelineAction>{{2s, first},
                                           {3s, Both(LinkProperty::Jitter, Duration(20ms))},
                                           {4s, back},
                                           {5s, silence},
                                           {6s, voice}}));
}

TEST(TimelineActions, ARepetitionIsThatManyPairs)
{
    const std::string entries =
        "  - {at: 2 s, for: 1 s, repeat: {every: 3 s, times: 3}, link: [client, primary], "
        "state: down}\n";
    const ChangeLink down = Both(LinkProperty::State, LinkState::Down);
    const ChangeLink up = Both(LinkProperty::State, LinkState::Up);
    EXPECT_EQ(ActionsOf(entries),
              (std::vector<TimelineAction>{{2s, down},
                                           {3s, up},
                                           {5s, down},
                                           {6s, up},
                                           {8s, down},
                                           {9s, up}}));
    EXPECT_EQ(FaultsOf(entries), 3U);
}

TEST(TimelineActions, AChangeWithOverTakesEqualStepsFromWhatHoldsBefore)
{
    const std::vector<TimelineAction> actions =
        ActionsOf("  - {at: 2 s, link: [client, primary], from: client, rate: 10 Mbit/s}\n"
                  "  - {at: 3 s, over: 1 s, link: [client, primary], rate: 5 Mbit/s}\n");
    ASSERT_EQ(actions.size(), 1U + RAMP_STEPS);
    // The one direction falls from 10 Mbit/s, the other from the 20 Mbit/s of the start.
    const ChangeLink first{LINK, LinkProperty::Rate, {BitRate{9'900'000}, BitRate{19'700'000}}};
    const ChangeLink middle{LINK, LinkProperty::Rate, {BitRate{7'500'000}, BitRate{12'500'000}}};
    EXPECT_EQ(actions[1], (TimelineAction{3'020ms, first}));
    EXPECT_EQ(actions[25], (TimelineAction{3'500ms, middle}));
    EXPECT_EQ(actions[50], (TimelineAction{4s, Both(LinkProperty::Rate, BitRate{5'000'000})}));
}

TEST(TimelineActions, AreOfHostsToo)
{
    const std::string entries = "  - {at: 1 s, suspend: client}\n  - {at: 2 s, resume: client}\n"
                                "  - {at: 3 s, rebind: client}\n"
                                "  - {at: 4 s, migrate: {host: client, via: mirror}}\n";
    EXPECT_EQ(ActionsOf(entries),
              (std::vector<TimelineAction>{{1s, SuspendHost{"client"}},
                                           {2s, ResumeHost{"client"}},
                                           {3s, RebindHost{"client"}},
                                           {4s, MigrateHost{"client", "mirror"}}}));
    EXPECT_EQ(FaultsOf(entries), 3U);
}

TEST(LinkProperty, IsToldWithItsUnit)
{
    EXPECT_EQ(ToText(LinkProperty::Loss, Share{20'000}), "loss_ppm=20000");
    EXPECT_EQ(ToText(LinkProperty::Rate, BitRate{5}), "rate_bps=5");
    EXPECT_EQ(ToText(LinkProperty::HeldBack, Duration(5ms)), "held_back_ns=5000000");
    EXPECT_EQ(ToText(LinkProperty::State, LinkState::Down), "");
}

} // namespace kwik::experiment::test

// The primary commands, the session obeys and answers; and both know the same of its paths.
#include "tests/world/story-checks.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Command = ControlDesk::Command;

constexpr ByteCount SMALL{200'000};
constexpr ByteCount LARGE{60'000'000};

std::vector<LinkShape>
ThreeLinks()
{
    return {Link(20, 10ms), Link(30, 30ms), Link(10, 50ms)};
}

SessionId
NameOf(const Story& story)
{
    return story.clientEvents.All<SessionNamed>().at(0).id;
}

Command
Of(Command::CommandType type)
{
    Command command;
    command.set_type(type);
    return command;
}

/// Gives the command at @p when and runs the story until @p end; @returns the only final answer.
CommandAnswered
Answer(Story& story, Instant when, Command command, Instant end)
{
    story.world.RunUntil(when);
    const auto name = story.ServerHost(0).Command(NameOf(story), std::move(command));
    EXPECT_TRUE(name);
    story.world.RunUntil(end);
    std::vector<CommandAnswered> answers = story.serverEvents.All<CommandAnswered>();
    std::erase_if(answers, [&](const CommandAnswered& one) { return one.command != name; });
    EXPECT_EQ(answers.size(), 1U);
    const auto finished = story.clientEvents.All<CommandFinished>();
    EXPECT_EQ(std::count_if(finished.begin(),
                            finished.end(),
                            [&](const CommandFinished& one) { return one.command == name; }),
              1);
    return answers.empty() ? CommandAnswered{} : answers.front();
}

std::vector<Address>
ActiveServers(const Story& story)
{
    std::vector<Address> servers;
    for (const PathReport& path : story.client->Report(SessionHandle{1}).paths)
    {
        if (path.state == PathState::Active)
        {
            servers.push_back(path.server);
        }
    }
    std::sort(servers.begin(), servers.end());
    return servers;
}

/// The servers of the active paths, as the primary knows them.
std::vector<Address>
PicturedServers(Story& story)
{
    std::vector<Address> servers;
    const auto picture = story.ServerHost(0).PictureOf(NameOf(story));
    for (const auto& [server, path] : picture.value_or(SessionPicture{}).paths)
    {
        if (path.status == ::kwik::kcp::v3::PathStatusUpdate::ACTIVE)
        {
            servers.push_back(server);
        }
    }
    return servers;
}

} // namespace

TEST(Commands, EstablishAPathThatTheSessionWouldNotHaveOpened)
{
    Story story({.links = ThreeLinks()});
    story.Download(SMALL);
    Command command = Of(Command::ESTABLISH_PATH);
    command.mutable_options()->add_preferred_servers(ToString(story.ServerAddress(2)));
    const CommandAnswered answer = Answer(story, Instant(1s), command, Instant(3s));
    EXPECT_EQ(answer.status, "SUCCESS");
    EXPECT_EQ(ActiveServers(story), (std::vector{story.ServerAddress(0), story.ServerAddress(2)}));
    EXPECT_EQ(PicturedServers(story), ActiveServers(story));
    ExpectLawful(story.clientEvents);
}

TEST(Commands, EstablishNoPathToAServerThatIsNotKnownOrNotThere)
{
    Story story({.links = ThreeLinks()});
    story.Download(SMALL);
    story.Crash(2);
    Command command = Of(Command::ESTABLISH_PATH);
    command.mutable_options()->set_timeout_seconds(5);
    command.mutable_options()->add_preferred_servers("192.0.2.1:1");
    EXPECT_EQ(Answer(story, Instant(1s), command, Instant(2s)).status, "FAILURE");
    command.mutable_options()->add_preferred_servers(ToString(story.ServerAddress(1)));
    EXPECT_EQ(Answer(story, Instant(2s), command, Instant(8s)).status, "PARTIAL_SUCCESS");
    command.mutable_options()->clear_preferred_servers();
    command.mutable_options()->add_preferred_servers(ToString(story.ServerAddress(2)));
    EXPECT_EQ(Answer(story, Instant(8s), command, Instant(14s)).status, "FAILURE");
}

TEST(Commands, CloseAPathInUseAndLoseNoByte)
{
    Story story({.links = ThreeLinks()});
    story.Download(LARGE);
    Command command = Of(Command::CLOSE_PATH);
    command.mutable_options()->add_preferred_servers(ToString(story.ServerAddress(1)));
    EXPECT_EQ(Answer(story, Instant(2s), command, Instant(4s)).status, "SUCCESS");
    EXPECT_EQ(ActiveServers(story), (std::vector{story.ServerAddress(0), story.ServerAddress(2)}));
    EXPECT_EQ(PicturedServers(story), ActiveServers(story));
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, LARGE);
}

TEST(Commands, CloseNeitherTheirOwnPathNorTheLast)
{
    Story story({.links = ThreeLinks()});
    story.Download(SMALL);
    Command command = Of(Command::CLOSE_PATH);
    command.mutable_options()->add_preferred_servers(ToString(story.ServerAddress(0)));
    const CommandAnswered answer = Answer(story, Instant(1s), command, Instant(2s));
    EXPECT_EQ(answer.status, "FAILURE");
    EXPECT_NE(answer.reason.find("the path of the command"), std::string::npos);
    EXPECT_EQ(ActiveServers(story), std::vector{story.ServerAddress(0)});
}

TEST(Commands, ScaleToANumberOfPathsUpAndDown)
{
    Story story({.links = ThreeLinks()});
    story.Download(SMALL);
    Command command = Of(Command::SCALE_BANDWIDTH);
    command.mutable_options()->set_max_paths(3);
    EXPECT_EQ(Answer(story, Instant(1s), command, Instant(3s)).status, "SUCCESS");
    EXPECT_EQ(ActiveServers(story).size(), 3U);
    command.mutable_options()->set_max_paths(1);
    EXPECT_EQ(Answer(story, Instant(3s), command, Instant(5s)).status, "SUCCESS");
    EXPECT_EQ(ActiveServers(story), std::vector{story.ServerAddress(0)});
    command.mutable_options()->set_max_paths(4);
    const CommandAnswered most = Answer(story, Instant(5s), command, Instant(8s));
    EXPECT_EQ(most.status, "PARTIAL_SUCCESS");
    EXPECT_EQ(most.reason, "3 of 4 paths");
}

TEST(Commands, ScaleToABandwidthByWhatIsMeasured)
{
    Story story({.links = ThreeLinks()});
    story.Download(LARGE);
    Command command = Of(Command::SCALE_BANDWIDTH);
    command.mutable_options()->set_timeout_seconds(3);
    command.mutable_options()->set_target_bandwidth_mbps(40);
    EXPECT_EQ(Answer(story, Instant(500ms), command, Instant(4s)).status, "SUCCESS");
    command.mutable_options()->set_target_bandwidth_mbps(80); // The links have 60.
    EXPECT_EQ(Answer(story, Instant(4s), command, Instant(8s)).status, "PARTIAL_SUCCESS");
}

TEST(Commands, SayWhichQualityThereIsNot)
{
    Story story({.links = ThreeLinks()});
    story.Download(SMALL);
    Command command = Of(Command::UPDATE_QOS);
    auto& qos = *command.mutable_options()->mutable_qos();
    command.mutable_options()->set_timeout_seconds(1);
    qos.set_max_latency_ms(10); // The nearest is at 20.
    const CommandAnswered far = Answer(story, Instant(1s), command, Instant(3s));
    EXPECT_EQ(far.status, "FAILURE");
    EXPECT_EQ(far.reason, "no path within the latency");
    qos.set_max_latency_ms(30);
    EXPECT_EQ(Answer(story, Instant(3s), command, Instant(4s)).status, "SUCCESS");
    qos.set_min_bandwidth_mbps(1000);
    EXPECT_EQ(Answer(story, Instant(4s), command, Instant(7s)).status, "PARTIAL_SUCCESS");
    qos.clear_min_bandwidth_mbps();
    qos.set_max_packet_loss_rate(0.01F);
    qos.set_require_redundancy(true);
    EXPECT_EQ(Answer(story, Instant(7s), command, Instant(9s)).status, "SUCCESS");
    EXPECT_EQ(ActiveServers(story).size(), 2U);
    const auto violated = story.clientEvents.All<QosViolated>();
    ASSERT_FALSE(violated.empty());
    EXPECT_EQ(violated[0].reading.rule, QosRule::MaxLatency);
    EXPECT_EQ(violated[0].reading.server, story.ServerAddress(0));
}

TEST(Commands, KeepRangesOffAPathOutsideTheLatency)
{
    std::vector<LinkShape> links = ThreeLinks();
    for (LinkShape& link : links)
    {
        link.queue = ByteCount{60'000}; // 16 ms of the second link.
    }
    Story story({.links = links});
    story.Download(LARGE);
    Command command = Of(Command::UPDATE_QOS);
    command.mutable_options()->mutable_qos()->set_max_latency_ms(90); // The third has 100.
    EXPECT_EQ(Answer(story, Instant(2s), command, Instant(5s)).status, "SUCCESS");
    std::set<PathId> asked;
    for (const EventLog::Entry& entry : story.clientEvents.entries)
    {
        const auto* range = std::get_if<RangeRequested>(&entry.event);
        if (range != nullptr && entry.when > Instant(4s))
        {
            asked.insert(range->path);
        }
    }
    EXPECT_EQ(asked, (std::set<PathId>{PathId{1}, PathId{2}}));
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, LARGE);
}

TEST(Commands, CheckTheHealthOfEveryPath)
{
    Story story({.links = ThreeLinks()});
    story.Download(LARGE);
    Command command = Of(Command::HEALTH_CHECK);
    command.mutable_options()->set_timeout_seconds(1);
    EXPECT_EQ(Answer(story, Instant(1s), command, Instant(3s)).status, "SUCCESS");
    // The path looks well until its silence shows: the check itself finds out.
    story.Reshape(2, [](LinkShape& link) { link.isUp = false; });
    const CommandAnswered cut = Answer(story, Instant(3s) + 1ms, command, Instant(5s));
    EXPECT_EQ(cut.status, "PARTIAL_SUCCESS");
    EXPECT_EQ(cut.reason, "not: " + ToString(story.ServerAddress(2)));
}

TEST(Commands, SynchroniseBothViewsAfterAGap)
{
    Story story({.links = ThreeLinks()});
    story.Download(LARGE);
    story.world.RunUntil(Instant(2s));
    EXPECT_EQ(PicturedServers(story), ActiveServers(story));
    EXPECT_EQ(ActiveServers(story).size(), 3U);
    // While the primary is out of reach, another server dies for good: nobody can tell it.
    story.Reshape(0, [](LinkShape& link) { link.isUp = false; });
    story.world.RunUntil(Instant(5s));
    story.Crash(1);
    story.world.RunUntil(Instant(8s));
    EXPECT_EQ(ActiveServers(story), std::vector{story.ServerAddress(2)});
    EXPECT_NE(PicturedServers(story), ActiveServers(story));
    story.Reshape(0, [](LinkShape& link) { link.isUp = true; });
    story.world.RunUntil(Instant(12s));
    EXPECT_EQ(ActiveServers(story), (std::vector{story.ServerAddress(0), story.ServerAddress(2)}));
    EXPECT_EQ(PicturedServers(story), ActiveServers(story));
    EXPECT_TRUE(story.ServerHost(0).PictureOf(NameOf(story))->isCurrent);
    const auto answers = story.serverEvents.All<CommandAnswered>();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].type, "SYNC_STATE");
    EXPECT_EQ(answers[0].status, "SUCCESS");
}

TEST(Commands, SynchroniseWithAPrimaryThatHasForgottenEverything)
{
    Story story({.links = ThreeLinks()});
    story.Download(LARGE);
    story.world.RunUntil(Instant(2s));
    const SessionId session = NameOf(story);
    story.Crash(0);
    story.world.RunUntil(Instant(3s));
    story.Restart(0);
    EXPECT_FALSE(story.ServerHost(0).PictureOf(session));
    story.world.RunUntil(Instant(8s));
    EXPECT_EQ(ActiveServers(story).size(), 3U);
    EXPECT_EQ(PicturedServers(story), ActiveServers(story));
    EXPECT_TRUE(story.ServerHost(0).PictureOf(session)->isCurrent);
}

TEST(Commands, ShowInTheStateOfTheSessionThatItScales)
{
    Story story({.links = ThreeLinks()});
    story.Download(SMALL);
    Command command = Of(Command::SCALE_BANDWIDTH);
    command.mutable_options()->set_max_paths(3);
    EXPECT_EQ(Answer(story, Instant(1s), command, Instant(3s)).status, "SUCCESS");
    std::vector<std::string_view> states;
    for (const SessionStateChanged& changed : story.clientEvents.All<SessionStateChanged>())
    {
        states.push_back(ToText(changed.to));
    }
    EXPECT_EQ(states,
              (std::vector<std::string_view>{"negotiating",
                                             "discovering",
                                             "establishing",
                                             "active",
                                             "scaling",
                                             "active"}));
    ExpectLawful(story.clientEvents);
}

TEST(Establishment, ShowsItsSevenStepsInOrderWithTheirTimes)
{
    Story story({.links = ThreeLinks()});
    story.Download(LARGE);
    story.world.RunUntil(Instant(1s));
    std::vector<std::pair<Instant, std::string_view>> steps;
    for (const EventLog::Entry& entry : story.clientEvents.entries)
    {
        if (const auto* done = std::get_if<EstablishmentStepDone>(&entry.event))
        {
            steps.emplace_back(entry.when, ToText(done->step));
        }
    }
    ASSERT_EQ(steps.size(), 7U);
    EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
    }));
    EXPECT_EQ(steps[0].second, "connected");
    EXPECT_EQ(steps[6].second, "ready");
    // A round trip of 20 ms for the handshake, and one for the answers. By then the size of what
    // is fetched is not known, so no other path is being opened.
    EXPECT_GE(steps[0].first, Instant(20ms));
    EXPECT_LE(steps[0].first, Instant(25ms));
    EXPECT_GE(steps[1].first, Instant(40ms));
    EXPECT_LE(steps[4].first, Instant(60ms));
    EXPECT_EQ(steps[6].first, TimeOf(story.clientEvents, SessionState::Active));
}

TEST(Commands, SurviveTheLossOfTheirPath)
{
    Story story({.links = ThreeLinks()});
    story.Download(LARGE);
    story.world.RunUntil(Instant(2s));
    story.Reshape(0, [](LinkShape& link) { link.isUp = false; });
    story.world.At(Instant(6s),
                   [&] { story.Reshape(0, [](LinkShape& link) { link.isUp = true; }); });
    Command command = Of(Command::CLOSE_PATH);
    command.mutable_options()->add_preferred_servers(ToString(story.ServerAddress(1)));
    EXPECT_EQ(Answer(story, Instant(2s) + 1ms, command, Instant(12s)).status, "SUCCESS");
    EXPECT_EQ(PicturedServers(story), ActiveServers(story));
}

} // namespace kwik::test

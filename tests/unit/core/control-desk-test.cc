#include "protocol-core/session/control-desk.h"

#include <gtest/gtest.h>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

namespace wire = ::kwik::kcp::v3;
using Command = ControlDesk::Command;

constexpr SessionId SESSION{0xabc};
constexpr CarrierId PATH{1};

struct Said
{
    std::vector<ControlDesk::Send> sent;
    std::vector<CommandAnswered> answered;
};

Said
Drain(ControlDesk& desk)
{
    Said said;
    while (const auto action = desk.PollAction())
    {
        if (const auto* send = std::get_if<ControlDesk::Send>(&*action))
        {
            said.sent.push_back(*send);
        }
        else if (const auto* one = std::get_if<CommandAnswered>(&std::get<Event>(*action)))
        {
            said.answered.push_back(*one);
        }
    }
    return said;
}

void
Answer(ControlDesk& desk,
       CarrierId path,
       const std::string& command,
       wire::TransportResponse::ResponseStatus status)
{
    ControlDesk::Message message;
    message.mutable_transport_response()->set_command_id(command);
    message.mutable_transport_response()->set_status(status);
    auto& result = *message.mutable_transport_response()->mutable_result();
    result.add_path_contributions()->set_server_address("10.0.0.9:443");
    desk.OnMessage(Instant{}, path, message);
}

void
Tell(ControlDesk& desk, std::uint32_t host, wire::PathStatusUpdate::PathStatus status)
{
    ControlDesk::Message message;
    message.mutable_path_status()->set_server_address(ToString(Ipv4(host, 443)));
    message.mutable_path_status()->set_status(status);
    desk.OnMessage(Instant{}, PATH, message);
}

} // namespace

TEST(ControlDesk, TakesOneFinalResponseAndNoneAfter)
{
    ControlDesk desk;
    EXPECT_FALSE(desk.Issue(Instant{}, SESSION, Command{})) << "no such session";
    desk.OnOpened(PATH, SESSION);
    const auto name = desk.Issue(Instant{}, SESSION, Command{});
    ASSERT_TRUE(name);
    ASSERT_EQ(Drain(desk).sent.size(), 1U);
    Answer(desk, PATH, *name, wire::TransportResponse::IN_PROGRESS);
    EXPECT_TRUE(Drain(desk).answered.empty());
    Answer(desk, PATH, *name, wire::TransportResponse::FAILURE);
    Answer(desk, PATH, *name, wire::TransportResponse::SUCCESS);
    Answer(desk, PATH, "another", wire::TransportResponse::SUCCESS);
    const Said said = Drain(desk);
    ASSERT_EQ(said.answered.size(), 1U);
    EXPECT_EQ(said.answered[0].status, "FAILURE");
    EXPECT_EQ(desk.NextTimeout(), NEVER);
}

TEST(ControlDesk, GivesUpACommandThatIsNotAnswered)
{
    ControlDesk desk;
    desk.OnOpened(PATH, SESSION);
    Command command;
    command.mutable_options()->set_timeout_seconds(5);
    static_cast<void>(desk.Issue(Instant(1s), SESSION, command));
    const Instant due = Instant(6s) + ControlDesk::ANSWER_GRACE;
    EXPECT_EQ(desk.NextTimeout(), due);
    desk.OnTimeout(due - 1ns);
    EXPECT_TRUE(Drain(desk).answered.empty());
    desk.OnTimeout(due);
    const Said said = Drain(desk);
    ASSERT_EQ(said.answered.size(), 1U);
    EXPECT_EQ(said.answered[0].status, "UNANSWERED");
}

TEST(ControlDesk, RepeatsWhatIsOpenAndSynchronisesWhenASessionComesBack)
{
    ControlDesk desk;
    desk.OnOpened(PATH, SESSION);
    Tell(desk, 0x0a000007, wire::PathStatusUpdate::ACTIVE);
    const auto name = desk.Issue(Instant{}, SESSION, Command{});
    static_cast<void>(Drain(desk));
    desk.OnGone(PATH);
    EXPECT_FALSE(desk.PictureOf(SESSION)->isCurrent);
    desk.OnReturned(Instant(5s), CarrierId{2}, SESSION);
    const Said said = Drain(desk);
    ASSERT_EQ(said.sent.size(), 2U);
    EXPECT_EQ(said.sent[0].path, CarrierId{2});
    EXPECT_EQ(said.sent[0].message.transport_command().command_id(), *name);
    const Command& sync = said.sent[1].message.transport_command();
    EXPECT_EQ(sync.type(), Command::SYNC_STATE);
    Answer(desk, CarrierId{2}, sync.command_id(), wire::TransportResponse::SUCCESS);
    const auto picture = desk.PictureOf(SESSION);
    EXPECT_TRUE(picture->isCurrent);
    ASSERT_EQ(picture->paths.size(), 1U);
    EXPECT_TRUE(picture->paths.contains(Ipv4(0x0a000009, 443)));
}

TEST(ControlDesk, SynchronisesWithASessionThatItDoesNotKnowOfItsOwn)
{
    ControlDesk desk; // We have been restarted: the session knows us, by a token of ours.
    desk.OnReturned(Instant(5s), PATH, SESSION);
    EXPECT_FALSE(desk.PictureOf(SESSION)->isCurrent);
    const Said said = Drain(desk);
    ASSERT_EQ(said.sent.size(), 1U);
    const Command& sync = said.sent[0].message.transport_command();
    EXPECT_EQ(sync.type(), Command::SYNC_STATE);
    Answer(desk, PATH, sync.command_id(), wire::TransportResponse::SUCCESS);
    EXPECT_TRUE(desk.PictureOf(SESSION)->isCurrent);
    EXPECT_TRUE(desk.PictureOf(SESSION)->paths.contains(Ipv4(0x0a000009, 443)));
}

TEST(ControlDesk, AsksForTheStateAnewWheneverASessionComesBack)
{
    ControlDesk desk;
    desk.OnOpened(PATH, SESSION);
    desk.OnReturned(Instant(1s), CarrierId{2}, SESSION);
    const std::string old = Drain(desk).sent.at(0).message.transport_command().command_id();
    desk.OnReturned(Instant(2s), CarrierId{3}, SESSION);
    const Said said = Drain(desk);
    ASSERT_EQ(said.sent.size(), 1U);
    EXPECT_EQ(said.sent[0].path, CarrierId{3});
    ASSERT_EQ(said.answered.size(), 1U);
    EXPECT_EQ(said.answered[0].command, old);
    EXPECT_EQ(said.answered[0].status, "UNANSWERED");
    Answer(desk, CarrierId{3}, old, wire::TransportResponse::SUCCESS);
    EXPECT_FALSE(desk.PictureOf(SESSION)->isCurrent) << "older than the gap";
    const std::string fresh = said.sent[0].message.transport_command().command_id();
    Answer(desk, CarrierId{3}, fresh, wire::TransportResponse::SUCCESS);
    EXPECT_TRUE(desk.PictureOf(SESSION)->isCurrent);
}

TEST(ControlDesk, TakesNoAnswerForTheStateThatMayBeOlderThanTheGap)
{
    ControlDesk desk;
    desk.OnOpened(PATH, SESSION);
    Command command;
    command.set_type(Command::SYNC_STATE);
    const auto name = desk.Issue(Instant(1s), SESSION, command);
    desk.OnGone(PATH);
    desk.OnReturned(Instant(2s), CarrierId{2}, SESSION);
    const Said said = Drain(desk);
    ASSERT_EQ(said.sent.size(), 3U) << "sent, repeated, and our own";
    Answer(desk, CarrierId{2}, *name, wire::TransportResponse::SUCCESS);
    EXPECT_EQ(Drain(desk).answered.size(), 1U);
    EXPECT_FALSE(desk.PictureOf(SESSION)->isCurrent);
    EXPECT_TRUE(desk.PictureOf(SESSION)->paths.empty());
}

TEST(ControlDesk, GivesUpEachCommandAtItsOwnTimeAndNoneOfAForgottenSession)
{
    ControlDesk desk;
    desk.OnOpened(PATH, SESSION);
    for (const std::uint32_t seconds : {30U, 10U, 20U})
    {
        Command command;
        command.mutable_options()->set_timeout_seconds(seconds);
        static_cast<void>(desk.Issue(Instant{}, SESSION, command));
    }
    desk.OnTimeout(Instant(10s) + ControlDesk::ANSWER_GRACE);
    EXPECT_EQ(Drain(desk).answered.size(), 1U);
    EXPECT_EQ(desk.NextTimeout(), Instant(20s) + ControlDesk::ANSWER_GRACE);
    desk.OnGone(PATH);
    for (std::uint32_t i = 0; i < ControlDesk::SESSIONS_MAX; ++i)
    {
        desk.OnOpened(CarrierId{100 + i}, SessionId{0x1000 + i});
    }
    EXPECT_FALSE(desk.PictureOf(SESSION));
    EXPECT_EQ(desk.NextTimeout(), NEVER);
}

TEST(ControlDesk, KeepsAPictureOfAsManyPathsAsItsBound)
{
    ControlDesk desk;
    desk.OnOpened(PATH, SESSION);
    for (std::uint32_t i = 0; i < ControlDesk::PATHS_MAX + 5; ++i)
    {
        Tell(desk, 0x0a000000 + i, wire::PathStatusUpdate::ACTIVE);
    }
    EXPECT_EQ(desk.PictureOf(SESSION)->paths.size(), ControlDesk::PATHS_MAX);
    Tell(desk, 0x0a000000, wire::PathStatusUpdate::CLOSED);
    EXPECT_EQ(desk.PictureOf(SESSION)->paths.size(), ControlDesk::PATHS_MAX - 1);
}

TEST(ControlDesk, HasSoManyCommandsUnderWayAndNoMore)
{
    ControlDesk desk;
    desk.OnOpened(PATH, SESSION);
    for (std::size_t i = 0; i < ControlDesk::COMMANDS_MAX; ++i)
    {
        EXPECT_TRUE(desk.Issue(Instant{}, SESSION, Command{}));
    }
    EXPECT_FALSE(desk.Issue(Instant{}, SESSION, Command{}));
}

TEST(ControlDesk, ForgetsTheSessionThatHasBeenAwayLongest)
{
    ControlDesk desk;
    for (std::uint32_t i = 0; i < ControlDesk::SESSIONS_MAX; ++i)
    {
        desk.OnOpened(CarrierId{i}, SessionId{i});
    }
    desk.OnOpened(CarrierId{900'000}, SessionId{900'000});
    EXPECT_FALSE(desk.PictureOf(SessionId{900'000})) << "all others are here";
    desk.OnGone(CarrierId{7});
    desk.OnGone(CarrierId{3});
    desk.OnOpened(CarrierId{900'001}, SessionId{900'001});
    EXPECT_TRUE(desk.PictureOf(SessionId{900'001}));
    EXPECT_FALSE(desk.PictureOf(SessionId{7}));
    EXPECT_TRUE(desk.PictureOf(SessionId{3}));
}

TEST(ControlDesk, DoesNotForgetASessionThatHasComeBack)
{
    ControlDesk desk;
    for (std::uint32_t i = 0; i < ControlDesk::SESSIONS_MAX; ++i)
    {
        desk.OnOpened(CarrierId{i}, SessionId{i});
    }
    desk.OnGone(CarrierId{3});
    desk.OnGone(CarrierId{7});
    desk.OnReturned(Instant{}, CarrierId{900'002}, SessionId{3});
    desk.OnOpened(CarrierId{900'000}, SessionId{900'000});
    EXPECT_TRUE(desk.PictureOf(SessionId{3}));
    EXPECT_FALSE(desk.PictureOf(SessionId{7}));
    desk.OnOpened(CarrierId{900'001}, SessionId{900'001});
    EXPECT_FALSE(desk.PictureOf(SessionId{900'001})) << "nobody is away any more";
}

} // namespace kwik::test

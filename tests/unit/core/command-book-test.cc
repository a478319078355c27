#include "protocol-core/base/prng.h"
#include "protocol-core/session/command-book.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

namespace wire = ::kwik::kcp::v3;
using Response = CommandBook::Response;

const Address ISSUER = Ipv4(0x0a000001, 443);
const std::string SESSION = "0000000000000abc";

wire::TransportCommand
Command(const std::string& id, std::uint32_t timeoutSeconds = 0)
{
    wire::TransportCommand command;
    command.set_command_id(id);
    command.set_type(wire::TransportCommand::CLOSE_PATH);
    command.set_connection_id(SESSION);
    command.mutable_options()->set_timeout_seconds(timeoutSeconds);
    return command;
}

/// What a book did since it was last looked at.
struct Did
{
    std::vector<CommandKey> executed;
    std::vector<CommandKey> concluded;
    std::vector<Response> responses;
    std::vector<CommandFinished> finished;
};

Did
Drain(CommandBook& book)
{
    Did did;
    while (const auto action = book.PollAction())
    {
        if (const auto* execute = std::get_if<CommandBook::Execute>(&*action))
        {
            did.executed.push_back(execute->key);
        }
        else if (const auto* conclude = std::get_if<CommandBook::Conclude>(&*action))
        {
            did.concluded.push_back(conclude->key);
        }
        else if (const auto* respond = std::get_if<CommandBook::Respond>(&*action))
        {
            did.responses.push_back(respond->response);
        }
        else
        {
            did.finished.push_back(std::get<CommandFinished>(std::get<Event>(*action)));
        }
    }
    return did;
}

/// Holds a book to its promises, and concludes what it asks to have concluded.
struct Ledger
{
    std::map<std::string, int> executed;
    std::map<std::string, std::string> final; ///< The bytes of each final response.

    void Look(CommandBook& book)
    {
        const Did did = Drain(book);
        for (const CommandKey& key : did.executed)
        {
            ASSERT_EQ(++executed[key.id], 1) << key.id;
        }
        for (const CommandKey& key : did.concluded)
        {
            book.OnOutcome(key, {Response::FAILURE, "timeout", {}});
        }
        for (const Response& response : did.responses)
        {
            const std::string& id = response.command_id();
            const bool isFinal = response.status() != Response::IN_PROGRESS;
            ASSERT_TRUE(isFinal || !final.contains(id)) << "not again in progress";
            const std::string bytes = response.SerializeAsString();
            ASSERT_TRUE(!isFinal || final.try_emplace(id, bytes).first->second == bytes);
        }
    }
};

void
ExpectFailure(CommandBook& book, const wire::TransportCommand& command, const std::string& reason)
{
    book.OnCommand(Instant{}, ISSUER, command, SESSION);
    const Did did = Drain(book);
    EXPECT_TRUE(did.executed.empty());
    ASSERT_EQ(did.responses.size(), 1U);
    EXPECT_EQ(did.responses[0].status(), Response::FAILURE);
    EXPECT_EQ(did.responses[0].error_message(), reason);
    EXPECT_EQ(did.finished.size(), 1U);
}

} // namespace

TEST(CommandBook, ExecutesOnceAndRepeatsTheSameAnswer)
{
    CommandBook book(SessionHandle{1});
    book.OnCommand(Instant{}, ISSUER, Command("a"), SESSION);
    const CommandKey key{ISSUER, "a"};
    EXPECT_EQ(Drain(book).executed, std::vector<CommandKey>{key});
    book.OnStarted(key);
    book.OnCommand(Instant{}, ISSUER, Command("a"), SESSION);
    const Did meanwhile = Drain(book);
    EXPECT_TRUE(meanwhile.executed.empty());
    ASSERT_EQ(meanwhile.responses.size(), 2U);
    EXPECT_EQ(meanwhile.responses[1].status(), Response::IN_PROGRESS);
    book.OnOutcome(key, {Response::PARTIAL_SUCCESS, "half", {}});
    book.OnOutcome(key, {Response::SUCCESS, "", {}}); // Too late to change it.
    book.OnCommand(Instant(100s), ISSUER, Command("a"), SESSION);
    const Did after = Drain(book);
    EXPECT_TRUE(after.executed.empty());
    EXPECT_EQ(after.finished.size(), 1U);
    ASSERT_EQ(after.responses.size(), 2U);
    EXPECT_EQ(after.responses[0].status(), Response::PARTIAL_SUCCESS);
    EXPECT_EQ(after.responses[0].SerializeAsString(), after.responses[1].SerializeAsString());
}

TEST(CommandBook, TellsIssuersApart)
{
    CommandBook book(SessionHandle{1});
    book.OnCommand(Instant{}, ISSUER, Command("a"), SESSION);
    book.OnCommand(Instant{}, Ipv4(0x0a000002, 443), Command("a"), SESSION);
    EXPECT_EQ(Drain(book).executed.size(), 2U);
}

TEST(CommandBook, AsksForTheOutcomeWhenTheTimeIsOver)
{
    for (const auto& [seconds, timeout] :
         std::map<std::uint32_t, Duration>{{0, CommandBook::TIMEOUT_DEFAULT},
                                           {3, 3s},
                                           {1'000, CommandBook::TIMEOUT_MAX}})
    {
        SCOPED_TRACE(seconds);
        CommandBook book(SessionHandle{1});
        book.OnCommand(Instant(1s), ISSUER, Command("a", seconds), SESSION);
        static_cast<void>(Drain(book));
        EXPECT_EQ(book.NextTimeout(), Instant(1s + timeout));
        book.OnTimeout(Instant(1s + timeout - 1ns));
        EXPECT_TRUE(Drain(book).concluded.empty());
        book.OnTimeout(Instant(1s + timeout));
        EXPECT_EQ(Drain(book).concluded.size(), 1U);
        EXPECT_EQ(book.NextTimeout(), NEVER);
    }
}

TEST(CommandBook, RefusesWhatCannotBeACommand)
{
    CommandBook book(SessionHandle{1});
    ExpectFailure(book, Command(""), "command_id must have 1 to 64 bytes");
    ExpectFailure(book, Command(std::string(65, 'x')), "command_id must have 1 to 64 bytes");
    wire::TransportCommand foreign = Command("b");
    foreign.set_connection_id("0000000000000abd");
    ExpectFailure(book, foreign, "another session");
    wire::TransportCommand unknown = Command("c");
    unknown.set_type(static_cast<wire::TransportCommand::CommandType>(6));
    ExpectFailure(book, unknown, "unknown type of command");
    book.OnCommand(Instant{}, ISSUER, Command(std::string(64, 'x')), SESSION);
    EXPECT_EQ(book.Pending(), 0U) << "the refused one of 65 bytes is remembered by its first 64";
}

TEST(CommandBook, BoundsWhatIsUnderWayAndWhatItRemembers)
{
    CommandBook book(SessionHandle{1});
    for (std::size_t i = 0; i < CommandBook::PENDING_MAX; ++i)
    {
        book.OnCommand(Instant{}, ISSUER, Command("pending " + std::to_string(i)), SESSION);
    }
    EXPECT_EQ(Drain(book).executed.size(), CommandBook::PENDING_MAX);
    for (std::size_t i = 0; i < CommandBook::REMEMBERED_MAX + 50; ++i)
    {
        const std::string id = "refused " + std::to_string(i);
        ExpectFailure(book, Command(id), "too many commands at a time");
    }
    EXPECT_EQ(book.Remembered(), CommandBook::REMEMBERED_MAX);
    EXPECT_EQ(book.Pending(), CommandBook::PENDING_MAX);
}

TEST(CommandBook, UnderRandomInputsAnswersEachCommandOnceAndForGood)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        CommandBook book(SessionHandle{1});
        Ledger ledger;
        Instant now{};
        std::set<std::string> asked;
        for (int step = 0; step < 3'000; ++step)
        {
            now += Duration(prng.Below(500'000'000));
            const std::string id = std::to_string(prng.Below(400));
            const auto status = static_cast<Response::ResponseStatus>(prng.Below(3));
            switch (prng.Below(4))
            {
            case 0:
                book.OnStarted({ISSUER, id});
                break;
            case 1:
                book.OnOutcome({ISSUER, id}, {status, std::to_string(step), {}});
                break;
            case 2:
                book.OnTimeout(now);
                break;
            default:
                asked.insert(id);
                const auto timeout = static_cast<std::uint32_t>(1 + prng.Below(20));
                book.OnCommand(now, ISSUER, Command(id, timeout), SESSION);
            }
            ASSERT_NO_FATAL_FAILURE(ledger.Look(book));
        }
        book.OnTimeout(now + CommandBook::TIMEOUT_MAX);
        ledger.Look(book);
        ledger.Look(book);
        EXPECT_EQ(ledger.final.size(), asked.size());
        EXPECT_EQ(book.Pending(), 0U);
    }
}

} // namespace kwik::test

#include "protocol-core/base/prng.h"
#include "protocol-core/socket/socket.h"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Instant NOW(10s);
constexpr SocketConfig CONFIG{5s};

SharedBytes
Bytes(std::string_view text)
{
    return SharedBytes(AsBytes(text));
}

/// A socket, and what it has asked for.
struct Held
{
    Socket socket{SocketId{1}, CONFIG};
    ByteCount consumed{};
    int finishes{0};
    int notices{0};
    std::vector<ResetCause> aborts{};
    std::vector<SocketStateChanged> changes{};

    void Drain()
    {
        while (const auto action = socket.PollAction())
        {
            if (const auto* consume = std::get_if<Socket::Consume>(&*action))
            {
                consumed += consume->bytes;
            }
            else if (const auto* abort = std::get_if<Socket::Abort>(&*action))
            {
                aborts.push_back(abort->cause);
            }
            else if (const auto* event = std::get_if<Event>(&*action))
            {
                const auto* change = std::get_if<SocketStateChanged>(event);
                if (change != nullptr)
                {
                    changes.push_back(*change);
                }
            }
            else
            {
                finishes += std::holds_alternative<Socket::Finish>(*action) ? 1 : 0;
                notices += std::holds_alternative<Socket::Ready>(*action) ? 1 : 0;
            }
        }
    }

    /// One input drawn by @p prng.
    void Poke(Prng& prng, Instant& now)
    {
        now += std::chrono::milliseconds(prng.Below(1'000));
        switch (prng.Below(12))
        {
        case 0:
            return socket.OnAnswered();
        case 1:
            return socket.OnBytes(Bytes("abc"),
                                  prng.Below(4) == 0 ? StreamFinish::Final : StreamFinish::Open);
        case 2:
            return socket.OnWritable();
        case 3:
            return prng.Below(4) == 0 ? socket.OnSent() : void();
        case 4:
            return prng.Below(8) == 0 ? socket.OnReset(ResetCause::Aborted) : void();
        case 5:
            return static_cast<void>(socket.Read(now, ByteCount{1 + prng.Below(5)}));
        case 6:
            return static_cast<void>(socket.CheckWrite(now));
        case 7:
            return socket.CloseWrite();
        case 8:
            return prng.Below(4) == 0 ? socket.Close(now) : void();
        case 9:
            return socket.SetReadDeadline(now + 1s);
        case 10:
            return socket.SetWriteDeadline(now + 1s);
        default:
            return socket.OnTimeout(now);
        }
    }
};

using Step = std::pair<SocketState, SocketState>;

} // namespace

TEST(SocketLifecycle, HasTheTransitionsOfItsPictureAndNoOther)
{
    using enum SocketState;
    const std::set<Step> allowed{{Closed, Connecting},
                                 {Closed, Connected},
                                 {Connecting, Connected},
                                 {Connecting, Closing},
                                 {Connecting, Closed},
                                 {Connected, Closing},
                                 {Connected, Closed},
                                 {Closing, Closed}};
    for (const SocketState from : {Closed, Connecting, Connected, Closing})
    {
        for (const SocketState to : {Closed, Connecting, Connected, Closing})
        {
            EXPECT_EQ(IsAllowed(from, to), allowed.contains({from, to}))
                << ToText(from) << " to " << ToText(to);
        }
    }
}

TEST(Socket, WhateverHappensItMovesAsItsTableSaysAndTellsEachMove)
{
    std::set<Step> seen;
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        Held held;
        Instant now = NOW;
        prng.Below(2) == 0 ? held.socket.OnDialled() : held.socket.OnAccepted();
        for (int i = 0; i < 60; ++i)
        {
            held.Poke(prng, now);
            held.Drain();
        }
        SocketState state = SocketState::Closed;
        for (const SocketStateChanged& change : held.changes)
        {
            ASSERT_EQ(change.from, state);
            ASSERT_TRUE(IsAllowed(change.from, change.to));
            state = change.to;
            seen.insert({change.from, change.to});
        }
        ASSERT_EQ(held.socket.State(), state);
        ASSERT_LE(held.finishes, 1);
        ASSERT_LE(held.aborts.size(), 1U);
    }
    EXPECT_EQ(seen.size(), 8U) << "every transition did happen";
}

TEST(Socket, GivesWhatCameInOrderAndThenTheEnd)
{
    Held held;
    held.socket.OnAccepted();
    EXPECT_EQ(held.socket.Read(NOW, ByteCount{10}).status, SocketStatus::WouldBlock);
    held.socket.OnBytes(Bytes("abcdef"), StreamFinish::Open);
    held.socket.OnBytes(Bytes("gh"), StreamFinish::Final);
    EXPECT_EQ(held.socket.Readable(), ByteCount{8});
    EXPECT_EQ(AsText(held.socket.Read(NOW, ByteCount{4}).bytes.View()), "abcd");
    EXPECT_EQ(AsText(held.socket.Read(NOW, ByteCount{4}).bytes.View()), "ef");
    EXPECT_FALSE(held.socket.IsAtEnd());
    EXPECT_EQ(AsText(held.socket.Read(NOW, ByteCount{4}).bytes.View()), "gh");
    EXPECT_TRUE(held.socket.IsAtEnd());
    EXPECT_EQ(held.socket.Read(NOW, ByteCount{4}).status, SocketStatus::EndOfStream);
    held.Drain();
    EXPECT_EQ(held.consumed, ByteCount{8});
}

TEST(Socket, AResetLetsWhatHasComeBeRead)
{
    Held held;
    held.socket.OnAccepted();
    held.socket.OnBytes(Bytes("abc"), StreamFinish::Open);
    held.socket.OnReset(ResetCause::TimedOut);
    EXPECT_EQ(AsText(held.socket.Read(NOW, ByteCount{4}).bytes.View()), "abc");
    EXPECT_EQ(held.socket.Read(NOW, ByteCount{4}).status, SocketStatus::Reset);
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::Reset);
    EXPECT_EQ(held.socket.ResetBy(), ResetCause::TimedOut);
}

TEST(Socket, ADeadlineFailsItsDirectionFromThenOnAndTellsSoOnce)
{
    Held held;
    held.socket.OnAccepted();
    held.Drain();
    held.socket.SetReadDeadline(NOW);
    EXPECT_EQ(held.socket.NextTimeout(), NOW);
    EXPECT_EQ(held.socket.Read(NOW - 1ns, ByteCount{1}).status, SocketStatus::WouldBlock);
    EXPECT_EQ(held.socket.Read(NOW, ByteCount{1}).status, SocketStatus::TimedOut);
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::Ok);
    held.socket.OnTimeout(NOW);
    held.socket.OnTimeout(NOW);
    held.Drain();
    EXPECT_EQ(held.notices, 1);
    EXPECT_EQ(held.socket.NextTimeout(), NEVER);
    held.socket.SetReadDeadline(NEVER);
    EXPECT_EQ(held.socket.Read(NOW, ByteCount{1}).status, SocketStatus::WouldBlock);
    held.socket.SetWriteDeadline(NOW);
    EXPECT_EQ(held.socket.CheckWrite(NOW - 1ns), SocketStatus::Ok);
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::TimedOut);
}

TEST(Socket, IsClosedWhenBothDirectionsAre)
{
    Held held;
    held.socket.OnAccepted();
    held.socket.OnBytes(Bytes("abc"), StreamFinish::Open);
    held.socket.Close(NOW);
    held.Drain();
    EXPECT_EQ(held.finishes, 1);
    EXPECT_EQ(held.consumed, ByteCount{3}) << "what nobody reads makes room too";
    held.socket.OnSent();
    EXPECT_EQ(held.socket.State(), SocketState::Closing);
    held.socket.OnBytes(Bytes("de"), StreamFinish::Final);
    held.Drain();
    EXPECT_EQ(held.socket.State(), SocketState::Closed);
    EXPECT_EQ(held.consumed, ByteCount{5});
    EXPECT_TRUE(held.aborts.empty());
}

TEST(Socket, LingersAsLongAsItShouldAndThenAborts)
{
    Held held;
    held.socket.OnAccepted();
    held.socket.Close(NOW);
    EXPECT_EQ(held.socket.NextTimeout(), NOW + 5s);
    held.socket.OnTimeout(NOW + 5s - 1ns);
    held.Drain();
    EXPECT_EQ(held.socket.State(), SocketState::Closing);
    held.socket.OnTimeout(NOW + 5s);
    held.Drain();
    EXPECT_EQ(held.socket.State(), SocketState::Closed);
    EXPECT_EQ(held.aborts, std::vector{ResetCause::Aborted});
}

TEST(Socket, WritesNothingBehindItsEndOrIntoAFullStream)
{
    Held held;
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::NotConnected);
    held.socket.OnDialled();
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::Ok) << "before the answer too";
    held.socket.OnTaken(ByteCount{5}, ByteCount{6});
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::WouldBlock);
    held.socket.OnWritable();
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::Ok);
    held.socket.CloseWrite();
    EXPECT_EQ(held.socket.CheckWrite(NOW), SocketStatus::Finished);
}

} // namespace kwik::test

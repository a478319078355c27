#include "protocol-core/path/path.h"

#include <gtest/gtest.h>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using enum PathState;
using Expectation = Path::Expectation;

constexpr Duration PROBE_TIMEOUT = 100ms;
constexpr Instant START{1s};

/// What a path asked for, as one word each.
std::vector<std::string>
Actions(Path& path)
{
    std::vector<std::string> words;
    while (const auto action = path.PollAction())
    {
        if (const auto* change = std::get_if<Path::ChangeState>(&*action))
        {
            words.push_back(std::string(ToText(change->from)) + ">" +
                            std::string(ToText(change->to)) + ":" +
                            std::string(ToText(change->cause)));
        }
        else
        {
            words.emplace_back(std::holds_alternative<Path::SendProbe>(*action) ? "probe"
                                                                                : "give up");
        }
    }
    return words;
}

/// A path that awaits an answer in Handshaking and heard a datagram at START.
Path
HandshakingPath(const PathConfig& config)
{
    Path path(config);
    path.OnOpened(START);
    path.OnPeerReplied(START);
    path.OnHeard(START, PROBE_TIMEOUT);
    path.OnExpectation(START, Expectation::Answer);
    static_cast<void>(Actions(path));
    return path;
}

/// A path that is Active, awaits an answer and heard a datagram at START.
Path
ActivePath(const PathConfig& config)
{
    Path path = HandshakingPath(config);
    path.OnHelloAccepted(START);
    static_cast<void>(Actions(path));
    return path;
}

using Words = std::vector<std::string>;

} // namespace

TEST(Path, WaitsNoLongerThanTheLargestProbeTimeoutForAHostThatSlept)
{
    Path path = ActivePath({});
    path.OnHeard(START, 45s); // The answer to what was said before the sleep.
    EXPECT_EQ(path.ProbeTimeout(), 3s);
    EXPECT_EQ(path.NextTimeout(), START + 3s);
    path.OnHeard(START, 3s - 1ns);
    EXPECT_EQ(path.NextTimeout(), START + 3s - 1ns);
}

TEST(Path, LivesThroughItsStatesInOrder)
{
    Path path(PathConfig{});
    EXPECT_EQ(path.State(), Initializing);
    path.OnOpened(START);
    path.OnPeerReplied(START + 1ms);
    path.OnHelloAccepted(START + 2ms);
    path.OnClosed(START + 3ms, PathCause::PeerClosed);
    EXPECT_EQ(Actions(path),
              (Words{"initializing>connecting:opened",
                     "connecting>handshaking:peer_replied",
                     "handshaking>active:hello_accepted",
                     "active>failing:peer_closed",
                     "failing>closed:peer_closed"}));
    EXPECT_EQ(path.State(), Closed);
}

TEST(Path, IsDegradedAndProbedExactlyAfterTheConfiguredSilence)
{
    for (const std::uint32_t timeouts : {1U, 2U})
    {
        Path path = ActivePath({timeouts, 4});
        const Instant due = START + PROBE_TIMEOUT * timeouts;
        EXPECT_EQ(path.NextTimeout(), due);
        path.OnTimeout(due - 1ns);
        EXPECT_EQ(Actions(path), Words{});
        path.OnTimeout(due);
        EXPECT_EQ(Actions(path), (Words{"active>degraded:silence", "probe"}));
        EXPECT_EQ(path.State(), Degraded);
    }
}

TEST(Path, FailsExactlyAfterTheConfiguredSilence)
{
    for (const std::uint32_t timeouts : {3U, 5U})
    {
        Path path = ActivePath({1, timeouts});
        path.OnTimeout(START + PROBE_TIMEOUT);
        static_cast<void>(Actions(path));
        const Instant due = START + PROBE_TIMEOUT * timeouts;
        EXPECT_EQ(path.NextTimeout(), due);
        path.OnTimeout(due - 1ns);
        EXPECT_EQ(Actions(path), Words{});
        path.OnTimeout(due);
        EXPECT_EQ(Actions(path),
                  (Words{"degraded>failing:silence", "give up", "failing>closed:silence"}));
        EXPECT_EQ(path.NextTimeout(), NEVER);
    }
}

TEST(Path, ATimeoutThatComesMuchTooLateDoesBothSteps)
{
    Path path = ActivePath(PathConfig{});
    path.OnTimeout(START + 10s);
    EXPECT_EQ(Actions(path),
              (Words{"active>degraded:silence",
                     "probe",
                     "degraded>failing:silence",
                     "give up",
                     "failing>closed:silence"}));
}

TEST(Path, WithNothingAwaitedSilenceMeansNothing)
{
    Path path = ActivePath(PathConfig{});
    path.OnExpectation(START, Expectation::Nothing);
    EXPECT_EQ(path.NextTimeout(), NEVER);
    path.OnTimeout(START + 1h);
    EXPECT_EQ(Actions(path), Words{});
    EXPECT_EQ(path.State(), Active);
}

TEST(Path, SilenceCountsFromWhenSomethingIsFirstAwaited)
{
    Path path = ActivePath(PathConfig{});
    path.OnExpectation(START, Expectation::Nothing);
    path.OnExpectation(START + 5s, Expectation::Answer);
    EXPECT_EQ(path.NextTimeout(), START + 5s + PROBE_TIMEOUT);
    // To await more while something is awaited already is no excuse for the peer.
    path.OnExpectation(START + 5s + 50ms, Expectation::Answer);
    EXPECT_EQ(path.NextTimeout(), START + 5s + PROBE_TIMEOUT);
}

TEST(Path, EveryDatagramStartsTheSilenceAnewWithTheNewestProbeTimeout)
{
    Path path = ActivePath(PathConfig{});
    path.OnHeard(START + 60ms, 30ms);
    EXPECT_EQ(path.ProbeTimeout(), 30ms);
    EXPECT_EQ(path.NextTimeout(), START + 90ms);
    path.OnTimeout(START + 90ms - 1ns);
    EXPECT_EQ(path.State(), Active);
    path.OnTimeout(START + 90ms);
    EXPECT_EQ(path.State(), Degraded);
}

TEST(Path, ADatagramRevivesADegradedPath)
{
    Path path = ActivePath(PathConfig{});
    path.OnTimeout(START + PROBE_TIMEOUT);
    static_cast<void>(Actions(path));
    path.OnHeard(START + 3 * PROBE_TIMEOUT - 1ns, PROBE_TIMEOUT);
    EXPECT_EQ(Actions(path), Words{"degraded>active:heard"});
    EXPECT_EQ(path.NextTimeout(), START + 4 * PROBE_TIMEOUT - 1ns);
}

TEST(Path, ADegradedPathFailsEvenIfNothingIsAwaitedAnyMore)
{
    // What it owed was asked for elsewhere; the probe is what it still owes.
    Path path = ActivePath(PathConfig{});
    path.OnTimeout(START + PROBE_TIMEOUT);
    path.OnExpectation(START + PROBE_TIMEOUT, Expectation::Nothing);
    EXPECT_EQ(path.NextTimeout(), START + 3 * PROBE_TIMEOUT);
    path.OnTimeout(START + 3 * PROBE_TIMEOUT);
    EXPECT_EQ(path.State(), Closed);
}

TEST(Path, InTheHandshakeOnlyTheLongSilenceCountsAndItIsFinal)
{
    Path path = HandshakingPath(PathConfig{});
    EXPECT_EQ(path.NextTimeout(), START + 3 * PROBE_TIMEOUT);
    path.OnTimeout(START + 3 * PROBE_TIMEOUT - 1ns);
    EXPECT_EQ(Actions(path), Words{});
    path.OnTimeout(START + 3 * PROBE_TIMEOUT);
    EXPECT_EQ(Actions(path),
              (Words{"handshaking>failing:silence", "give up", "failing>closed:silence"}));
}

TEST(Path, UntilItIsMeasuredARoundTripIsTheTimeToTheFirstReply)
{
    Path path(PathConfig{});
    path.OnOpened(START);
    path.OnPeerReplied(START + 1200ms);
    path.OnHeard(START + 1200ms, PROBE_TIMEOUT);
    path.OnExpectation(START + 1200ms, Expectation::Answer);
    EXPECT_EQ(path.NextTimeout(), START + 4 * 1200ms);
    path.OnHelloAccepted(START + 2400ms);
    path.OnExpectation(START + 2400ms, Expectation::Nothing);
    path.OnExpectation(START + 2400ms, Expectation::Answer);
    EXPECT_EQ(path.NextTimeout(), START + 2400ms + PROBE_TIMEOUT);
}

TEST(Path, BeforeTheHelloIsSentTheHandshakeIsTheCarriersBusiness)
{
    Path connecting(PathConfig{});
    connecting.OnOpened(START);
    connecting.OnExpectation(START, Expectation::Answer);
    EXPECT_EQ(connecting.NextTimeout(), NEVER);
    connecting.OnTimeout(START + 1h);
    EXPECT_EQ(connecting.State(), Connecting);

    Path greeted = HandshakingPath(PathConfig{});
    greeted.OnExpectation(START, Expectation::Nothing);
    EXPECT_EQ(greeted.NextTimeout(), NEVER);
    greeted.OnTimeout(START + 1h);
    EXPECT_EQ(greeted.State(), Handshaking);
}

TEST(Path, AClosedPathStaysClosedAndSilent)
{
    Path path = ActivePath(PathConfig{});
    path.OnClosed(START, PathCause::LocalClose);
    static_cast<void>(Actions(path));
    path.OnClosed(START, PathCause::PeerClosed);
    path.OnHeard(START, PROBE_TIMEOUT);
    path.OnPeerReplied(START);
    path.OnHelloAccepted(START);
    path.OnTimeout(START + 1h);
    EXPECT_EQ(Actions(path), Words{});
    EXPECT_EQ(path.NextTimeout(), NEVER);
}

TEST(Path, AConfigurationWithoutAnOrderIsAMistake)
{
    EXPECT_DEATH(Path({0, 3}), "assertion failed");
    EXPECT_DEATH(Path({2, 2}), "assertion failed");
    EXPECT_EQ(Path({1, 2}).State(), Initializing);
}

} // namespace kwik::test

// Every outage that a scenario of scenarios/outage-*.yaml is about, at random instants and with
// random seeds; whatever happens, the bytes that are delivered are exactly those that were sent.
#include "tests/world/story-checks.h"

#include <functional>
#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{10'000'000};
constexpr std::uint64_t SEEDS = 10;
constexpr std::uint32_t ALWAYS = 1'000'000;

/// A story, an instant of it between the first handshake and the last byte, and more to draw from.
struct Scene
{
    Story& story;
    Instant when;
    Prng prng;

    Duration Between(Duration low, Duration high)
    {
        const auto spread = static_cast<std::uint64_t>((high - low).count());
        return low + Duration(static_cast<Duration::rep>(prng.Below(spread + 1)));
    }

    void At(Duration later, std::function<void()> what) const
    {
        story.world.At(when + later, std::move(what));
    }

    /// Changes the link to a server for good: what the client sends, and what it is sent.
    void Change(Duration later,
                std::size_t server,
                const std::function<void(LinkShape&)>& change) const
    {
        At(later, [&story = story, server, change] { story.Reshape(server, change); });
    }
};

using Outage = std::function<void(Scene&)>;

/// Plays the outage in ten downloads from two servers. @returns the longest gap of all.
Duration
ExpectWholeDespite(const Outage& outage, Duration slowest = 60s)
{
    Duration longest{};
    for (std::uint64_t seed = 1; seed <= SEEDS; ++seed)
    {
        Prng prng = Prng(seed).Fork("outage");
        const Instant when(std::chrono::milliseconds(30 + prng.Below(2'000)));
        SCOPED_TRACE("seed " + std::to_string(seed) + ", at " +
                     std::to_string((when - Instant{}) / 1ms) + " ms");
        Story story({.seed = seed, .links = {Link(20, 10ms), Link(20, 20ms)}});
        Scene scene{story, when, prng};
        outage(scene);
        story.Download(SIZE);
        EXPECT_TRUE(RunToEnd(story, Instant(slowest)));
        ExpectWhole(story, SIZE);
        EXPECT_TRUE(story.clientEvents.All<SecurityViolation>().empty());
        EXPECT_TRUE(story.serverEvents.All<SecurityViolation>().empty());
        longest = std::max(longest, story.download->longestGap);
    }
    return longest;
}

void
Cut(LinkShape& link)
{
    link.isUp = false;
}

void
Mend(LinkShape& link)
{
    link.isUp = true;
}

std::size_t
PathsOpened(const Story& story)
{
    return story.clientEvents.All<PathOpened>().size();
}

} // namespace

TEST(Outage, ABlackHoleOfEitherServerIsSurvived)
{
    for (const std::size_t server : {0U, 1U})
    {
        ExpectWholeDespite([server](Scene& scene) { scene.Change(0s, server, Cut); });
    }
}

TEST(Outage, ADropOfAnyLengthIsSurvived)
{
    ExpectWholeDespite([](Scene& scene) {
        const std::size_t server = scene.prng.Below(2);
        scene.Change(0s, server, Cut);
        scene.Change(scene.Between(1ms, 3s), server, Mend);
    });
}

TEST(Outage, AFadeIsSurvived)
{
    ExpectWholeDespite([](Scene& scene) {
        for (int step = 1; step <= 40; ++step)
        {
            // Down to a twentieth in the first twenty steps, and up again.
            const int level = step <= 20 ? 21 - step : step - 20;
            scene.Change(step * 50ms, 1, [level](LinkShape& link) {
                link.rate = BitRate{1'000'000ULL * static_cast<std::uint64_t>(level)};
                link.delay = 20ms + (20 - level) * 4ms;
            });
        }
    });
}

TEST(Outage, ASuspendedServerIsSurvivedAndDoesNoHarmWhenItGoesOn)
{
    ExpectWholeDespite([](Scene& scene) {
        SimEnvironment& server = scene.story.ServerEnvironment(scene.prng.Below(2));
        scene.At(0s, [&server] { server.Suspend(); });
        scene.At(scene.Between(1ms, 4s), [&server] { server.Resume(); });
    });
}

TEST(Outage, ASuspendedClientGoesOnWhereItWas)
{
    const Duration longest = ExpectWholeDespite([](Scene& scene) {
        SimEnvironment& client = scene.story.ClientEnvironment();
        scene.At(0s, [&client] { client.Suspend(); });
        scene.At(scene.Between(3s, 4s), [&client] { client.Resume(); });
    });
    EXPECT_GE(longest, 3s);
    EXPECT_LE(longest, 5s);
}

TEST(Outage, AClientThatSleepsLongerThanItsServersWaitStartsAfresh)
{
    const Duration longest = ExpectWholeDespite([](Scene& scene) {
        SimEnvironment& client = scene.story.ClientEnvironment();
        scene.At(0s, [&client] { client.Suspend(); });
        scene.At(40s, [&client] { client.Resume(); });
    });
    // The idle timeout of 30 s has passed: whatever was open is gone.
    EXPECT_GE(longest, 40s);
    EXPECT_LE(longest, 42s);
}

TEST(Outage, AFlappingLinkIsSurvived)
{
    ExpectWholeDespite([](Scene& scene) {
        for (Duration at{}; at < 3s; at += scene.Between(20ms, 500ms))
        {
            scene.Change(at, 1, Cut);
            at += scene.Between(1ms, 300ms);
            scene.Change(at, 1, Mend);
        }
    });
}

TEST(Outage, LossOfWhatTheClientSaysIsSurvived)
{
    ExpectWholeDespite([](Scene& scene) {
        Story& story = scene.story;
        const std::size_t server = scene.prng.Below(2);
        const auto loss = static_cast<std::uint32_t>(scene.prng.Below(500'000));
        scene.At(0s, [&story, server, loss] {
            story.world.ReshapeOneWay(story.ClientAddress(),
                                      story.ServerAddress(server),
                                      [loss](LinkShape& link) { link.lossPpm = loss; });
        });
    });
}

TEST(Outage, SilenceInOneDirectionIsSurvived)
{
    for (const bool isClientMute : {true, false})
    {
        ExpectWholeDespite([isClientMute](Scene& scene) {
            Story& story = scene.story;
            const Address server = story.ServerAddress(scene.prng.Below(2));
            scene.At(0s, [&story, server, isClientMute] {
                const Address client = story.ClientAddress();
                story.world.ReshapeOneWay(isClientMute ? client : server,
                                          isClientMute ? server : client,
                                          Cut);
            });
        });
    }
}

TEST(Outage, AServerThatForgetsEverythingIsSurvived)
{
    ExpectWholeDespite([](Scene& scene) {
        Story& story = scene.story;
        const std::size_t server = scene.prng.Below(2);
        scene.At(0s, [&story, server] { story.Crash(server); });
        scene.At(scene.Between(1ms, 1s), [&story, server] { story.Restart(server); });
    });
}

TEST(Outage, AllServersGoneAndBackIsWaitedFor)
{
    const Duration longest = ExpectWholeDespite([](Scene& scene) {
        Story& story = scene.story;
        for (const std::size_t server : {0U, 1U})
        {
            scene.At(scene.Between(0ms, 300ms), [&story, server] { story.Crash(server); });
            scene.At(scene.Between(4s, 5s), [&story, server] { story.Restart(server); });
        }
    });
    EXPECT_GE(longest, 3'500ms);
    EXPECT_LE(longest, 6s);
}

TEST(Outage, CorruptedDatagramsReachNobody)
{
    for (const std::uint32_t share : {10'000U, 100'000U})
    {
        ExpectWholeDespite([share](Scene& scene) {
            for (const std::size_t server : {0U, 1U})
            {
                scene.Change(0s, server, [share](LinkShape& link) { link.corruptPpm = share; });
            }
        });
    }
}

TEST(Outage, ALinkThatCorruptsEverythingIsGivenUp)
{
    const Duration longest = ExpectWholeDespite([](Scene& scene) {
        scene.Change(0s, 1, [](LinkShape& link) { link.corruptPpm = ALWAYS; });
    });
    // 3 probe timeouts of a full link, and as much again because garbled probes are heard.
    EXPECT_LE(longest, 1s);
}

TEST(Outage, ReorderingIsSurvived)
{
    ExpectWholeDespite([](Scene& scene) {
        const Duration heldBack = scene.Between(1ms, 50ms);
        const auto share = static_cast<std::uint32_t>(scene.prng.Below(300'000));
        for (const std::size_t server : {0U, 1U})
        {
            scene.Change(0s, server, [heldBack, share](LinkShape& link) {
                link.reorderPpm = share;
                link.heldBack = heldBack;
            });
        }
    });
}

TEST(Outage, DuplicatesAreDeliveredOnce)
{
    ExpectWholeDespite([](Scene& scene) {
        for (const std::size_t server : {0U, 1U})
        {
            scene.Change(0s, server, [](LinkShape& link) { link.duplicatePpm = ALWAYS; });
        }
    });
}

TEST(Outage, ARebindingNatCostsNoPath)
{
    const Duration longest = ExpectWholeDespite([](Scene& scene) {
        Story& story = scene.story;
        // Not in the handshakes, which QUIC does not move.
        const Instant settled(500ms);
        scene.when = std::max(scene.when, settled);
        scene.At(0s, [&story] { story.ClientEnvironment().Rebind(); });
        scene.At(scene.Between(0ms, 1s), [&story] { story.ClientEnvironment().Rebind(); });
        scene.At(2s, [&story] { EXPECT_EQ(PathsOpened(story), 2U); });
    });
    // Twice two probe timeouts of a full link, and twice a round trip.
    EXPECT_LE(longest, 600ms);
}

TEST(Outage, ANatThatRebindsInAHandshakeIsSurvived)
{
    ExpectWholeDespite([](Scene& scene) {
        Story& story = scene.story;
        scene.when = Instant(scene.Between(0ms, 200ms));
        scene.At(0s, [&story] { story.ClientEnvironment().Rebind(); });
    });
}

TEST(Outage, AClientThatMovesTakesItsPathsAlong)
{
    const Duration longest = ExpectWholeDespite([](Scene& scene) {
        Story& story = scene.story;
        const Address elsewhere = Ipv4(0x0a000002, 4433);
        scene.when = std::max(scene.when, Instant(500ms));
        for (const std::size_t server : {0U, 1U})
        {
            story.world.Connect(elsewhere, story.ServerAddress(server), Link(15, 25ms));
            scene.Change(0s, server, Cut);
        }
        scene.At(30ms, [&story, elsewhere] { story.ClientEnvironment().Move(elsewhere); });
        scene.At(2s, [&story] { EXPECT_EQ(PathsOpened(story), 2U); });
    });
    EXPECT_GE(longest, 80ms);
    EXPECT_LE(longest, 600ms);
}

} // namespace kwik::test

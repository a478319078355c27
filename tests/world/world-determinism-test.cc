#include "tests/world/story-checks.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

/// All events of client and servers of a story with loss, a crash and a flap, as text.
std::string
EventsOf(std::uint64_t seed)
{
    Story::Options options{.seed = seed, .links = {Link(20, 10ms), Link(30, 30ms), Link(5, 5ms)}};
    for (LinkShape& link : options.links)
    {
        link.lossPpm = 10'000;
        link.jitter = 2ms;
    }
    Story story(options);
    story.world.At(Instant(700ms), [&] { story.Crash(1); });
    story.world.At(Instant(1s), [&] { story.Restart(1); });
    story.Download(ByteCount{5'000'000});
    EXPECT_TRUE(RunToEnd(story, Instant(60s)));
    std::string text;
    for (const EventLog* log : {&story.clientEvents, &story.serverEvents})
    {
        for (const auto& [when, event] : log->entries)
        {
            text += std::to_string(when.time_since_epoch().count()) + " " +
                    std::string(KindOf(event)) + DetailOf(event) + "\n";
        }
    }
    return text;
}

} // namespace

TEST(WorldDeterminism, TheSameSeedGivesTheSameEventsToTheNanosecond)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
    {
        const std::string first = EventsOf(seed);
        EXPECT_GT(first.size(), 10'000U);
        EXPECT_TRUE(first == EventsOf(seed)) << "seed " << seed;
        EXPECT_FALSE(first == EventsOf(seed + 100)); // The comparison can fail.
    }
}

} // namespace kwik::test

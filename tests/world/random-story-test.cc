#include "tests/world/random-story.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace kwik::test
{

namespace
{

/// Adds up how often each kind of event occurred.
void
Count(const EventLog& events, std::map<std::string, int>& counts)
{
    for (const auto& [when, event] : events.entries)
    {
        counts[std::string(KindOf(event))] += 1;
        if (const auto* requested = std::get_if<RangeRequested>(&event))
        {
            counts[std::string(ToText(requested->purpose))] += 1;
        }
    }
}

} // namespace

/// A quarter of the seeds each, so that several cores share them.
class RandomStories : public testing::TestWithParam<std::uint64_t>
{
};

TEST_P(RandomStories, EndWithEveryByteDeliveredOnceAndUnharmed)
{
    constexpr std::uint64_t SEEDS = 40;
    std::map<std::string, int> counts;
    for (std::uint64_t seed = GetParam() * SEEDS; seed < (GetParam() + 1) * SEEDS; ++seed)
    {
        RandomStory story(seed);
        SCOPED_TRACE("seed " + std::to_string(seed) + "\n" + story.Plot());
        story.Play();
        Count(story.ClientEvents(), counts);
        if (testing::Test::HasFailure())
        {
            return;
        }
    }
    // Else the stories were too dull to find anything.
    EXPECT_GE(counts["failover_started"], 20);
    EXPECT_GE(counts["recovery_attempted"], 20);
    EXPECT_GE(counts["rescued"], 50);
    EXPECT_GE(counts["stolen"], 20);
    EXPECT_GE(counts["end_game"], 1);
}

INSTANTIATE_TEST_SUITE_P(Quarter, RandomStories, testing::Range<std::uint64_t>(0, 4));

} // namespace kwik::test

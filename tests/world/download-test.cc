#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

LinkShape
Link(std::uint64_t megabits, Duration delay)
{
    LinkShape shape;
    shape.rate = BitRate{megabits * 1'000'000};
    shape.delay = delay;
    shape.queue = BytesIn(shape.rate, delay * 2);
    return shape;
}

} // namespace

TEST(Download, OverOnePathDeliversEveryByteOnce)
{
    Story story({.links = {Link(20, 10ms)}});
    story.Download(ByteCount{2'000'000});
    ASSERT_TRUE(story.world.RunUntil(Instant(10s), [&] { return story.download->IsDone(); }));
    ASSERT_TRUE(story.download->finishedAt);
    EXPECT_EQ(story.download->delivered, ByteCount{2'000'000});
    EXPECT_EQ(story.download->corrupted, ByteCount{0});
    std::printf("finished at %.3f s\n",
                std::chrono::duration<double>(*story.download->finishedAt - Instant{}).count());
}

TEST(Download, OverThreePathsUsesAllOfThem)
{
    Story story({.links = {Link(20, 10ms), Link(30, 30ms), Link(10, 50ms)}});
    story.Download(ByteCount{50'000'000});
    ASSERT_TRUE(story.world.RunUntil(Instant(60s), [&] { return story.download->IsDone(); }));
    ASSERT_TRUE(story.download->finishedAt);
    EXPECT_EQ(story.download->delivered, ByteCount{50'000'000});
    EXPECT_EQ(story.download->corrupted, ByteCount{0});
    std::printf("finished at %.3f s\n",
                std::chrono::duration<double>(*story.download->finishedAt - Instant{}).count());
    for (const auto& e : story.clientEvents.entries)
    {
        if (!std::holds_alternative<RangeRequested>(e.event))
            std::printf("%.6f %s %s\n",
                        std::chrono::duration<double>(e.when - Instant{}).count(),
                        std::string(KindOf(e.event)).c_str(),
                        DetailOf(e.event).c_str());
    }
}

} // namespace kwik::test

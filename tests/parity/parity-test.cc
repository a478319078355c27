#include "tests/parity/parity-story.h"
#include "tests/support/worlds/cloud-world.h"
#include "tests/support/worlds/loopback-world.h"
#include "tests/support/worlds/ns3-world.h"
#include "tests/support/worlds/sim-world-adapter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{100'000'000};
constexpr ByteCount CRASH_AT{5'000'000};

/// The story in SimWorld and in @p world.
void
ExpectTheSameNanoseconds(World& world)
{
    SimWorldAdapter simWorld(ParityStory::Plan());
    ParityStory inSimWorld(simWorld, SIZE, CRASH_AT);
    ASSERT_TRUE(inSimWorld.Run(60s));
    ParityStory inOther(world, SIZE, CRASH_AT);
    ASSERT_TRUE(inOther.Run(60s));

    const auto& a = inSimWorld.Told();
    const auto& b = inOther.Told();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    {
        ASSERT_EQ(a[i].text, b[i].text) << "event " << i;
        ASSERT_EQ(a[i].when, b[i].when) << "event " << i << ": " << a[i].text;
    }
    EXPECT_EQ(a.size(), b.size());
    EXPECT_EQ(inOther.Checker().Delivered(), SIZE);
    EXPECT_EQ(inOther.Checker().Corrupted(), ByteCount{});
}

} // namespace

TEST(Parity, SimWorldAndNs3AgreeToTheNanosecond)
{
    Ns3World world(ParityStory::Plan());
    ExpectTheSameNanoseconds(world);
}

TEST(Parity, SimWorldAndTheCloudAgreeToTheNanosecond)
{
    CloudWorld world(ParityStory::Plan());
    ExpectTheSameNanoseconds(world);
}

TEST(Parity, TheSameStoryUnfoldsInNs3AndOnRealSockets)
{
    Ns3World ns3World(ParityStory::Plan());
    ParityStory inNs3(ns3World, SIZE, CRASH_AT);
    ASSERT_TRUE(inNs3.Run(60s));
    LoopbackWorld loopback(ParityStory::Plan());
    ParityStory onLoopback(loopback, SIZE, CRASH_AT);
    ASSERT_TRUE(onLoopback.Run(60s));

    EXPECT_THAT(onLoopback.Plot(), testing::ElementsAreArray(inNs3.Plot()));
    EXPECT_EQ(onLoopback.Checker().Delivered(), SIZE);
    EXPECT_EQ(onLoopback.Checker().DeliveredHash(), inNs3.Checker().DeliveredHash());
}

} // namespace kwik::test

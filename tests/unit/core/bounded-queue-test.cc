#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/prng.h"

#include <deque>
#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace kwik::test
{

TEST(BoundedQueue, TakesAsManyAsItsCapacityAndDiesOfOneMore)
{
    BoundedQueue<int, 3> queue;
    EXPECT_EQ(queue.FreeSlots(), 3U);
    for (int i = 0; i < 3; ++i)
    {
        queue.Push(i);
    }
    EXPECT_EQ(queue.FreeSlots(), 0U);
    EXPECT_DEATH(queue.Push(3), "assertion failed");
}

TEST(BoundedQueue, GivesNothingWhenEmpty)
{
    BoundedQueue<int, 2> queue;
    EXPECT_TRUE(queue.IsEmpty());
    EXPECT_EQ(queue.Pop(), std::nullopt);
    queue.Push(7);
    EXPECT_FALSE(queue.IsEmpty());
    EXPECT_EQ(queue.Pop(), 7);
    EXPECT_EQ(queue.Pop(), std::nullopt);
}

TEST(BoundedQueue, ASlotIsFreeAgainAsSoonAsItsValueIsTaken)
{
    BoundedQueue<int, 2> queue;
    queue.Push(1);
    queue.Push(2);
    for (int i = 3; i < 100; ++i)
    {
        EXPECT_EQ(queue.Pop(), i - 2);
        queue.Push(i);
        EXPECT_EQ(queue.Size(), 2U);
    }
}

TEST(BoundedQueue, CarriesWhatCanOnlyBeMoved)
{
    BoundedQueue<std::unique_ptr<int>, 2> queue;
    queue.Push(std::make_unique<int>(5));
    const auto front = queue.Pop();
    ASSERT_TRUE(front.has_value());
    EXPECT_EQ(**front, 5);
}

TEST(BoundedQueue, GivesBackWhatABurstNeededAndKeepsALittle)
{
    using Queue = BoundedQueue<std::uint64_t, 1'000>;
    Queue queue;
    const auto pass = [&queue](std::uint64_t count) {
        for (std::uint64_t i = 0; i < count; ++i)
        {
            queue.Push(i);
        }
        const std::size_t held = queue.HeldBytes();
        while (queue.Pop())
        {
        }
        return held;
    };
    EXPECT_GE(pass(1'000), 1'000 * sizeof(std::uint64_t));
    EXPECT_LE(queue.HeldBytes(), Queue::IDLE_BYTES);
    const std::size_t little = pass(8);
    EXPECT_EQ(queue.HeldBytes(), little) << "a few actions cost no allocation each time";
    EXPECT_GT(little, 0U);
}

TEST(BoundedQueue, IsFirstInFirstOutUnderRandomUse)
{
    constexpr std::size_t CAPACITY = 17;
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        BoundedQueue<std::uint64_t, CAPACITY> queue;
        std::deque<std::uint64_t> model;
        for (int i = 0; i < 10'000; ++i)
        {
            if (prng.Below(2) == 0 && model.size() < CAPACITY)
            {
                model.push_back(prng.Next());
                queue.Push(model.back());
            }
            else if (!model.empty())
            {
                ASSERT_EQ(queue.Pop(), model.front());
                model.pop_front();
            }
            ASSERT_EQ(queue.Size(), model.size());
            ASSERT_EQ(queue.FreeSlots(), CAPACITY - model.size());
            ASSERT_EQ(queue.IsEmpty(), model.empty());
        }
    }
}

} // namespace kwik::test

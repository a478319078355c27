#include "protocol-core/base/prng.h"
#include "protocol-core/session/kcp-send-queue.h"

#include <array>
#include <gtest/gtest.h>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

namespace wire = ::kwik::kcp::v3;
using Message = KcpSendQueue::Message;
using Numbers = std::vector<std::uint64_t>;

/// A message that the tests recognise by @p number.
Message
Numbered(std::uint64_t number, wire::MessagePriority priority, std::uint32_t ttlSeconds = 0)
{
    Message message;
    message.mutable_header()->set_priority(priority);
    message.mutable_header()->set_ttl_seconds(ttlSeconds);
    message.mutable_health_check_req()->set_sequence(number);
    return message;
}

Numbers
PopAll(KcpSendQueue& queue, Instant now)
{
    Numbers numbers;
    while (const auto message = queue.Pop(now))
    {
        numbers.push_back(message->health_check_req().sequence());
    }
    return numbers;
}

} // namespace

TEST(KcpSendQueue, SendsTheHighestPriorityFirstAndEachInOrder)
{
    KcpSendQueue queue;
    queue.Push(Instant{}, Numbered(1, wire::LOW));
    queue.Push(Instant{}, Numbered(2, wire::NORMAL));
    queue.Push(Instant{}, Numbered(3, wire::CRITICAL));
    queue.Push(Instant{}, Numbered(4, wire::HIGH));
    queue.Push(Instant{}, Numbered(5, wire::CRITICAL));
    EXPECT_EQ(PopAll(queue, Instant{}), (Numbers{3, 5, 4, 2, 1}));
}

TEST(KcpSendQueue, LetsALowPriorityWaitForSixteenOthersAndNoMore)
{
    KcpSendQueue queue;
    queue.Push(Instant{}, Numbered(0, wire::LOW));
    queue.Push(Instant{}, Numbered(0, wire::LOW));
    Numbers lowAt;
    for (std::uint64_t turn = 1; turn <= 40; ++turn)
    {
        queue.Push(Instant{}, Numbered(turn, wire::CRITICAL));
        if (queue.Pop(Instant{})->health_check_req().sequence() == 0)
        {
            lowAt.push_back(turn);
        }
    }
    EXPECT_EQ(lowAt, (Numbers{17, 34}));
}

TEST(KcpSendQueue, DropsWhatHasWaitedForItsLife)
{
    KcpSendQueue queue;
    queue.Push(Instant(10s), Numbered(1, wire::NORMAL, 5));
    queue.Push(Instant(10s), Numbered(2, wire::NORMAL, 6));
    queue.Push(Instant(10s), Numbered(3, wire::NORMAL));
    EXPECT_EQ(PopAll(queue, Instant(15s)), (Numbers{2, 3}));
    EXPECT_EQ(queue.Dropped().expired, 1U);

    KcpSendQueue inTime;
    inTime.Push(Instant(10s), Numbered(1, wire::NORMAL, 5));
    EXPECT_EQ(PopAll(inTime, Instant(15s - 1ns)), Numbers{1});
}

TEST(KcpSendQueue, AFullQueueGivesUpTheLeastAndNewest)
{
    KcpSendQueue queue;
    for (std::uint64_t i = 0; i < KcpSendQueue::MESSAGES_MAX; ++i)
    {
        queue.Push(Instant{}, Numbered(i, wire::LOW));
    }
    queue.Push(Instant{}, Numbered(1'000, wire::LOW));
    queue.Push(Instant{}, Numbered(2'000, wire::HIGH));
    EXPECT_EQ(queue.Size(), KcpSendQueue::MESSAGES_MAX);
    EXPECT_EQ(queue.Dropped().displaced, 2U);
    const Numbers left = PopAll(queue, Instant{});
    EXPECT_EQ(left.front(), 2'000U);
    EXPECT_EQ(left.back(), KcpSendQueue::MESSAGES_MAX - 2);
}

TEST(KcpSendQueue, AFullQueueForgetsTheExpiredFirst)
{
    KcpSendQueue queue;
    for (std::uint64_t i = 0; i < KcpSendQueue::MESSAGES_MAX; ++i)
    {
        queue.Push(Instant{}, Numbered(i, wire::CRITICAL, i == 3 ? 1 : 0));
    }
    queue.Push(Instant(2s), Numbered(1'000, wire::LOW));
    EXPECT_EQ(queue.Dropped().expired, 1U);
    EXPECT_EQ(queue.Dropped().displaced, 0U);
    EXPECT_EQ(PopAll(queue, Instant(2s)).size(), KcpSendQueue::MESSAGES_MAX);
}

TEST(KcpSendQueue, UnderRandomLoadKeepsOrderLifeAndTheBoundOfWaiting)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        KcpSendQueue queue;
        Instant now{};
        std::array<std::uint64_t, 4>
            waiting{};                         ///< How many of a priority wait, all without a life.
        std::array<std::uint32_t, 4> passed{}; ///< Others that went since its last turn.
        std::array<std::uint64_t, 4> last{};
        for (std::uint64_t number = 1; number <= 3'000; ++number)
        {
            now += Duration(prng.Below(1'000'000'000));
            const auto priority = static_cast<int>(prng.Below(4));
            if (queue.Size() < KcpSendQueue::MESSAGES_MAX)
            {
                queue.Push(now, Numbered(number, static_cast<wire::MessagePriority>(priority)));
                waiting[static_cast<std::size_t>(priority)] += 1;
            }
            if (prng.Below(100) >= 95)
            {
                continue;
            }
            const auto sent = queue.Pop(now);
            ASSERT_TRUE(sent);
            const auto lane = static_cast<std::size_t>(sent->header().priority());
            ASSERT_GT(sent->health_check_req().sequence(), last[lane]) << "first come first served";
            last[lane] = sent->health_check_req().sequence();
            waiting[lane] -= 1;
            for (std::size_t other = 0; other < 4; ++other)
            {
                passed[other] = other == lane || waiting[other] == 0 ? 0 : passed[other] + 1;
                ASSERT_LE(passed[other], KcpSendQueue::PASSES_MAX + 3);
            }
        }
    }
}

TEST(KcpSendQueue, NeverSendsWhatHasExpiredAndLosesNothingElse)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        KcpSendQueue queue;
        std::vector<Instant> deadlines;
        std::uint64_t sentInAll = 0;
        Instant now{};
        for (int step = 0; step < 2'000; ++step)
        {
            now += Duration(prng.Below(2'000'000'000));
            const auto ttl = static_cast<std::uint32_t>(prng.Below(6));
            const auto priority = static_cast<wire::MessagePriority>(prng.Below(4));
            queue.Push(now, Numbered(deadlines.size(), priority, ttl));
            deadlines.push_back(ttl == 0 ? NEVER : now + std::chrono::seconds(ttl));
            const auto sent = prng.Below(3) > 0 ? queue.Pop(now) : std::nullopt;
            if (sent)
            {
                ASSERT_GT(deadlines[sent->health_check_req().sequence()], now);
                sentInAll += 1;
            }
        }
        const KcpSendQueue::Drops& dropped = queue.Dropped();
        EXPECT_GT(dropped.expired, 0U);
        EXPECT_EQ(sentInAll + dropped.expired + dropped.displaced + queue.Size(), deadlines.size());
    }
}

} // namespace kwik::test

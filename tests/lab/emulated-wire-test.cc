#include "testbed/lab/emulated-wire.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

namespace kwik::testbed
{

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace
{

constexpr std::uint64_t SEED = 7;
constexpr Instant START{};

/// One full packet takes exactly 1 ms.
DirectionShape
PlainShape()
{
    return {.rate = {8'000'000}, .queue = {100'000}, .delay = 10ms};
}

/// A packet that with the framing is @p wireSize long, and begins with its @p number.
PacketBytes
NumberedPacket(std::uint32_t number, std::size_t wireSize = 1000)
{
    PacketBytes bytes(wireSize - FRAMING.value);
    for (int i = 0; i < 4; ++i)
    {
        bytes[static_cast<std::size_t>(i)] = std::byte(number >> 8 * i);
    }
    return bytes;
}

std::uint32_t
NumberOf(const PacketBytes& bytes)
{
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i)
    {
        number |= std::to_integer<std::uint32_t>(bytes[static_cast<std::size_t>(i)]) << 8 * i;
    }
    return number;
}

struct Arrival
{
    std::uint32_t number;
    Duration after; ///< START.
    bool operator==(const Arrival&) const = default;
};

/// A wire with a pump: time passes from timeout to timeout.
class PumpedWire
{
  public:
    explicit PumpedWire(const DirectionShape& shape, std::uint64_t seed = SEED)
        : wire(shape, Prng(seed))
    {
    }

    void Send(Duration after, std::uint32_t number, std::size_t wireSize = 1000)
    {
        RunUntil(after);
        wire.OnPacket(START + after, NumberedPacket(number, wireSize));
        Drain();
    }

    void RunUntil(Duration after)
    {
        while (wire.NextTimeout() <= START + after)
        {
            wire.OnTimeout(wire.NextTimeout());
            Drain();
        }
    }

    const std::vector<Arrival>& RunToTheEnd()
    {
        RunUntil(1h);
        return arrivals;
    }

    EmulatedWire wire;
    std::vector<Arrival> arrivals;

  private:
    void Drain()
    {
        while (const auto packet = wire.PollAction())
        {
            arrivals.push_back({NumberOf(packet->bytes), packet->due - START});
        }
    }
};

/// @p count packets, one every 2 ms, so that none waits.
PumpedWire
SentInSparseOrder(const DirectionShape& shape, std::uint32_t count)
{
    PumpedWire pumped(shape);
    for (std::uint32_t i = 0; i < count; ++i)
    {
        pumped.Send(i * 2ms, i);
    }
    pumped.RunToTheEnd();
    return pumped;
}

/// Whether @p hits of @p draws are within 4.5 standard deviations of a binomial distribution.
::testing::AssertionResult
IsBinomial(std::uint64_t hits, double draws, double share)
{
    const double mean = draws * share;
    const double reach = 4.5 * std::sqrt(mean * (1 - share));
    if (std::abs(static_cast<double>(hits) - mean) <= reach)
    {
        return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure()
           << hits << " of " << draws << ", not " << mean << " +- " << reach;
}

} // namespace

TEST(EmulatedWire, APacketTakesItsTransmissionAndTheDelay)
{
    PumpedWire pumped(PlainShape());
    pumped.Send(5ms, 1);
    EXPECT_THAT(pumped.RunToTheEnd(), ElementsAre(Arrival{1, 16ms}));
}

TEST(EmulatedWire, ABurstLeavesAtTheRateToTheNanosecond)
{
    DirectionShape shape = PlainShape();
    shape.rate = {12'345'678};
    shape.queue = {1'000'000};
    PumpedWire pumped(shape);
    for (std::uint32_t i = 0; i < 500; ++i)
    {
        pumped.Send(0ms, i, 1502);
    }
    const Duration each = TransmissionTime({1502}, shape.rate);
    const auto& arrivals = pumped.RunToTheEnd();
    ASSERT_EQ(arrivals.size(), 500U);
    for (std::uint32_t i = 0; i < 500; ++i)
    {
        ASSERT_EQ(arrivals[i], (Arrival{i, (i + 1) * each + 10ms}));
    }
}

TEST(EmulatedWire, WhoIsToldOfTheTimeLateStillSendsAtTheRate)
{
    PumpedWire pumped(PlainShape());
    pumped.Send(0ms, 1);
    pumped.Send(0ms, 2);
    pumped.wire.OnTimeout(START + 500ms);
    const auto first = pumped.wire.PollAction();
    const auto second = pumped.wire.PollAction();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->due, START + 11ms);
    EXPECT_EQ(second->due, START + 12ms);
}

TEST(EmulatedWire, TheQueueHoldsItsBytesAndNotOneMore)
{
    DirectionShape shape = PlainShape();
    shape.queue = {2500};
    PumpedWire pumped(shape);
    pumped.Send(0ms, 1);       // Is being sent.
    pumped.Send(0ms, 2);       // 1000 wait.
    pumped.Send(0ms, 3, 1501); // 2501.
    pumped.Send(0ms, 4, 1500); // 2500.
    pumped.Send(0ms, 5, 30);
    EXPECT_THAT(pumped.RunToTheEnd(),
                ElementsAre(Arrival{1, 11ms}, Arrival{2, 12ms}, Arrival{4, 13500us}));
    EXPECT_EQ(pumped.wire.Counters().queueDrops, 2U);
}

TEST(EmulatedWire, APacketLargerThanTheQueueIsDroppedAlsoIfItNeedNotWait)
{
    DirectionShape shape = PlainShape();
    shape.queue = {999};
    PumpedWire pumped(shape);
    pumped.Send(0ms, 1);
    pumped.Send(0ms, 2, 999);
    EXPECT_THAT(pumped.RunToTheEnd(), ElementsAre(Arrival{2, 10999us}));
}

TEST(EmulatedWire, RoomIsThereWhenTheOneBeforeHasStarted)
{
    DirectionShape shape = PlainShape();
    shape.queue = {1000};
    PumpedWire pumped(shape);
    pumped.Send(0ms, 1);
    pumped.Send(0ms, 2);
    pumped.Send(999999ns, 3); // Packet 2 still waits.
    pumped.Send(1ms, 4);      // It has just started.
    EXPECT_THAT(pumped.RunToTheEnd(),
                ElementsAre(Arrival{1, 11ms}, Arrival{2, 12ms}, Arrival{4, 13ms}));
}

TEST(EmulatedWire, ANewRateCountsFromTheNextPacketOn)
{
    PumpedWire pumped(PlainShape());
    pumped.Send(0ms, 1);
    pumped.Send(0ms, 2);
    DirectionShape faster = PlainShape();
    faster.rate = {80'000'000};
    pumped.wire.OnShape(START + 500us, faster);
    EXPECT_THAT(pumped.RunToTheEnd(), ElementsAre(Arrival{1, 11ms}, Arrival{2, 11100us}));
}

TEST(EmulatedWire, AShorterDelayLetsNobodyOvertake)
{
    PumpedWire pumped(PlainShape());
    pumped.Send(0ms, 1);
    DirectionShape shorter = PlainShape();
    shorter.delay = 1ms;
    pumped.wire.OnShape(START + 2ms, shorter);
    pumped.Send(2ms, 2);
    pumped.Send(20ms, 3);
    EXPECT_THAT(pumped.RunToTheEnd(),
                ElementsAre(Arrival{1, 11ms}, Arrival{2, 11ms}, Arrival{3, 22ms}));
}

TEST(EmulatedWire, JitterSpreadsOverItsRangeAndKeepsTheOrder)
{
    DirectionShape shape = PlainShape();
    shape.jitter = 8ms;
    PumpedWire pumped = SentInSparseOrder(shape, 20'000);
    ASSERT_EQ(pumped.arrivals.size(), 20'000U);
    Duration least = 1h;
    Duration most{};
    for (std::uint32_t i = 0; i < pumped.arrivals.size(); ++i)
    {
        ASSERT_EQ(pumped.arrivals[i].number, i);
        const Duration extra = pumped.arrivals[i].after - i * 2ms - 11ms;
        least = std::min(least, extra);
        most = std::max(most, extra);
    }
    EXPECT_TRUE(least >= 0ms && least < 100us) << least.count();
    EXPECT_TRUE(most <= 8ms && most > 7900us) << most.count();
}

TEST(EmulatedWire, LosesItsShareEachPacketByItself)
{
    DirectionShape shape = PlainShape();
    shape.lossPpm = 20'000;
    PumpedWire pumped = SentInSparseOrder(shape, 50'000);
    const DirectionCounters& counters = pumped.wire.Counters();
    EXPECT_TRUE(IsBinomial(counters.lost, 50'000, 0.02));
    EXPECT_EQ(counters.lost + counters.packetsOut, 50'000U);
    EXPECT_EQ(pumped.arrivals.size(), counters.packetsOut);
    // Two in a row are lost as often as chance has it.
    std::uint64_t pairs = 0;
    for (std::size_t i = 1; i < pumped.arrivals.size(); ++i)
    {
        const auto gap = pumped.arrivals[i].number - pumped.arrivals[i - 1].number;
        pairs += gap > 2 ? gap - 2 : 0;
    }
    EXPECT_TRUE(IsBinomial(pairs, 50'000, 0.0004));
}

TEST(EmulatedWire, LosesNothingOrAllWhenTold)
{
    DirectionShape all = PlainShape();
    all.lossPpm = 1'000'000;
    EXPECT_THAT(SentInSparseOrder(all, 1000).arrivals, IsEmpty());
    EXPECT_EQ(SentInSparseOrder(PlainShape(), 1000).arrivals.size(), 1000U);
}

TEST(EmulatedWire, DuplicatesArriveRightBehindTheFirst)
{
    DirectionShape shape = PlainShape();
    shape.duplicationPpm = 50'000;
    PumpedWire pumped = SentInSparseOrder(shape, 20'000);
    EXPECT_TRUE(IsBinomial(pumped.wire.Counters().duplicated, 20'000, 0.05));
    std::uint64_t twice = 0;
    for (std::size_t i = 1; i < pumped.arrivals.size(); ++i)
    {
        twice += pumped.arrivals[i] == pumped.arrivals[i - 1] ? 1 : 0;
    }
    EXPECT_EQ(twice, pumped.wire.Counters().duplicated);
    EXPECT_EQ(pumped.arrivals.size(), 20'000 + twice);
}

TEST(EmulatedWire, ThoseHeldBackAreOvertaken)
{
    DirectionShape shape = PlainShape();
    shape.reorderingPpm = 100'000;
    shape.heldBack = 5ms;
    PumpedWire pumped = SentInSparseOrder(shape, 20'000);
    std::uint64_t late = 0;
    for (const Arrival& arrival : pumped.arrivals)
    {
        const Duration extra = arrival.after - arrival.number * 2ms - 11ms;
        ASSERT_TRUE(extra == 0ms || extra == 5ms);
        late += extra == 5ms ? 1 : 0;
    }
    EXPECT_TRUE(IsBinomial(late, 20'000, 0.1));
    EXPECT_EQ(late, pumped.wire.Counters().heldBack);
    EXPECT_FALSE(
        std::is_sorted(pumped.arrivals.begin(),
                       pumped.arrivals.end(),
                       [](const Arrival& a, const Arrival& b) { return a.number < b.number; }));
}

TEST(EmulatedWire, AnOutageLosesWhatArrivesDuringIt)
{
    PumpedWire pumped(PlainShape());
    DirectionShape down = PlainShape();
    down.isUp = false;
    pumped.Send(0ms, 1); // Arrives at 11 ms, before the outage.
    pumped.Send(1ms, 2); // At 12 ms, in it.
    pumped.RunUntil(11500us);
    pumped.wire.OnShape(START + 11500us, down);
    pumped.Send(12ms, 3); // At 23 ms, after it, although sent in it.
    pumped.RunUntil(22ms);
    pumped.wire.OnShape(START + 22ms, PlainShape());
    EXPECT_THAT(pumped.RunToTheEnd(), ElementsAre(Arrival{1, 11ms}, Arrival{3, 23ms}));
    EXPECT_EQ(pumped.wire.Counters().outageDrops, 1U);
}

TEST(EmulatedWire, WhatADeadHostHasSentIsStillOnItsWay)
{
    PumpedWire pumped(PlainShape());
    pumped.Send(0ms, 1);
    pumped.Send(0ms, 2);
    pumped.wire.OnSenderUp(START + 500us, false);
    pumped.Send(600us, 3);
    pumped.wire.OnSenderUp(START + 30ms, true);
    pumped.Send(30ms, 4);
    EXPECT_THAT(pumped.RunToTheEnd(),
                ElementsAre(Arrival{1, 11ms}, Arrival{2, 12ms}, Arrival{4, 41ms}));
}

TEST(EmulatedWire, ADeadHostReceivesNothing)
{
    PumpedWire pumped(PlainShape());
    pumped.Send(0ms, 1);
    pumped.wire.OnReceiverUp(START + 10ms, false);
    pumped.RunUntil(12ms);
    pumped.wire.OnReceiverUp(START + 12ms, true);
    pumped.Send(12ms, 2);
    EXPECT_THAT(pumped.RunToTheEnd(), ElementsAre(Arrival{2, 23ms}));
}

TEST(EmulatedWire, ASeedDecidesEveryFate)
{
    DirectionShape shape = PlainShape();
    shape.lossPpm = shape.duplicationPpm = shape.reorderingPpm = 200'000;
    shape.jitter = 3ms;
    shape.heldBack = 4ms;
    EXPECT_EQ(SentInSparseOrder(shape, 500).arrivals, SentInSparseOrder(shape, 500).arrivals);
    PumpedWire other(shape, SEED + 1);
    for (std::uint32_t i = 0; i < 500; ++i)
    {
        other.Send(i * 2ms, i);
    }
    EXPECT_NE(other.RunToTheEnd(), SentInSparseOrder(shape, 500).arrivals);
}

TEST(EmulatedWire, TheLineHoldsNoMoreThanItsBound)
{
    PumpedWire pumped({.rate = {100'000'000'000}, .queue = {1U << 30U}, .delay = 10s});
    const std::uint64_t most = EmulatedWire::MOST_ON_THE_WAY.value / 65'536;
    for (std::uint32_t i = 0; i < most + 10; ++i)
    {
        pumped.Send(i * 10us, i, 65'536);
    }
    EXPECT_EQ(pumped.wire.Counters().queueDrops, 10U);
    EXPECT_EQ(pumped.RunToTheEnd().size(), most);
}

} // namespace kwik::testbed

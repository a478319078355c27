#include "protocol-core/scaling/bandwidth-monitor.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr BitRate TEN_MEGABITS{10'000'000};
constexpr BitRate EIGHT_MEGABITS{8'000'000};
constexpr Duration ROUND_TRIP = 40ms;

Address
Server(std::uint32_t number)
{
    return Ipv4(number, 1);
}

PathCapacity::Slot
SlotOf(BitRate rate, BitRate outstandingFor)
{
    return {100ms, BytesIn(rate, 100ms), BytesIn(outstandingFor, ROUND_TRIP * 2), ROUND_TRIP};
}

/// A session whose applications and paths do as the test says, slot by slot.
class Session
{
  public:
    struct PathLife
    {
        std::uint32_t server;
        BitRate rate;
        bool isFull;
    };

    void Live(Duration span, BitRate asked, ByteCount queued, const std::vector<PathLife>& lives)
    {
        for (Duration passed{}; passed < span; passed += BandwidthMonitor::SLOT)
        {
            m_now += BandwidthMonitor::SLOT;
            m_asked += BytesIn(asked, BandwidthMonitor::SLOT);
            std::vector<PathReading> paths;
            for (const PathLife& life : lives)
            {
                ByteCount& received = m_received[life.server];
                received += BytesIn(life.rate, BandwidthMonitor::SLOT);
                const ByteCount pipe = BytesIn(life.rate, ROUND_TRIP);
                const ByteCount owed = life.isFull ? pipe + pipe + pipe : pipe;
                paths.push_back({Server(life.server), received, owed, ROUND_TRIP});
            }
            monitor.OnReading(m_now, {m_asked, queued}, paths);
        }
    }

    BandwidthMonitor monitor;

  private:
    Instant m_now{};
    ByteCount m_asked;
    std::map<std::uint32_t, ByteCount> m_received;
};

} // namespace

TEST(PathCapacity, IsFullFromTwoRoundTripsOfItsRateOn)
{
    PathCapacity::Slot slot = SlotOf(TEN_MEGABITS, TEN_MEGABITS);
    EXPECT_TRUE(PathCapacity::IsFull(slot));
    slot.leastOutstanding -= ByteCount{1};
    EXPECT_FALSE(PathCapacity::IsFull(slot));
    slot.received = {};
    EXPECT_FALSE(PathCapacity::IsFull(slot)); // Silence says nothing of what it could carry.
}

TEST(PathCapacity, IsKnownAfterFiveFullSlotsInARow)
{
    PathCapacity path;
    for (std::size_t i = 1; i < PathCapacity::SLOTS_MIN; ++i)
    {
        path.OnSlot(SlotOf(TEN_MEGABITS, TEN_MEGABITS));
    }
    EXPECT_FALSE(path.Capacity());
    path.OnSlot(SlotOf(TEN_MEGABITS, BitRate{}));
    EXPECT_FALSE(path.Capacity()); // One that was not full in between: they are counted anew.
    for (std::size_t i = 0; i < PathCapacity::SLOTS_MIN; ++i)
    {
        path.OnSlot(SlotOf(TEN_MEGABITS, TEN_MEGABITS));
    }
    EXPECT_EQ(path.Capacity(), TEN_MEGABITS);
}

TEST(PathCapacity, IsRaisedByAnythingAndLoweredByFullSlotsOnly)
{
    PathCapacity path;
    const auto live = [&path](int slots, BitRate rate, bool isFull) {
        for (int i = 0; i < slots; ++i)
        {
            path.OnSlot(SlotOf(rate, isFull ? rate : BitRate{}));
        }
    };
    live(20, EIGHT_MEGABITS, true);
    live(100, BitRate{1'000'000}, false);
    EXPECT_EQ(path.Capacity(), EIGHT_MEGABITS);
    live(10, TEN_MEGABITS, false);
    EXPECT_EQ(path.Capacity(), TEN_MEGABITS);
    live(45, BitRate{4'000'000}, true);
    EXPECT_EQ(path.Capacity(), BitRate{4'000'000});
}

TEST(BandwidthMonitor, TakesForDemandWhatIsAskedForAndNotWhatArrives)
{
    Session session;
    session.Live(2s, EIGHT_MEGABITS, {}, {{1, BitRate{2'000'000}, true}});
    EXPECT_EQ(session.monitor.Demand(), EIGHT_MEGABITS);
    EXPECT_EQ(session.monitor.Rate(), BitRate{2'000'000});
}

TEST(BandwidthMonitor, TakesAFlowThatOnlyItsWindowLimitsForAQueueToBeCaughtUpWith)
{
    Session session;
    session.Live(2s, BitRate{}, ByteCount{5'000'000}, {{1, TEN_MEGABITS, true}});
    EXPECT_EQ(session.monitor.Demand(), EIGHT_MEGABITS); // 40 Mbit in 5 s.
    session.Live(2s, BitRate{}, ByteCount{500'000}, {{1, TEN_MEGABITS, true}});
    EXPECT_EQ(session.monitor.Demand(), BitRate{800'000}); // Though it takes all there is.
}

TEST(BandwidthMonitor, CountsNoQueueThatIsUnderWayAnyway)
{
    Session session;
    const ByteCount twoRounds = BytesIn(EIGHT_MEGABITS, ROUND_TRIP * 2);
    session.Live(2s, EIGHT_MEGABITS, twoRounds, {{1, EIGHT_MEGABITS, false}});
    EXPECT_EQ(session.monitor.Demand(), EIGHT_MEGABITS);
    session.Live(2s, EIGHT_MEGABITS, twoRounds + ByteCount{625'000}, {{1, EIGHT_MEGABITS, false}});
    EXPECT_EQ(session.monitor.Demand(), BitRate{9'000'000});
}

TEST(BandwidthMonitor, TakesAPathThatWasNeverFullForTheSmallestThatWas)
{
    Session session;
    session.Live(2s,
                 EIGHT_MEGABITS,
                 {},
                 {{1, TEN_MEGABITS, true}, {2, BitRate{4'000'000}, true}, {3, BitRate{}, false}});
    EXPECT_EQ(session.monitor.CapacityOf(Server(3)), BitRate{4'000'000});
    EXPECT_EQ(session.monitor.Capacity(), BitRate{18'000'000});
    EXPECT_EQ(session.monitor.CapacityWithout(Server(1)), BitRate{8'000'000});
    EXPECT_FALSE(session.monitor.CapacityOf(Server(4)));
}

TEST(BandwidthMonitor, KnowsNoCapacityBeforeAPathWasFull)
{
    Session session;
    session.Live(10s, EIGHT_MEGABITS, {}, {{1, EIGHT_MEGABITS, false}});
    EXPECT_EQ(session.monitor.Capacity(), BitRate{});
}

TEST(BandwidthMonitor, ForgetsAPathThatIsLeftOut)
{
    Session session;
    session.Live(2s, EIGHT_MEGABITS, {}, {{1, TEN_MEGABITS, true}, {2, TEN_MEGABITS, true}});
    session.Live(100ms, EIGHT_MEGABITS, {}, {{1, TEN_MEGABITS, true}});
    EXPECT_EQ(session.monitor.Capacity(), TEN_MEGABITS);
    EXPECT_FALSE(session.monitor.HasPath(Server(2)));
}

} // namespace kwik::test

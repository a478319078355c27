#include "protocol-core/quic/round-trip-probe.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Instant START{1s};
constexpr std::uint64_t ENOUGH = RoundTripProbe::RECEIVED_MIN;

} // namespace

TEST(RoundTripProbe, IsWorthItForWhoHasReceivedEnough)
{
    RoundTripProbe probe;
    EXPECT_FALSE(probe.IsWorthIt(ENOUGH - 1));
    EXPECT_TRUE(probe.IsWorthIt(ENOUGH));
    probe.OnElicited(START, 100);
    EXPECT_FALSE(probe.IsWorthIt(100 + ENOUGH - 1));
    EXPECT_TRUE(probe.IsWorthIt(100 + ENOUGH));
}

TEST(RoundTripProbe, IsDueARoundTripAfterTheLastThingThatIsAcknowledged)
{
    RoundTripProbe probe;
    probe.OnElicited(START, 0);
    EXPECT_FALSE(probe.IsDue(START + 40ms - 1ns, 40ms));
    EXPECT_TRUE(probe.IsDue(START + 40ms, 40ms));
}

TEST(RoundTripProbe, OneIsUnderWayAtATime)
{
    RoundTripProbe probe;
    probe.OnSent(START, 0);
    EXPECT_FALSE(probe.IsWorthIt(ENOUGH));
    probe.OnAcknowledged(START + 20ms, 0);
    EXPECT_TRUE(probe.IsWorthIt(ENOUGH));
}

TEST(RoundTripProbe, TellsHowLongItIsUnderWayAndHowLongTheLastOneWas)
{
    RoundTripProbe probe;
    EXPECT_EQ(probe.RoundTrip(START), 0ns);
    probe.OnSent(START, 0);
    EXPECT_EQ(probe.RoundTrip(START + 30ms), 30ms);
    probe.OnAcknowledged(START + 40ms, 0);
    EXPECT_EQ(probe.RoundTrip(START + 41ms), 40ms);
    probe.OnSent(START + 80ms, 0);
    EXPECT_EQ(probe.RoundTrip(START + 110ms), 40ms);
    EXPECT_EQ(probe.RoundTrip(START + 125ms), 45ms);
}

TEST(RoundTripProbe, WhatItMeasuredGetsOld)
{
    RoundTripProbe probe;
    probe.OnSent(START, 0);
    probe.OnAcknowledged(START + 40ms, 0);
    EXPECT_EQ(probe.RoundTrip(START + 120ms), 40ms);
    EXPECT_EQ(probe.RoundTrip(START + 120ms + 1ns), 0ns);
}

TEST(RoundTripProbe, TellsNothingOfATimeWhenSomebodyWasAway)
{
    RoundTripProbe probe;
    probe.OnSent(START, 0);
    probe.OnAbsence();
    EXPECT_EQ(probe.RoundTrip(START + 2s), 0ns);
    probe.OnSent(START + 2s, 0);
    probe.OnAcknowledged(START + 2s + 1ms, 0); // The one from before.
    EXPECT_EQ(probe.RoundTrip(START + 2s + 30ms), 30ms);
    probe.OnAcknowledged(START + 2s + 40ms, 1);
    EXPECT_EQ(probe.RoundTrip(START + 2s + 41ms), 40ms);
}

TEST(RoundTripProbe, ALostOneIsFollowedByAnother)
{
    RoundTripProbe probe;
    probe.OnSent(START, 0);
    probe.OnLost(0);
    EXPECT_TRUE(probe.IsWorthIt(ENOUGH));
    EXPECT_EQ(probe.RoundTrip(START + 1s), 0ns);
}

} // namespace kwik::test

#include "protocol-core/quic/path-mtu-guard.h"

#include <gtest/gtest.h>

namespace kwik
{

using namespace std::chrono_literals;

namespace
{

constexpr Duration TIMEOUT = 100ms;
constexpr std::size_t MOST = 8972;
constexpr Instant START{5s};

std::size_t
LimitAt(PathMtuGuard& guard, Instant now)
{
    return guard.Limit(now, TIMEOUT, MOST);
}

} // namespace

TEST(PathMtuGuard, IsCarefulOnceALargeOneWasNotAnsweredForThreeTimeouts)
{
    PathMtuGuard guard;
    EXPECT_EQ(LimitAt(guard, START), MOST);
    guard.OnSent(START, 1201);
    guard.OnSent(START + 650ms, MOST); // The first counts.
    EXPECT_EQ(LimitAt(guard, START + 700ms - 1ns), MOST);
    EXPECT_EQ(LimitAt(guard, START + 700ms), 1200U);
    EXPECT_EQ(guard.Limit(START + 701ms, TIMEOUT, 800), 800U);
}

TEST(PathMtuGuard, AnAnswerOrASmallOneIsNoReason)
{
    PathMtuGuard guard;
    guard.OnSent(START, 1200);
    EXPECT_EQ(LimitAt(guard, START + 60s), MOST);
    guard.OnSent(START, MOST);
    guard.OnAcknowledged();
    EXPECT_EQ(LimitAt(guard, START + 60s), MOST);
    guard.OnSent(START + 60s, MOST);
    EXPECT_EQ(LimitAt(guard, START + 60s + 699ms), MOST);
    EXPECT_EQ(LimitAt(guard, START + 60s + 700ms), 1200U);
}

TEST(PathMtuGuard, TriesAgainAfterTenMinutesAndIsCarefulAgain)
{
    PathMtuGuard guard;
    guard.OnSent(START, MOST);
    const Instant noticed = START + 1s;
    EXPECT_EQ(LimitAt(guard, noticed), 1200U);
    EXPECT_EQ(LimitAt(guard, noticed + 10min - 1ns), 1200U);
    EXPECT_EQ(LimitAt(guard, noticed + 10min), MOST);
    guard.OnSent(noticed + 10min, MOST);
    EXPECT_EQ(LimitAt(guard, noticed + 10min + 700ms), 1200U);
}

} // namespace kwik

#include "model/outage-log.h"

#include <gtest/gtest.h>

namespace ns3::kwiklab::test
{

using namespace std::chrono_literals;

TEST(OutageLog, IsUpAtFirst)
{
    const OutageLog log;
    EXPECT_TRUE(log.IsUp());
    EXPECT_TRUE(log.WasUpAt(kwik::Instant{}));
    EXPECT_TRUE(log.WasUpAt(kwik::Instant(1h)));
}

TEST(OutageLog, RemembersEachOutageToTheNanosecond)
{
    OutageLog log;
    for (const kwik::Instant from : {kwik::Instant(1s), kwik::Instant(5s)})
    {
        log.SetDown(from);
        EXPECT_FALSE(log.IsUp());
        log.SetUp(from + 2s);
        EXPECT_TRUE(log.IsUp());
    }
    for (const kwik::Instant from : {kwik::Instant(1s), kwik::Instant(5s)})
    {
        EXPECT_TRUE(log.WasUpAt(from - 1ns));
        EXPECT_FALSE(log.WasUpAt(from));
        EXPECT_FALSE(log.WasUpAt(from + 2s - 1ns));
        EXPECT_TRUE(log.WasUpAt(from + 2s));
    }
}

TEST(OutageLog, WhatIsDownCanGoDownAgain)
{
    OutageLog log;
    log.SetUp(kwik::Instant(1s));
    EXPECT_TRUE(log.WasUpAt(kwik::Instant(1s)));
    log.SetDown(kwik::Instant(2s));
    log.SetDown(kwik::Instant(3s));
    EXPECT_FALSE(log.WasUpAt(kwik::Instant(3s)));
    log.SetUp(kwik::Instant(4s));
    EXPECT_TRUE(log.WasUpAt(kwik::Instant(4s)));
}

} // namespace ns3::kwiklab::test

#include "experiment/metrics/recorder.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

/// A download of one stream that begins at 0; 1,000 bytes are 8,000 bit.
class FaultMetrics : public testing::Test
{
  protected:
    FaultMetrics()
        : m_recorder({{}, 1, {}, ByteCount{1'000'000}})
    {
        m_recorder.OnWorkloadStart(Instant());
    }

    /// 1,000 bytes every 10 ms in [from, to): 800 kbit/s.
    void DeliverSteadily(Duration from, Duration to, std::uint64_t bytes = 1'000)
    {
        for (Duration at = from; at < to; at += 10ms)
        {
            m_recorder.OnDelivery({Instant(at), HostId{0}},
                                  {SessionHandle{1}, StreamId{0}, ByteCount{bytes}, ByteCount{0}});
        }
    }

    void Step(Duration at, StepKind kind)
    {
        m_recorder.OnTimelineStep(Instant(at), {kind, "a-b", ""});
    }

    std::optional<std::uint64_t> Value(const char* metric) const
    {
        return m_recorder.Measure(ParseMetricCall(metric).Value());
    }

    Recorder m_recorder;
};

} // namespace

TEST_F(FaultMetrics, WithoutAFaultThereIsNothingBeforeOrAfterIt)
{
    DeliverSteadily(0s, 4s);
    Step(2s, StepKind::LinkChange);
    m_recorder.OnEnd(Instant(4s));
    for (const char* metric : {"goodput_before_fault", "goodput_after_fault", "regain_time"})
    {
        EXPECT_EQ(Value(metric), std::nullopt) << metric;
    }
}

TEST_F(FaultMetrics, TheGoodputBeforeAFaultIsThatOfTheSecondHalfUntilThen)
{
    DeliverSteadily(0s, 1s, 500); // A slow start does not count.
    DeliverSteadily(1s, 2s);
    Step(2s, StepKind::LinkDown);
    DeliverSteadily(2s, 4s, 100);
    Step(4s, StepKind::Crash);
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("goodput_before_fault"), 800'000U);
}

TEST_F(FaultMetrics, TheGoodputAfterAFaultEndsWithTheNextStep)
{
    DeliverSteadily(0s, 2s);
    Step(2s, StepKind::LinkDown);
    DeliverSteadily(2500ms, 3s); // Half a second of one.
    Step(3s, StepKind::LinkUp);
    DeliverSteadily(3s, 9s);
    m_recorder.OnEnd(Instant(9s));
    EXPECT_EQ(Value("goodput_after_fault"), 400'000U);
}

TEST_F(FaultMetrics, TheGoodputAfterAFaultLastsForFiveSecondsAtMostAndToTheEndOfTheRun)
{
    Step(2s, StepKind::LinkDown);
    DeliverSteadily(2s, 4s);
    DeliverSteadily(7s, 8s); // Later than that.
    Step(8s, StepKind::LinkDown);
    DeliverSteadily(8s, 9s);
    m_recorder.OnEnd(Instant(9s));
    EXPECT_EQ(Value("goodput_after_fault(0)"), 320'000U); // 2 of 5 s.
    EXPECT_EQ(Value("goodput_after_fault(1)"), 800'000U); // 1 of 1 s.
    EXPECT_EQ(Value("goodput_after_fault"), 320'000U);
}

TEST_F(FaultMetrics, WhatWasThereBeforeIsRegainedInTheFirstSecondWithFourFifthsOfIt)
{
    DeliverSteadily(0s, 2s);
    Step(2s, StepKind::LinkDown);
    Step(4s, StepKind::LinkUp);
    DeliverSteadily(4500ms, 9s);
    m_recorder.OnEnd(Instant(9s));
    // The second that ends with the 80th delivery, at 5.29 s and a nanosecond.
    EXPECT_EQ(Value("regain_time"), 290'000'001U);
}

TEST_F(FaultMetrics, ALittleLessThanFourFifthsIsNotEnough)
{
    DeliverSteadily(0s, 2s);
    Step(2s, StepKind::LinkDown);
    Step(4s, StepKind::LinkUp);
    DeliverSteadily(4s, 9s, 799);
    DeliverSteadily(9s, 9500ms);
    m_recorder.OnEnd(Instant(9500ms));
    EXPECT_EQ(Value("regain_time"), 4'000'000'001U);
}

TEST_F(FaultMetrics, WhatEndsBeforeASecondIsOverIsNotRegained)
{
    DeliverSteadily(0s, 2s);
    Step(2s, StepKind::LinkDown);
    Step(4s, StepKind::LinkUp);
    DeliverSteadily(4s, 4900ms, 2'000);
    m_recorder.OnEnd(Instant(4900ms));
    EXPECT_EQ(Value("regain_time"), std::nullopt);
}

TEST_F(FaultMetrics, WhatWasNeverLostIsRegainedAtOnce)
{
    DeliverSteadily(0s, 6s);
    Step(2s, StepKind::LinkDown);
    Step(4s, StepKind::LinkUp);
    m_recorder.OnEnd(Instant(6s));
    EXPECT_EQ(Value("regain_time"), 0U);
}

TEST_F(FaultMetrics, OnlyTheLastMendingCounts)
{
    DeliverSteadily(0s, 2s);
    Step(2s, StepKind::Crash);
    Step(3s, StepKind::Restart);
    DeliverSteadily(3s, 5s);
    Step(5s, StepKind::Suspend);
    Step(6s, StepKind::Resume);
    m_recorder.OnEnd(Instant(8s));
    EXPECT_EQ(Value("regain_time"), std::nullopt);
}

} // namespace kwik::experiment::test

#include "experiment/metrics/metric-registry.h"
#include "experiment/metrics/recorder.h"
#include "experiment/scenario/verdict.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

constexpr HostId CLIENT{0};
constexpr SessionHandle SESSION{1};
constexpr StreamId STREAM{0};

Address
ServerAddress(std::uint32_t number)
{
    return Ipv4(0x0a000000 + number, 4433);
}

/// A Recorder with a client, the servers near and far, and one download; times are since 0.
class RecorderTest : public testing::Test
{
  protected:
    RecorderTest()
        : m_recorder(Config())
    {
    }

    static RecorderConfig Config()
    {
        return {{{ServerAddress(1), "near"}, {ServerAddress(2), "far"}},
                1,
                PathsAlone(
                    {{"near", true, BitRate{8'000'000}, 4s, 1s, {{Instant(6s), ByteCount{500}}}},
                     {"far", false, BitRate{12'000'000}, 4s, 1s, {{Instant(3s), ByteCount{500}}}}}),
                ByteCount{1000}};
    }

    void Say(Duration at, const Event& event)
    {
        m_recorder.OnEvent({Instant(at), CLIENT}, event, DetailOf(event));
    }

    void Deliver(Duration at, std::uint64_t bytes)
    {
        m_recorder.OnDelivery({Instant(at), CLIENT},
                              {SESSION, STREAM, ByteCount{bytes}, ByteCount{0}});
    }

    /// @p bytes every @p step in [from, to).
    void DeliverSteadily(Duration from, Duration to, Duration step, std::uint64_t bytes)
    {
        for (Duration at = from; at < to; at += step)
        {
            Deliver(at, bytes);
        }
    }

    void Receive(std::uint32_t server, std::uint64_t bytes)
    {
        m_recorder.OnPathBytes({ServerAddress(server), ByteCount{bytes}, {}});
    }

    void Step(Duration at, StepKind kind, const std::string& subject)
    {
        m_recorder.OnTimelineStep(Instant(at), {kind, subject, ""});
    }

    std::optional<std::uint64_t> Value(const char* metric) const
    {
        return m_recorder.Measure(ParseMetricCall(metric).Value());
    }

    Recorder m_recorder;
};

} // namespace

TEST_F(RecorderTest, CountsDeliveredCorruptedAndDuplicateBytes)
{
    Deliver(1s, 1000);
    m_recorder.OnDelivery({Instant(2s), CLIENT}, {SESSION, STREAM, ByteCount{500}, ByteCount{7}});
    m_recorder.OnDuplicateBytes(ByteCount{30});
    m_recorder.OnDuplicateBytes(ByteCount{4});
    m_recorder.OnEnd(Instant(4s));
    EXPECT_EQ(Value("delivered_bytes"), 1500U);
    EXPECT_EQ(Value("corrupted_bytes"), 7U);
    EXPECT_EQ(Value("duplicate_bytes"), 34U);
}

TEST_F(RecorderTest, CompletionRunsFromTheFirstWorkloadToTheLastFinishedStream)
{
    m_recorder.OnWorkloadStart(Instant(500ms));
    Say(600ms, StreamOpened{SESSION, STREAM});
    Deliver(2s, 1000);
    Say(2100ms, StreamFinished{SESSION, STREAM, ByteCount{1000}});
    m_recorder.OnEnd(Instant(3s));
    EXPECT_EQ(Value("completion_time"), 1'600'000'000U);
}

TEST_F(RecorderTest, CompletionIsNotMeasuredWhenAStreamIsMissing)
{
    RecorderConfig config = Config();
    config.workloads = 2;
    m_recorder = Recorder(config);
    m_recorder.OnWorkloadStart(Instant(0s));
    Say(2s, StreamFinished{SESSION, STREAM, ByteCount{1000}});
    m_recorder.OnEnd(Instant(3s));
    EXPECT_EQ(Value("completion_time"), std::nullopt);
}

TEST_F(RecorderTest, HandshakeTimeIsFromTheFirstOpeningToTheFirstActivePath)
{
    Say(100ms, PathOpened{SESSION, PathId{1}, ServerAddress(1)});
    Say(110ms, PathOpened{SESSION, PathId{2}, ServerAddress(2)});
    const auto become = [](std::uint32_t path, PathState from, PathState to) {
        return PathStateChanged{SESSION,
                                PathId{path},
                                ServerAddress(path),
                                from,
                                to,
                                PathCause::PeerReplied};
    };
    Say(120ms, become(1, PathState::Connecting, PathState::Handshaking));
    Say(143ms, become(1, PathState::Handshaking, PathState::Active));
    Say(190ms, become(2, PathState::Handshaking, PathState::Active));
    m_recorder.OnEnd(Instant(1s));
    EXPECT_EQ(Value("handshake_time"), 43'000'000U);
}

TEST_F(RecorderTest, GoodputCountsTheBytesInAHalfOpenSpan)
{
    m_recorder.OnWorkloadStart(Instant(0s));
    Deliver(1s, 1000);
    Deliver(2s, 2000);
    Deliver(3s, 4000);
    m_recorder.OnEnd(Instant(4s));
    EXPECT_EQ(Value("goodput(1 s..3 s)"), 3000U * 8 / 2);
    EXPECT_EQ(Value("goodput(1000000001 ns..3000000001 ns)"), 6000U * 8 / 2);
    EXPECT_EQ(Value("goodput"), 7000U * 8 / 3);
    EXPECT_EQ(Value("goodput(3 s..4 s)"), 32'000U);
    EXPECT_EQ(Value("goodput(3 s..5 s)"), std::nullopt) << "the run was over at 4 s";
}

TEST_F(RecorderTest, SteadyGoodputIsThatOfTheSecondHalf)
{
    m_recorder.OnWorkloadStart(Instant(1s));
    Deliver(2s, 100);
    Deliver(3s, 100); // The middle of 1 s..5 s belongs to the first half.
    Deliver(4s, 3000);
    Deliver(5s, 1000);
    m_recorder.OnEnd(Instant(9s));
    EXPECT_EQ(Value("steady_goodput"), 4000U * 8 / 2);
}

TEST_F(RecorderTest, AggregationComparesWithTheSumOfThePathsAlone)
{
    m_recorder.OnWorkloadStart(Instant(0s));
    Deliver(1s, 2'375'000); // 19 Mbit in one second, of 20 Mbit/s.
    m_recorder.OnEnd(Instant(4s));
    EXPECT_EQ(Value("aggregation(1 s..2 s)"), 950'000U);
    m_recorder = Recorder({{}, 1, {}});
    m_recorder.OnEnd(Instant(4s));
    EXPECT_EQ(Value("aggregation(1 s..2 s)"), std::nullopt);
}

TEST_F(RecorderTest, ARunIsComparedWithItsPathsAlone)
{
    m_recorder.OnWorkloadStart(Instant(1s));
    Say(1s, StreamOpened{SESSION, STREAM});
    Deliver(3500ms, 1000);
    Say(3500ms, StreamFinished{SESSION, STREAM, ByteCount{1000}});
    m_recorder.OnEnd(Instant(4s));
    EXPECT_EQ(Value("speedup"), 1'600'000U); // 4 s in 2.5 s
    EXPECT_EQ(Value("eben"), 600'000U);
    EXPECT_EQ(Value("ceiling_time"), 5'000'000'000U); // At 6 s the origin's last bytes come.
    EXPECT_EQ(Value("ceiling_share"), 500'000U);      // 2.5 s of 5 s
    EXPECT_EQ(Value("ceiling_eben"), 0U);
    EXPECT_EQ(Value("excess_time"), 0U);
    EXPECT_EQ(Value("excess_round_trips"), 0U);
}

TEST_F(RecorderTest, WhatDidNotCompleteHasACeilingAndNoBenefit)
{
    m_recorder.OnWorkloadStart(Instant(1s));
    Say(1s, StreamOpened{SESSION, STREAM});
    m_recorder.OnEnd(Instant(4s));
    EXPECT_EQ(Value("ceiling_time"), 5'000'000'000U);
    for (const char* metric :
         {"speedup", "eben", "ceiling_share", "excess_time", "excess_round_trips"})
    {
        EXPECT_EQ(Value(metric), std::nullopt) << metric;
    }
}

TEST_F(RecorderTest, TheGapOfACrashIsTheLongestWaitThatOverlapsIt)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    DeliverSteadily(1s, 3s, 10ms, 100); // The last at 2.99 s.
    Step(2995ms, StepKind::Crash, "near");
    DeliverSteadily(3150ms, 9s, 10ms, 100); // 160 ms without bytes.
    DeliverSteadily(10s, 11s, 10ms, 100);   // 1010 ms, but 5 s after the crash.
    Say(11s, StreamFinished{SESSION, STREAM, ByteCount{1}});
    m_recorder.OnEnd(Instant(20s));
    EXPECT_EQ(Value("failover_gap"), 160'000'000U);
    EXPECT_EQ(Value("failover_gap(0)"), 160'000'000U);
    EXPECT_EQ(Value("failover_gap(1)"), std::nullopt);
}

TEST_F(RecorderTest, TheGapIsLookedForUntilTheFaultIsRepaired)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    DeliverSteadily(1s, 4s, 10ms, 100); // The last at 3.99 s.
    Step(3s, StepKind::LinkDown, "a-b");
    Step(3500ms, StepKind::LinkUp, "a-b");
    Deliver(4400ms, 100); // Waited 410 ms, from after the repair.
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("failover_gap"), 10'000'000U);
}

TEST_F(RecorderTest, TheGapIsLookedForUntilAnotherStepCouldBeToBlame)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    Deliver(2950ms, 100);
    Step(3s, StepKind::Crash, "near");
    Step(3s, StepKind::LinkChange, "a-c"); // At the same time: part of the fault.
    Deliver(3050ms, 100);
    Step(3200ms, StepKind::LinkChange, "a-b");
    Say(3300ms, FailoverStarted{SESSION, PathId{1}, {}, 50ms, 60ms, 1});
    DeliverSteadily(3250ms, 4s, 10ms, 100); // 200 ms, which began before the second step.
    Deliver(5s, 100);                       // 1 s.
    m_recorder.OnEnd(Instant(6s));
    EXPECT_EQ(Value("failover_gap"), 200'000'000U);
    EXPECT_EQ(Value("failover_gap_limit"), 160'000'000U); // A late reaction to the crash.
}

TEST_F(RecorderTest, TheLongestGapIsBetweenTheFirstAndTheLastBytesOfOneStream)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    Deliver(2s, 100);
    Deliver(2100ms, 100);
    Deliver(2400ms, 100);
    Deliver(2500ms, 100);
    m_recorder.OnDelivery({Instant(2550ms), CLIENT},
                          {SESSION, StreamId{4}, ByteCount{1}, ByteCount{}});
    m_recorder.OnEnd(Instant(9s));
    EXPECT_EQ(Value("longest_gap"), 300'000'000U);
}

TEST_F(RecorderTest, AStreamThatDeliversOnceHasNoLongestGap)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    Deliver(2s, 100);
    m_recorder.OnEnd(Instant(9s));
    EXPECT_EQ(Value("longest_gap"), std::nullopt);
}

TEST_F(RecorderTest, AWaitThatOnlyTouchesTheFaultIsNotItsGap)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    Deliver(1s, 100);
    Deliver(3s, 100); // 2 s, and over when the fault comes.
    Step(3s, StepKind::LinkDown, "a-b");
    Deliver(3100ms, 100);
    Deliver(3500ms, 100);
    Step(3500ms, StepKind::LinkUp, "a-b");
    Deliver(5s, 100); // 1.5 s, from the repair on.
    m_recorder.OnEnd(Instant(6s));
    EXPECT_EQ(Value("failover_gap"), 400'000'000U);
}

TEST_F(RecorderTest, AWaitThatNeverEndsLastsToTheEndOfTheRun)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    DeliverSteadily(1s, 3s, 10ms, 100);
    Step(3s, StepKind::Crash, "near");
    m_recorder.OnEnd(Instant(60s));
    EXPECT_EQ(Value("failover_gap"), 57'010'000'000U);
}

TEST_F(RecorderTest, AFaultAfterTheLastByteLeavesNoGap)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    Deliver(1s, 100);
    Say(1s, StreamFinished{SESSION, STREAM, ByteCount{100}});
    Step(2s, StepKind::Crash, "near");
    m_recorder.OnEnd(Instant(60s));
    EXPECT_EQ(Value("failover_gap"), std::nullopt);
}

TEST_F(RecorderTest, OfSeveralFaultsTheWorstCountsAndEachCanBeAskedFor)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    DeliverSteadily(10ms, 3s, 10ms, 100);
    Step(3s, StepKind::Crash, "near");
    Say(3100ms, FailoverStarted{SESSION, PathId{1}, {}, 50ms, 60ms, 1});
    DeliverSteadily(3070ms, 10s, 10ms, 100); // 80 ms from 2.99 s.
    Step(10s, StepKind::Crash, "far");
    Say(10100ms, FailoverStarted{SESSION, PathId{2}, {}, 100ms, 120ms, 1});
    DeliverSteadily(10150ms, 12s, 10ms, 100); // 160 ms from 9.99 s.
    m_recorder.OnEnd(Instant(12s));
    EXPECT_EQ(Value("failover_gap(0)"), 80'000'000U);
    EXPECT_EQ(Value("failover_gap(1)"), 160'000'000U);
    EXPECT_EQ(Value("failover_gap"), 160'000'000U);
    EXPECT_EQ(Value("failover_gap_limit(0)"), 160'000'000U); // 2 x 50 + 60
    EXPECT_EQ(Value("failover_gap_limit(1)"), 320'000'000U); // 2 x 100 + 120
    EXPECT_EQ(Value("failover_gap_limit"), 320'000'000U);
    EXPECT_EQ(Value("failover_gap_share"), 500'000U);
    EXPECT_EQ(Value("failovers"), 2U);
}

TEST_F(RecorderTest, TheGapIsOfOneStreamAndNotFilledByAnother)
{
    Say(0s, StreamOpened{SESSION, STREAM});
    Say(0s, StreamOpened{SESSION, StreamId{4}});
    Step(1s, StepKind::Crash, "near");
    for (Duration at = 0s; at < 3s; at += 10ms)
    {
        Deliver(at, 100);
    }
    m_recorder.OnDelivery({Instant(2500ms), CLIENT},
                          {SESSION, StreamId{4}, ByteCount{1}, ByteCount{}});
    m_recorder.OnEnd(Instant(3s));
    EXPECT_EQ(Value("failover_gap"), 2'500'000'000U);
    EXPECT_EQ(Value("delivered_bytes"), 30'001U);
}

TEST_F(RecorderTest, BytesAreCountedForEachServerAndAfterItsLastRestart)
{
    Receive(1, 600);
    Receive(2, 300);
    Step(2s, StepKind::Crash, "far");
    Receive(1, 50);
    Step(3s, StepKind::Restart, "far");
    Receive(2, 50);
    Receive(99, 1'000'000); // Nobody's address.
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("bytes_from(near)"), 650U);
    EXPECT_EQ(Value("bytes_from(far)"), 350U);
    EXPECT_EQ(Value("share_from(far)"), 350'000U);
    EXPECT_EQ(Value("returned_bytes(far)"), 50U);
    EXPECT_EQ(Value("returned_bytes(near)"), std::nullopt);
    EXPECT_EQ(Value("bytes_from(nobody)"), std::nullopt);
    EXPECT_EQ(Value("paths_used"), 2U);
}

TEST_F(RecorderTest, PathsAreUsedOnlyWhenBytesCame)
{
    Receive(1, 1);
    Receive(2, 0);
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("paths_used"), 1U);
}

TEST_F(RecorderTest, ASessionClosesCleanlyUnlessItWasDegradedOrStillOpen)
{
    m_recorder.OnEnd(Instant(0s));
    EXPECT_EQ(Value("session_closed_cleanly"), 0U) << "there was no session";
    Say(1s, SessionStateChanged{SESSION, SessionState::Active, SessionState::Closing});
    EXPECT_EQ(Value("session_closed_cleanly"), 0U);
    Say(1s, SessionStateChanged{SESSION, SessionState::Closing, SessionState::Closed});
    EXPECT_EQ(Value("session_closed_cleanly"), 1U);
    const SessionHandle second{2};
    Say(2s, SessionStateChanged{second, SessionState::Degraded, SessionState::Closing});
    Say(2s, SessionStateChanged{second, SessionState::Closing, SessionState::Closed});
    EXPECT_EQ(Value("session_closed_cleanly"), 0U);
}

TEST_F(RecorderTest, CountsTheWorkOfARun)
{
    Say(1s, StreamOpened{SESSION, STREAM});
    m_recorder.OnDatagramSent({Instant(1s), CLIENT}, ByteCount{1472});
    m_recorder.OnDatagramSent({Instant(2s), CLIENT}, ByteCount{40});
    EXPECT_EQ(m_recorder.Counters(), (WorkCounters{1, 2, 1512}));
}

TEST_F(RecorderTest, SummarisesWhatWasSampled)
{
    for (std::int64_t value = 100; value >= 1; --value)
    {
        m_recorder.OnSample({"rtt_ns", "near", value});
    }
    m_recorder.OnSample({"rtt_ns", "far", 7});
    const std::vector<SeriesSummary> summaries = m_recorder.Summaries();
    ASSERT_EQ(summaries.size(), 2U);
    EXPECT_EQ(summaries[0].subject, "far");
    EXPECT_EQ(summaries[0].p99, 7);
    EXPECT_EQ(summaries[0].sd, 0);
    const SeriesSummary& near = summaries[1];
    EXPECT_EQ(near.n, 100U);
    EXPECT_DOUBLE_EQ(near.mean, 50.5);
    EXPECT_NEAR(near.sd, 29.0115, 0.0001); // sqrt(100 x 101 / 12)
    EXPECT_EQ(near.min, 1);
    EXPECT_EQ(near.p50, 50);
    EXPECT_EQ(near.p90, 90);
    EXPECT_EQ(near.p99, 99);
    EXPECT_EQ(near.max, 100);
}

TEST_F(RecorderTest, EveryMetricOfTheRegistryIsMeasured)
{
    m_recorder.OnWorkloadStart(Instant(0s));
    Step(1s, StepKind::Crash, "near");
    m_recorder.OnEnd(Instant(5s));
    std::size_t expected = 0;
    for (const MetricDefinition& metric : Metrics())
    {
        expected += metric.argument == MetricArgument::Span           ? 0U
                    : metric.argument == MetricArgument::None         ? 1U
                    : metric.argument == MetricArgument::OptionalSpan ? 1U
                    : metric.argument == MetricArgument::Percentile   ? 3U
                                                                      : 2U;
    }
    EXPECT_EQ(m_recorder.MeasureAll().size(), expected);
    EXPECT_EQ(m_recorder.MeasureAll()[0].call.name, "delivered_bytes");
}

TEST_F(RecorderTest, TransferTimesAreOfAllWorkloadsAndTheUnfinishedAreTheSlowest)
{
    m_recorder = Recorder({{}, 4, {}});
    const auto transfer = [this](Duration from, Duration to, std::uint32_t session) {
        Say(from, StreamOpened{SessionHandle{session}, STREAM});
        Say(to, StreamFinished{SessionHandle{session}, STREAM, ByteCount{1}});
    };
    Say(0s, StreamOpened{SessionHandle{9}, STREAM});
    transfer(1s, 3s, 1);
    transfer(2s, 3s, 2);
    transfer(3s, 6s, 3);
    m_recorder.OnEnd(Instant(9s));
    EXPECT_EQ(Value("transfers"), 3U);
    EXPECT_EQ(Value("peak_transfers"), 3U);
    EXPECT_EQ(Value("transfer_time(p1)"), 1'000'000'000U);
    EXPECT_EQ(Value("transfer_time(p25)"), 1'000'000'000U);
    EXPECT_EQ(Value("transfer_time(p26)"), 2'000'000'000U);
    EXPECT_EQ(Value("transfer_time(p75)"), 3'000'000'000U);
    EXPECT_EQ(Value("transfer_time(p76)"), std::nullopt);
}

TEST_F(RecorderTest, LoadIsFairWhenAllServersGiveTheSame)
{
    Receive(1, 3'000'000);
    m_recorder.OnEnd(Instant(9s));
    EXPECT_EQ(Value("load_fairness"), 500'000U); // One of two.
    Receive(2, 1'000'000);
    EXPECT_EQ(Value("load_fairness"), 800'000U); // (3 + 1)^2 / (2 x (9 + 1))
    Receive(2, 2'000'000);
    EXPECT_EQ(Value("load_fairness"), 1'000'000U);
}

TEST_F(RecorderTest, VerdictsNeedAValueWithinBothBounds)
{
    Deliver(1s, 1000);
    m_recorder.OnEnd(Instant(2s));
    const auto between = [](const char* metric, Quantity low, Quantity high) {
        return ExpectationSpec{ParseMetricCall(metric).Value(), {}, std::array{low, high}};
    };
    const auto size = [](std::uint64_t value) { return Quantity{Dimension::Size, value}; };
    const ExpectationSpec exactly{ParseMetricCall("delivered_bytes").Value(), size(1000), {}};
    const std::vector<ExpectationSpec> expectations{
        exactly,
        between("delivered_bytes", size(999), size(1000)),
        between("delivered_bytes", size(1000), size(1001)),
        between("delivered_bytes", size(1001), size(2000)),
        between("delivered_bytes", size(1), size(999)),
        between("completion_time", {Dimension::Time, 0}, {Dimension::Time, 1})};
    const std::vector<Verdict> verdicts = Judge(expectations, m_recorder);
    std::vector<bool> passed;
    for (const Verdict& verdict : verdicts)
    {
        passed.push_back(verdict.HasPassed());
    }
    EXPECT_EQ(passed, (std::vector<bool>{true, true, true, false, false, false}));
    EXPECT_EQ(verdicts[5].measured, std::nullopt);
    EXPECT_EQ(verdicts[5].name, "completion_time");
}

} // namespace kwik::experiment::test

#include "experiment/metrics/recorder.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

namespace
{

using namespace std::chrono_literals;

constexpr HostId CLIENT{0};
constexpr HostId SERVER{1};
constexpr SessionHandle SESSION{1};
constexpr StreamId STREAM{0};

/// A Recorder with the servers near and far, and one upload that starts at 1 s.
class RecorderUploadTest : public testing::Test
{
  protected:
    RecorderUploadTest()
        : m_recorder({{{Ipv4(1, 1), "near"}, {Ipv4(2, 1), "far"}}, 1, {}})
    {
        m_recorder.OnWorkloadStart(Instant(1s));
        Say(1s, CLIENT, UploadOpened{SESSION, STREAM});
    }

    void Say(Duration at, HostId host, const Event& event)
    {
        m_recorder.OnEvent({Instant(at), host}, event, DetailOf(event));
    }

    void Deliver(Duration at, std::uint64_t bytes, bool isLast)
    {
        m_recorder.OnDelivery({Instant(at), CLIENT},
                              {SESSION, STREAM, ByteCount{bytes}, {}, isLast});
    }

    std::optional<std::uint64_t> Value(const char* metric) const
    {
        return m_recorder.Measure(ParseMetricCall(metric).Value());
    }

    Recorder m_recorder;
};

} // namespace

TEST_F(RecorderUploadTest, CompletesWhenThePrimaryHasTheEnd)
{
    Deliver(2s, 1'000, false);
    Deliver(3s, 1'000, true);
    Say(4s, CLIENT, UploadFinished{SESSION, STREAM, ByteCount{2'000}});
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("completion_time"), 2'000'000'000U);
    EXPECT_EQ(Value("delivered_bytes"), 2'000U);
    EXPECT_EQ(Value("goodput"), 8'000U);
}

TEST_F(RecorderUploadTest, IsNotCompleteWithoutItsEnd)
{
    Deliver(2s, 1'000, false);
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("completion_time"), std::nullopt);
}

TEST_F(RecorderUploadTest, TellsWhatWentToEachServerFromWhatCame)
{
    m_recorder.OnPathBytes({Ipv4(1, 1), ByteCount{5}, ByteCount{300}});
    m_recorder.OnPathBytes({Ipv4(2, 1), {}, ByteCount{20}});
    m_recorder.OnPathBytes({Ipv4(2, 1), {}, ByteCount{1}});
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("bytes_to(near)"), 300U);
    EXPECT_EQ(Value("bytes_to(far)"), 21U);
    EXPECT_EQ(Value("bytes_from(near)"), 5U);
    EXPECT_EQ(Value("bytes_from(far)"), 0U);
    EXPECT_EQ(Value("paths_used"), 2U);
}

TEST_F(RecorderUploadTest, CountsWhatWasSentTwiceAndWhatCameTwice)
{
    m_recorder.OnReinjectedBytes(ByteCount{40});
    m_recorder.OnReinjectedBytes(ByteCount{2});
    Say(4s, SERVER, UploadReceived{{}, STREAM, ByteCount{2'000}, ByteCount{30}});
    m_recorder.OnEnd(Instant(5s));
    EXPECT_EQ(Value("reinjected_bytes"), 42U);
    EXPECT_EQ(Value("duplicate_bytes"), 30U);
}

} // namespace kwik::experiment::test

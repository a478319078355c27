#include "experiment/run/run-journal.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

constexpr HostId HOST{3};

class HandClock final : public RunClock
{
  public:
    Instant Now() const override
    {
        return now;
    }

    void After(Duration, std::function<void()>) override
    {
    }

    Instant now;
};

/// Puts into words what it is told.
class Listener final : public RunObserver
{
  public:
    void OnEvent(Moment moment, const Event& event) override
    {
        Add(moment.at, fmt::format("{} {}", KindOf(event), DetailOf(event)));
        EXPECT_EQ(moment.host, HOST);
    }

    void OnDelivery(Moment moment, const Delivery& delivery) override
    {
        Add(moment.at,
            fmt::format("delivery {} {} {} {} {}",
                        delivery.session.value,
                        delivery.stream.value,
                        delivery.bytes.value,
                        delivery.corrupted.value,
                        delivery.isUploadEnd));
    }

    void OnUploadPiece(Instant at, const UploadPiece& piece) override
    {
        Add(at,
            fmt::format("upload {} {} {} {}",
                        piece.workload,
                        piece.bytes.value,
                        piece.corrupted.value,
                        piece.isFinal));
    }

    void OnPathBytes(const PathBytes& moved) override
    {
        Add({},
            fmt::format("path {} {} {}",
                        ToString(moved.server),
                        moved.received.value,
                        moved.sent.value));
    }

    void OnDuplicateBytes(ByteCount bytes) override
    {
        Add({}, fmt::format("duplicate {}", bytes.value));
    }

    void OnReinjectedBytes(ByteCount bytes) override
    {
        Add({}, fmt::format("reinjected {}", bytes.value));
    }

    void OnDatagramsSent(Moment moment, const SentDatagrams& sent) override
    {
        Add(moment.at, fmt::format("sent {} {}", sent.count, sent.bytes.value));
    }

    void OnWorkloadStart(Instant at) override
    {
        Add(at, "start");
    }

    void OnTransferOpened(Moment moment, std::size_t workload, const SessionStream& stream) override
    {
        Add(moment.at,
            fmt::format("opened {} {} {}", workload, stream.session.value, stream.stream.value));
    }

    void OnSample(const SeriesSample& sample) override
    {
        Add(sample.at, fmt::format("{} {} {}", sample.metric, sample.subject, sample.value));
    }

    void OnTimelineStep(Instant, const TimelineStep&) override
    {
        ADD_FAILURE() << "no host is told of it";
    }

    void OnEnd(Instant) override
    {
        ADD_FAILURE() << "no host is told of it";
    }

    std::vector<std::string> told;

  private:
    void Add(Instant at, const std::string& what)
    {
        told.push_back(fmt::format("{} {}", at.time_since_epoch() / 1ms, what));
    }
};

class RunJournalTest : public testing::Test
{
  protected:
    /// What a reader of the journal is told.
    std::vector<std::string> Told()
    {
        Listener listener;
        std::string lines = writer.Take();
        while (!lines.empty())
        {
            const std::size_t end = lines.find('\n');
            const std::string text = lines.substr(0, end);
            const auto at = TimeOf(text);
            EXPECT_TRUE(at && Replay({*at, HOST, text}, listener)) << text;
            lines.erase(0, end + 1);
        }
        return listener.told;
    }

    HandClock clock;
    JournalWriter writer{clock, HOST};
};

} // namespace

TEST_F(RunJournalTest, TellsWhatItWasTold)
{
    const Moment moment{Instant(2ms), HOST};
    clock.now = Instant(3ms);
    writer.OnWorkloadStart(Instant(1ms));
    writer.OnTransferOpened(moment, 1, {SessionHandle{7}, StreamId{9}});
    writer.OnEvent(moment, StreamOpened{SessionHandle{7}, StreamId{9}});
    writer.OnDelivery(moment, {SessionHandle{7}, StreamId{9}, ByteCount{100}, ByteCount{2}});
    writer.OnUploadPiece(moment.at, {1, ByteCount{50}, ByteCount{0}, true});
    writer.OnSample({moment.at, "rtt_ns", "client/near", 5});
    writer.OnPathBytes({Ipv4(0x0a000001, 9), ByteCount{4}, ByteCount{5}});
    writer.OnDuplicateBytes(ByteCount{6});
    writer.OnReinjectedBytes(ByteCount{8});
    EXPECT_EQ(Told(),
              (std::vector<std::string>{"1 start",
                                        "2 opened 1 7 9",
                                        R"(2 stream_opened {"session":7,"stream":9})",
                                        "2 delivery 7 9 100 2 false",
                                        "2 upload 1 50 0 true",
                                        "2 rtt_ns client/near 5",
                                        "0 path 10.0.0.1:9 4 5",
                                        "0 duplicate 6",
                                        "0 reinjected 8"}));
    EXPECT_TRUE(Told().empty());
}

TEST_F(RunJournalTest, CountsDatagramsAndTellsThemTogether)
{
    clock.now = Instant(4ms);
    writer.OnDatagramsSent({Instant(1ms), HOST}, {1, ByteCount{1200}});
    writer.OnDatagramsSent({Instant(2ms), HOST}, {2, ByteCount{300}});
    EXPECT_EQ(Told(), std::vector<std::string>{"4 sent 3 1500"});
    EXPECT_TRUE(Told().empty());
}

TEST_F(RunJournalTest, DoesNotWriteWhatIsNothing)
{
    writer.OnPathBytes({Ipv4(0x0a000001, 9), {}, {}});
    writer.OnDuplicateBytes({});
    writer.OnReinjectedBytes({});
    EXPECT_EQ(writer.Waiting(), 0U);
}

TEST_F(RunJournalTest, NeverGoesBackInTime)
{
    writer.OnWorkloadStart(Instant(5ms));
    writer.OnWorkloadStart(Instant(4ms));
    writer.OnWorkloadStart(Instant(6ms));
    EXPECT_EQ(Told(), (std::vector<std::string>{"5 start", "5 start", "6 start"}));
}

TEST_F(RunJournalTest, SaysQuicklyHowMuchWasDelivered)
{
    writer.OnDelivery({Instant(1s), HOST}, {SessionHandle{7}, StreamId{9}, ByteCount{123}, {}});
    EXPECT_EQ(DeliveredIn(writer.Take()), ByteCount{123});
    writer.OnUploadPiece(Instant(1s), {4, ByteCount{77}, ByteCount{5}, false});
    EXPECT_EQ(DeliveredIn(writer.Take()), ByteCount{77});
    writer.OnWorkloadStart(Instant(1s));
    EXPECT_EQ(DeliveredIn(writer.Take()), ByteCount{});
    EXPECT_EQ(DeliveredIn("{\"t\":1,\"delivery\":[1"), ByteCount{});
}

TEST(RunJournal, RefusesWhatIsNoLineOfAJournal)
{
    Listener listener;
    for (const std::string text : {"",
                                   "{\"ready\":true}",
                                   "{\"t\":1}",
                                   "{\"t\":1,\"what\":2}",
                                   "{\"t\":1,\"delivery\":[1,2,3]}",
                                   "{\"t\":1,\"delivery\":[1,2,3,\"4\"]}",
                                   "{\"t\":1,\"path_bytes\":[\"near\",1,2]}",
                                   "{\"t\":1,\"event\":\"no_such\",\"detail\":{}}",
                                   "{\"t\":1,\"event\":\"stream_opened\"}",
                                   "{\"t\":1,\"start\":true"})
    {
        EXPECT_FALSE(Replay({Instant(), HOST, text}, listener)) << text;
    }
    EXPECT_TRUE(listener.told.empty());
    EXPECT_FALSE(TimeOf("{\"ready\":true}"));
    EXPECT_FALSE(TimeOf("{\"t\":x}"));
    EXPECT_EQ(TimeOf("{\"t\":12,\"start\":true}"), Instant(12ns));
}

} // namespace kwik::experiment::test

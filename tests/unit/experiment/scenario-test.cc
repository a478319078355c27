#include "experiment/scenario/reference-scenarios.h"
#include "experiment/scenario/routes.h"
#include "experiment/scenario/scenario-text.h"
#include "tests/unit/experiment/scenario-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

TEST(Scenario, ReadsTheFailoverExampleIntoItsStructures)
{
    const Scenario scenario = MustRead(ReadRepositoryFile("scenarios/failover.yaml"));
    EXPECT_EQ(scenario.tags, (std::vector<std::string>{"failover", "quick"}));
    EXPECT_EQ(scenario.duration, 60s);
    EXPECT_EQ(scenario.seeds, 3U);
    ASSERT_EQ(scenario.hosts.size(), 4U);
    EXPECT_EQ(scenario.hosts[3],
              (HostSpec{"mirror-b", HostRole::Server, "ap-south", HostContent::None}));
    ASSERT_EQ(scenario.links.size(), 4U);
    EXPECT_EQ(scenario.links[0].between, (HostPair{"client", "primary"}));
    EXPECT_EQ(scenario.links[0].rate, BitRate{20'000'000});
    EXPECT_EQ(scenario.links[0].delay, 10ms);
    EXPECT_EQ(scenario.kwik.quic.congestionControl, CongestionControl::Bbr);
    EXPECT_EQ(scenario.kwik.session.paths.max, 3U);
    ASSERT_EQ(scenario.workload.size(), 1U);
    EXPECT_EQ(scenario.workload[0].download,
              (DownloadSpec{"primary", "client", ByteCount{50'000'000}, 0s}));
    ASSERT_EQ(scenario.timeline.size(), 3U);
    EXPECT_EQ(scenario.timeline[1].restart, "mirror-a");
    EXPECT_EQ(scenario.timeline[2].lasting, 2s);
    EXPECT_EQ(scenario.timeline[2].loss, Share{20'000});
    EXPECT_EQ(scenario.expect[0].equals, (Quantity{Dimension::Size, 50'000'000}));
}

TEST(Scenario, DefaultsAreThoseOfTheStructures)
{
    const Scenario scenario = MustRead(SmallScenario());
    EXPECT_EQ(scenario.seeds, 1U);
    EXPECT_EQ(scenario.links[0].queue, (QueueSize{.milliBdp = 1'000}));
    EXPECT_EQ(scenario.links[0].loss, Share{0});
    EXPECT_EQ(scenario.links[0].mtu, ByteCount{1500});
    EXPECT_EQ(scenario.record, RecordSpec{});
    EXPECT_EQ(scenario.hosts[0].content, std::nullopt);
    EXPECT_EQ(scenario.hosts[1].content, HostContent::All);
    EXPECT_EQ(scenario.kwik.quic.idleTimeout, QuicConfig{}.idleTimeout);
    EXPECT_EQ(scenario.kwik.session.initialRtt, SessionConfig{}.initialRtt);
    EXPECT_EQ(scenario.kwik.server.firstWindow, ServerConfig{}.firstWindow);
}

TEST(Scenario, EveryProtocolKeyReachesItsMemberOfTheCore)
{
    const std::string kwik =
        "kwik:\n"
        "  congestion_control: reno\n"
        "  initial_rtt: 11 ms\n"
        "  handshake_timeout: 12 ms\n"
        "  idle_timeout: 13 ms\n"
        "  max_ack_delay: 14 ms\n"
        "  first_window: 15 KiB\n"
        "  frame_payload: 16 KiB\n"
        "  paths: {min: 17, max: 18, open_above: 19 kB, open_after: 20}\n"
        "  detector: {degraded_after: 20, failed_after: 21}\n"
        "  failover: {strategy: cold, recovery_timeout: 22 ms, recovery_interval: 23 ms, "
        "recovery_jitter: 24 %}\n"
        "  download: {range_max: 26 KiB, range_min: 25 KiB, initial_credit: 27 KiB, "
        "credit_gain: 128 %, redundancy: 29 %, reassembly_cap: 30 MiB}\n";
    const KwikSpec spec = MustRead(SmallScenario() + kwik).kwik;
    EXPECT_EQ(spec.quic.congestionControl, CongestionControl::Reno);
    EXPECT_EQ(spec.session.initialRtt, 11ms);
    EXPECT_EQ(spec.quic.handshakeTimeout, 12ms);
    EXPECT_EQ(spec.quic.idleTimeout, 13ms);
    EXPECT_EQ(spec.quic.maxAckDelay, 14ms);
    EXPECT_EQ(spec.server.firstWindow, ByteCount{15U << 10});
    EXPECT_EQ(spec.server.framePayload, ByteCount{16U << 10});
    EXPECT_EQ(spec.session.paths.min, 17U);
    EXPECT_EQ(spec.session.paths.max, 18U);
    EXPECT_EQ(spec.session.paths.openAbove, ByteCount{19'000});
    EXPECT_EQ(spec.session.paths.openAfterRoundTrips, 20U);
    EXPECT_EQ(spec.session.path.degradedAfterTimeouts, 20U);
    EXPECT_EQ(spec.session.path.failedAfterTimeouts, 21U);
    EXPECT_EQ(spec.session.failover.strategy, FailoverStrategy::Cold);
    EXPECT_EQ(spec.session.failover.recoveryTimeout, 22ms);
    EXPECT_EQ(spec.session.failover.recoveryInterval, 23ms);
    EXPECT_EQ(spec.session.failover.recoveryJitterPercent, 24U);
    EXPECT_EQ(spec.session.download.rangeMin, ByteCount{25U << 10});
    EXPECT_EQ(spec.session.download.rangeMax, ByteCount{26U << 10});
    EXPECT_EQ(spec.session.download.initialCredit, ByteCount{27U << 10});
    EXPECT_EQ(spec.session.download.creditGainPercent, 128U);
    EXPECT_EQ(spec.session.download.redundancyPercent, 29U);
    EXPECT_EQ(spec.session.download.reassemblyCap, ByteCount{30U << 20});
}

TEST(Scenario, EveryUploadKeyReachesItsMemberOfTheCore)
{
    const std::string kwik =
        "kwik:\n"
        "  upload: {scheduler: weighted, weights: [{server: mirror, weight: 3}], "
        "segment_max: 31 KiB, patience: 32 ms, buffer: 33 MiB, window: 34 MiB}\n";
    const KwikSpec spec = MustRead(SmallScenario() + kwik).kwik;
    EXPECT_EQ(spec.session.upload.scheduler, UploadPolicy::Weighted);
    ASSERT_EQ(spec.uploadWeights.size(), 1U);
    EXPECT_EQ(spec.uploadWeights[0].server, "mirror");
    EXPECT_EQ(spec.uploadWeights[0].weight, 3U);
    EXPECT_EQ(spec.session.upload.segmentMax, ByteCount{31U << 10});
    EXPECT_EQ(spec.session.upload.patience, 32ms);
    EXPECT_EQ(spec.session.upload.buffer, ByteCount{33U << 20});
    EXPECT_EQ(spec.server.upload.window, ByteCount{34U << 20});
}

TEST(Scenario, EveryUploadSchedulerHasItsName)
{
    const std::pair<const char*, UploadPolicy> all[] = {{"min-rtt", UploadPolicy::MinRtt},
                                                        {"round-robin", UploadPolicy::RoundRobin},
                                                        {"weighted", UploadPolicy::Weighted},
                                                        {"blest", UploadPolicy::Blest},
                                                        {"ecf", UploadPolicy::Ecf},
                                                        {"redundant", UploadPolicy::Redundant},
                                                        {"deadline", UploadPolicy::Deadline}};
    for (const auto& [name, policy] : all)
    {
        const std::string kwik = "kwik: {upload: {scheduler: " + std::string(name) + "}}\n";
        EXPECT_EQ(MustRead(SmallScenario() + kwik).kwik.session.upload.scheduler, policy) << name;
    }
}

TEST(Scenario, AnUploadGoesFromItsClientToItsPrimary)
{
    const Transfer upload = TransferOf({{}, UploadSpec{"client", "primary", ByteCount{7}, 8ms}});
    EXPECT_EQ(upload.direction, TransferDirection::Upload);
    EXPECT_EQ(upload.client, "client");
    EXPECT_EQ(upload.primary, "primary");
    EXPECT_EQ(upload.size, ByteCount{7});
    EXPECT_EQ(upload.at, 8ms);
    const Transfer download =
        TransferOf({DownloadSpec{"primary", "client", ByteCount{7}, 8ms}, {}});
    EXPECT_EQ(download.direction, TransferDirection::Download);
    EXPECT_EQ(download.client, "client");
    EXPECT_EQ(download.primary, "primary");
}

TEST(Scenario, EveryLinkAndRecordKeyReachesItsMember)
{
    const std::string link = "queue: 64 KiB, loss: 0.5 %, mtu: 9000 B";
    const Scenario scenario =
        MustRead(With(SmallScenario(), "delay: 10 ms", "delay: 11 ms, " + link) +
                 "record: {events: no, sample_every: 7 ms, pcap: no, qlog: yes, keylog: true}\n");
    EXPECT_EQ(scenario.links[0],
              (LinkSpec{{"client", "primary"},
                        BitRate{20'000'000},
                        11ms,
                        {.bytes = {65'536}},
                        Share{5'000},
                        ByteCount{9000}}));
    EXPECT_EQ(scenario.record, (RecordSpec{false, 7ms, false, true, true}));
    EXPECT_TRUE(MustRead(SmallScenario() + "record: {pcap: yes}\n").record.pcap);
}

TEST(Scenario, AValueMeansTheSameQuotedOrNot)
{
    std::string quoted = With(SmallScenario(), "duration: 10 s", "\"duration\": '10 s'");
    quoted = With(quoted, "{role: client}", "{\"role\": \"client\"}");
    EXPECT_EQ(ResolvedText(MustRead(quoted)), ResolvedText(MustRead(SmallScenario())));
}

TEST(Scenario, ResolvedTextReadsBackAsTheSameScenario)
{
    for (const std::string& name : PlainScenarioNames())
    {
        const Scenario scenario =
            MustRead(ReadRepositoryFile(std::string("scenarios/") + name + ".yaml"));
        const std::string text = ResolvedText(scenario);
        const Scenario again = MustRead(text);
        EXPECT_EQ(ResolvedText(again), text);
        EXPECT_EQ(again.hosts, scenario.hosts);
        EXPECT_EQ(again.links, scenario.links);
        EXPECT_EQ(again.discovery, scenario.discovery);
        EXPECT_EQ(again.workload, scenario.workload);
        EXPECT_EQ(again.timeline, scenario.timeline);
        EXPECT_EQ(again.record, scenario.record);
        EXPECT_EQ(again.expect, scenario.expect);
    }
}

TEST(Scenario, ResolvedTextNamesEveryDefault)
{
    const std::string text = ResolvedText(MustRead(SmallScenario()));
    EXPECT_THAT(text, testing::HasSubstr("seeds: 1\n"));
    EXPECT_THAT(
        text,
        testing::HasSubstr("  - between: [client, primary]\n    rate: 20 Mbit/s\n    delay: 10 ms\n"
                           "    queue: 1 bdp\n    loss: 0 %\n    mtu: 1500 B\n    jitter: 0 s\n"));
    EXPECT_THAT(text, testing::HasSubstr("  congestion_control: cubic\n"));
    EXPECT_THAT(text, testing::HasSubstr("reassembly_cap: 64 MiB"));
    EXPECT_THAT(
        text,
        testing::HasSubstr("record: {events: yes, sample_every: 100 ms, pcap: no, qlog: no, "
                           "keylog: no, picture: auto}\n"));
}

TEST(Scenario, HashIgnoresHowTheFileIsWrittenAndNoticesEveryValue)
{
    const std::string hash = ScenarioHash(MustRead(SmallScenario()));
    EXPECT_EQ(hash.size(), 32U);
    EXPECT_EQ(ScenarioHash(MustRead("# a comment\n" + SmallScenario() + "seeds: 1\n")), hash);
    EXPECT_NE(ScenarioHash(MustRead(SmallScenario() + "seeds: 2\n")), hash);
    EXPECT_NE(ScenarioHash(MustRead(With(SmallScenario(), "10 ms", "10001 us"))), hash);
}

TEST(Scenario, AQueueOfOneBdpIsRateTimesTwoDelaysButTenPacketsAtLeast)
{
    LinkSpec link{{"a", "b"}, BitRate{20'000'000}, 10ms, {.milliBdp = 1'000}, {}, ByteCount{1500}};
    EXPECT_EQ(QueueBytes(link), ByteCount{50'000});
    link.queue = {.milliBdp = 500};
    EXPECT_EQ(QueueBytes(link), ByteCount{25'000});
    link.delay = 1ms;
    EXPECT_EQ(QueueBytes(link), ByteCount{15'000});
    link.queue = {.packets = 100};
    EXPECT_EQ(QueueBytes(link), ByteCount{150'000});
    link.queue = {.bytes = {3'000}};
    EXPECT_EQ(QueueBytes(link), ByteCount{3'000});
}

TEST(Scenario, AQueueIsTheSumOfItsParts)
{
    LinkSpec link{{"a", "b"}, BitRate{20'000'000}, 10ms, {}, {}, ByteCount{1500}};
    link.queue = {.time = 20ms};
    EXPECT_EQ(QueueBytes(link), ByteCount{50'000});
    link.queue = {1'000, 2, {7}, 20ms};
    EXPECT_EQ(QueueBytes(link), ByteCount{103'007});
    link.queue = {.time = 1ms};
    EXPECT_EQ(QueueBytes(link), ByteCount{15'000}) << "ten packets";
}

TEST(Scenario, TheLargestDatagramFitsTheSmallestLink)
{
    EXPECT_EQ(LargestDatagram(MustRead(SmallScenario())), ByteCount{1472});
    const std::string small = With(SmallScenario(), "delay: 30 ms", "delay: 30 ms, mtu: 1300 B");
    EXPECT_EQ(LargestDatagram(MustRead(small)), ByteCount{1272});
}

TEST(Routes, OnlyRoutersForward)
{
    Scenario scenario;
    scenario.hosts = {{"a", HostRole::Client, {}, {}},
                      {"r", HostRole::Router, {}, {}},
                      {"s", HostRole::Server, {}, {}},
                      {"t", HostRole::Server, {}, {}}};
    scenario.links.resize(3);
    scenario.links[0].between = {"a", "r"};
    scenario.links[1].between = {"r", "s"};
    scenario.links[2].between = {"s", "t"};
    EXPECT_TRUE(AreConnected(scenario, "a", "s"));
    EXPECT_TRUE(AreConnected(scenario, "s", "a"));
    EXPECT_TRUE(AreConnected(scenario, "s", "t"));
    EXPECT_FALSE(AreConnected(scenario, "a", "t"));
}

TEST(EachPathAlone, MakesOneScenarioAServerThatIsRightInItself)
{
    const Scenario failover = MustRead(ReadRepositoryFile("scenarios/failover.yaml"));
    const std::vector<ReferenceScenario> references = EachPathAlone(failover);
    ASSERT_EQ(references.size(), 3U);
    EXPECT_EQ(references[0].server, "primary");
    EXPECT_EQ(references[1].server, "mirror-a");
    const ReferenceScenario& last = references[2];
    EXPECT_EQ(last.server, "mirror-b");
    EXPECT_EQ(last.scenario.workload[0].download->from, "mirror-b");
    EXPECT_EQ(DiscoveredServers(last.scenario), std::vector<std::string>{"mirror-b"});
    EXPECT_EQ(FindHost(last.scenario, "mirror-b")->content, HostContent::All);
    EXPECT_EQ(last.scenario.kwik.session.paths.max, 1U);
    EXPECT_TRUE(last.scenario.timeline.empty());
    EXPECT_TRUE(last.scenario.expect.empty());
    EXPECT_EQ(last.scenario.links, failover.links);
    EXPECT_EQ(ErrorsIn(ResolvedText(last.scenario)), "");
}

} // namespace kwik::experiment::test

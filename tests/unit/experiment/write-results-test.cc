#include "experiment/results/write-results.h"
#include "tests/unit/experiment/store-support.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

TEST(WriteResults, StoresMetricsSummariesVerdictsAndCounters)
{
    Recorder recorder({{{Ipv4(1, 1), "near"}}, 1, {}});
    recorder.OnDelivery({Instant(1s), HostId{0}}, {{}, {}, ByteCount{1000}, {}});
    recorder.OnDatagramSent({Instant(1s), HostId{0}}, ByteCount{1472});
    recorder.OnSample({Instant(1s), HostId{0}}, {"cwnd_bytes", "near", 14720});
    recorder.OnSample({Instant(2s), HostId{0}}, {"cwnd_bytes", "near", 29440});
    recorder.OnEnd(Instant(2s));
    const TemporaryDirectory directory;
    Store store = Store::Open(directory.File("a.sqlite"));
    RunWriter writer = store.Begin(StartWithSeed(1));
    WriteResults(writer,
                 recorder,
                 {{"delivered_bytes", Dimension::Size, 1000, 1000, 1000},
                  {"goodput", Dimension::Rate, std::nullopt, 1, 2}});
    writer.Finish({RunState::Ok, "", 1ms, 2s, recorder.FingerprintHex()});

    const std::vector<SummaryRow> summaries = store.SummariesOf(writer.Id());
    const auto find = [&summaries](const std::string& metric) {
        return std::find_if(summaries.begin(), summaries.end(), [&metric](const SummaryRow& row) {
            return row.metric == metric;
        });
    };
    ASSERT_NE(find("delivered_bytes"), summaries.end());
    EXPECT_EQ(find("delivered_bytes")->mean, 1000);
    EXPECT_EQ(find("delivered_bytes")->unit, "bytes");
    ASSERT_NE(find("bytes_from(near)"), summaries.end());
    ASSERT_NE(find("cwnd_bytes"), summaries.end());
    EXPECT_EQ(find("cwnd_bytes")->n, 2U);
    EXPECT_EQ(find("cwnd_bytes")->mean, 22080);
    EXPECT_EQ(find("cwnd_bytes")->unit, "bytes");
    EXPECT_EQ(find("completion_time"), summaries.end()) << "it was not measured";

    const std::vector<ExpectationRow> expectations = store.ExpectationsOf(writer.Id());
    ASSERT_EQ(expectations.size(), 2U);
    EXPECT_EQ(expectations[0].outcome, Outcome::Passed);
    EXPECT_EQ(expectations[1].outcome, Outcome::Failed);
    EXPECT_EQ(expectations[1].measured, std::nullopt);
    EXPECT_EQ(NumberIn(directory.File("a.sqlite"),
                       "SELECT value FROM counter WHERE name = 'datagram_bytes'"),
              1472);
}

} // namespace kwik::experiment::test

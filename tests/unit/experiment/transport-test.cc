#include "experiment/scenario/scenario-text.h"
#include "tests/unit/experiment/scenario-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

const std::string TWO_LINKS = R"(
title: Two links
question: Which?
duration: 10 s
seeds: 2
hosts: {client: {role: client}, near: {role: server}, far: {role: server}}
links:
  - {between: [client, near], rate: 20 Mbit/s, delay: 20 ms}
  - {between: [client, far], rate: 30 Mbit/s, delay: 30 ms}
discovery: [{static: [near, far]}]
workload: [{download: {from: near, to: client, size: 1 MB}}]
)";

std::string
ErrorsOnTestbed(const std::string& text)
{
    return HeadlinesOf(ReadScenario({"f", text}, World::Testbed));
}

std::string
With(const std::string& transport)
{
    return TWO_LINKS + "transport: {" + transport + "}\n";
}

std::string
Beside(const std::string& beside)
{
    return TWO_LINKS + "beside: [{" + beside + "}]\n";
}

} // namespace

TEST(Transport, IsReadAndWrittenBack)
{
    const LoadedScenario loaded =
        ReadScenario({"f", With("protocol: quic, congestion_control: bbr, via: far")},
                     World::Testbed);
    ASSERT_TRUE(loaded.scenario) << HeadlinesOf(loaded);
    const TransportSpec expected{TransportProtocol::Quic, TransportControl::Bbr, "far"};
    EXPECT_EQ(loaded.scenario->transport, expected);
    EXPECT_EQ(PeerOf(*loaded.scenario), "far");
    const LoadedScenario again =
        ReadScenario({"f", ResolvedText(*loaded.scenario)}, World::Testbed);
    ASSERT_TRUE(again.scenario) << HeadlinesOf(again);
    EXPECT_EQ(again.scenario->transport, expected);
}

TEST(Transport, IsAnotherExperiment)
{
    const Scenario kwik = MustRead(TWO_LINKS);
    Scenario tcp = kwik;
    tcp.transport = {TransportProtocol::Tcp, TransportControl::Cubic, "near"};
    EXPECT_NE(ScenarioHash(kwik), ScenarioHash(tcp));
    EXPECT_THAT(ResolvedText(kwik), testing::Not(HasSubstr("transport")));
}

TEST(Transport, HasANameOfItsOwn)
{
    std::vector<std::string> names;
    for (const TransportSpec& transport : UsualTransports(MustRead(TWO_LINKS)))
    {
        names.push_back(NameOf(transport));
    }
    EXPECT_THAT(names,
                ElementsAre("mptcp-cubic",
                            "mptcp-bbr",
                            "iperf3-mptcp-cubic",
                            "tcp-cubic-near",
                            "tcp-bbr-near",
                            "tcp-cubic-far",
                            "tcp-bbr-far",
                            "quic-cubic-near",
                            "quic-cubic-far"));
}

TEST(Transport, IsNotSimulated)
{
    EXPECT_THAT(ErrorsIn(With("protocol: tcp, via: near")),
                HasSubstr("is not simulated; run this on the testbed"));
    EXPECT_EQ(ErrorsOnTestbed(With("protocol: tcp, via: near")), "");
}

TEST(Transport, OverOnePathHasToSayWhichAndMptcpMustNot)
{
    EXPECT_THAT(ErrorsOnTestbed(With("protocol: tcp")), HasSubstr("over which path?"));
    EXPECT_THAT(ErrorsOnTestbed(With("protocol: quic, via: nobody")), HasSubstr("'nobody'"));
    EXPECT_THAT(ErrorsOnTestbed(With("protocol: quic, via: client")), HasSubstr("'client'"));
    EXPECT_THAT(ErrorsOnTestbed(With("protocol: mptcp, via: near")),
                HasSubstr("mptcp goes over all paths"));
    EXPECT_THAT(ErrorsOnTestbed(With("protocol: quic, via: near, tool: iperf3")),
                HasSubstr("iperf3 knows no quic"));
}

TEST(Transport, OfMptcpNeedsALinkToEachServer)
{
    const std::string routed =
        test::With(test::With(With("protocol: mptcp"),
                              "far: {role: server}",
                              "far: {role: server}, middle: {role: router}"),
                   "- {between: [client, far], rate: 30 Mbit/s, delay: 30 ms}",
                   "- {between: [client, middle], rate: 30 Mbit/s, delay: 30 ms}\n"
                   "  - {between: [middle, far], rate: 30 Mbit/s, delay: 30 ms}");
    EXPECT_THAT(ErrorsOnTestbed(routed),
                HasSubstr("mptcp needs a link from 'client' to each server, and 'far' has none"));
}

TEST(Transport, CarriesOneDownloadOverLinksThatMayChange)
{
    const std::string tcp = With("protocol: tcp, via: near");
    EXPECT_EQ(ErrorsOnTestbed(tcp + "timeline: [{at: 1 s, link: [client, near], state: down}]\n"),
              "");
    EXPECT_THAT(ErrorsOnTestbed(tcp + "timeline: [{at: 1 s, crash: near}]\n"),
                HasSubstr("what befalls a host has no counterpart"));
    EXPECT_THAT(ErrorsOnTestbed(tcp + "churn: [{of: servers, up: 1 s, down: 1 s}]\n"),
                HasSubstr("leave out 'churn'"));
    EXPECT_THAT(ErrorsOnTestbed(tcp + "validate: [{metric: goodput, relative: 3 %}]\n"),
                HasSubstr("leave out 'validate'"));
    EXPECT_THAT(ErrorsOnTestbed(test::With(tcp, "size: 1 MB", "size: 1 MB, pace: 1 Mbit/s")),
                HasSubstr("one download without a pace"));
}

TEST(Transport, WritesNoTraces)
{
    EXPECT_THAT(ErrorsOnTestbed(With("protocol: tcp, via: near") + "record: {qlog: yes}\n"),
                HasSubstr("qlog: other transports than Kwik write none"));
}

TEST(Beside, IsReadAndComparesWithOneBound)
{
    const Scenario scenario =
        MustRead(Beside("transport: {protocol: mptcp}, metric: goodput, at_most: 80 %"));
    ASSERT_EQ(scenario.beside->size(), 1U);
    const BesideSpec& beside = scenario.beside->at(0);
    EXPECT_EQ(NameOf(beside.transport), "mptcp-cubic");
    EXPECT_EQ(beside.atMost, Share{800'000});
    EXPECT_THAT(ErrorsIn(Beside("transport: {protocol: mptcp}, metric: goodput")),
                HasSubstr("at_least"));
    EXPECT_THAT(ErrorsIn(Beside("transport: {protocol: mptcp}, metric: goodput, at_least: 1 %, "
                                "at_most: 2 %")),
                HasSubstr("at_most"));
}

TEST(Beside, ComparesWhatOthersHaveToo)
{
    for (const char* metric : {"share_from(near)", "goodput(1 s..2 s)", "eben"})
    {
        EXPECT_THAT(ErrorsIn(Beside(std::string("transport: {protocol: mptcp}, metric: ") + metric +
                                    ", at_least: 1 %")),
                    HasSubstr("is not measured of other transports"))
            << metric;
    }
}

TEST(Beside, NeedsAnInterval)
{
    const std::string one =
        test::With(Beside("transport: {protocol: mptcp}, metric: goodput, at_least: 1 %"),
                   "seeds: 2",
                   "seeds: 1");
    EXPECT_THAT(ErrorsIn(one), HasSubstr("an interval needs 2 seeds or more"));
    const std::string both =
        Beside("transport: {protocol: mptcp}, metric: goodput, at_least: 1 %") +
        "transport: {protocol: tcp, via: near}\n";
    EXPECT_THAT(ErrorsOnTestbed(both), HasSubstr("compares Kwik, and 'transport'"));
}

} // namespace kwik::experiment::test

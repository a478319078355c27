#include "analysis/picture/read-timeline.h"
#include "analysis/picture/svg-writer.h"
#include "analysis/picture/timeline-picture.h"
#include "experiment/store/store.h"
#include "tests/unit/experiment/store-support.h"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

namespace kwik::analysis::test
{

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

namespace
{

using boost::property_tree::ptree;

/// All character data of the document, one element a line. Throws if it is not well-formed.
void
CollectText(const ptree& tree, std::string& text)
{
    for (const auto& [name, child] : tree)
    {
        if (name != "<xmlattr>")
        {
            text += child.data() + "\n";
            CollectText(child, text);
        }
    }
}

std::string
TextsIn(const std::string& svg)
{
    std::istringstream in(svg);
    ptree tree;
    boost::property_tree::read_xml(in, tree);
    std::string text;
    CollectText(tree, text);
    return text;
}

Series
Rising(double bytesASecond)
{
    Series series;
    for (int i = 1; i <= 40; ++i)
    {
        series.push_back({Instant(i * 100ms), bytesASecond * i / 10});
    }
    return series;
}

RunTimeline
TwoServers()
{
    RunTimeline timeline;
    timeline.title = "Two <servers> & a \"crash\"";
    timeline.caption = "seed 1";
    timeline.end = Instant(4s);
    timeline.servers = {{"primary", Rising(1e6), {{{Instant(1s), 20e6}, {Instant(2s), 25e6}}}, {}},
                        {"mirror-a", Rising(3e6), {}, {{Instant(1s), PathUse::Degraded}}}};
    timeline.delivered = {Rising(4e6)};
    timeline.marks = {{Instant(3s), MarkKind::Fault, "mirror-a crashes"}};
    return timeline;
}

/// A store with one run of one server.
experiment::RunId
WriteRun(const std::string& path)
{
    experiment::Store store = experiment::Store::Open(path);
    experiment::RunWriter writer = store.Begin(experiment::test::StartWithSeed(7));
    writer.Add(experiment::EventRow{Instant(1s),
                                    "client",
                                    "path_state_changed",
                                    "near",
                                    R"({"session":1,"path":1,"from":"connecting","to":"active"})"});
    writer.Add(experiment::EventRow{Instant(2s), "", "crash", "near", R"({"change":""})"});
    writer.Add(experiment::SampleRow{Instant(1s), "received_bytes", "near", 1000});
    writer.Add(experiment::SampleRow{Instant(3s), "received_bytes", "near", 5000});
    writer.Add(experiment::SampleRow{Instant(3s), "received_bytes", "afar", 7000});
    writer.Add(experiment::SampleRow{Instant(3s), "rtt_ns", "near", 20e6});
    writer.Add(experiment::SampleRow{Instant(3s), "delivered_bytes", "client", 12000});
    writer.Finish({experiment::RunState::Ok, "", 1s, 4s, "print"});
    return writer.Id();
}

} // namespace

TEST(TimelinePicture, IsWellFormedAndNamesEveryServerInTheLegendWithItsShare)
{
    const std::string texts = TextsIn(DrawTimeline(TwoServers()));
    EXPECT_THAT(texts,
                AllOf(HasSubstr("primary  4 MB, 25 %"),
                      HasSubstr("mirror-a  12 MB, 75 %"),
                      HasSubstr("application, in order")));
}

TEST(TimelinePicture, LabelsAxesWithUnitsAndMarksWithWhatHappened)
{
    EXPECT_THAT(TextsIn(DrawTimeline(TwoServers())),
                AllOf(HasSubstr("Throughput in Mbit/s"),
                      HasSubstr("Smoothed round trip in ms"),
                      HasSubstr("time since the start in seconds"),
                      HasSubstr("mirror-a crashes"),
                      HasSubstr("mirror-a: degraded")));
}

TEST(TimelinePicture, KeepsTextsThatLookLikeMarkup)
{
    EXPECT_THAT(TextsIn(DrawTimeline(TwoServers())), HasSubstr("Two <servers> & a \"crash\""));
}

TEST(TimelinePicture, NeedsNothingFromElsewhere)
{
    const std::string svg = DrawTimeline(TwoServers());
    std::string rest = svg;
    const std::string name = "http://www.w3.org/2000/svg";
    rest.erase(rest.find(name), name.size());
    EXPECT_THAT(
        rest,
        testing::Not(testing::AnyOf(HasSubstr("http"), HasSubstr("<script"), HasSubstr("<image"))));
}

TEST(TimelinePicture, OfARunWithoutAnythingIsStillAPicture)
{
    EXPECT_THAT(TextsIn(DrawTimeline({"Empty", "seed 1", Instant(Duration{1}), {}, {}, {}})),
                HasSubstr("Empty"));
}

TEST(TimelinePicture, OfTwentyServersHasALegendOfTwenty)
{
    RunTimeline timeline = TwoServers();
    for (int i = 0; i < 18; ++i)
    {
        timeline.servers.push_back({"server-" + std::to_string(i), Rising(1e6), {}, {}});
    }
    const std::string texts = TextsIn(DrawTimeline(timeline));
    for (const ServerTrace& server : timeline.servers)
    {
        EXPECT_THAT(texts, HasSubstr(server.name + "  ")) << server.name;
    }
}

TEST(SvgWriter, EscapesTextAndReplacesWhatXmlForbids)
{
    EXPECT_EQ(XmlEscaped("a<b>&\"c\" \x1b[31m\xff"), "a&lt;b&gt;&amp;&quot;c&quot; ?[31m?");
}

TEST(SumOf, AddsWhatEachSeriesSaidLast)
{
    const std::vector<Series> all{{{Instant(1s), 10}, {Instant(3s), 30}}, {{Instant(2s), 5}}};
    const Series sum = SumOf(all);
    ASSERT_EQ(sum.size(), 3U);
    EXPECT_EQ(sum[0].value, 10);
    EXPECT_EQ(sum[1].value, 15);
    EXPECT_EQ(sum[2].value, 35);
    EXPECT_EQ(sum[2].at, Instant(3s));
}

TEST(ReadTimeline, TellsTheViewsOfAServerApartAndAddsTheirBytes)
{
    const experiment::test::TemporaryDirectory folder;
    const std::string path = folder.File("a.sqlite");
    const experiment::RunId run = WriteRun(path);
    {
        experiment::Store store = experiment::Store::Open(path);
        experiment::RunWriter writer = store.Begin(experiment::test::StartWithSeed(8));
        for (const auto& [subject, value] : {std::pair{"a/near", 7.0}, {"b.2/near", 8.0}})
        {
            writer.Add(experiment::SampleRow{Instant(1s), "received_bytes", subject, value});
            writer.Add(experiment::SampleRow{Instant(1s), "rtt_ns", subject, value});
        }
        writer.Add(experiment::SampleRow{Instant(1s), "sent_bytes", "c/near", 9});
        writer.Finish({experiment::RunState::Ok, "", {}, {}, ""});
    }
    experiment::Database store(path, experiment::Database::Mode::Existing);
    const RunTimeline timeline = ReadTimeline(store, experiment::RunId{run.value + 1});
    ASSERT_EQ(timeline.servers.size(), 1U);
    EXPECT_EQ(timeline.servers[0].name, "near");
    ASSERT_EQ(timeline.servers[0].carried.size(), 1U);
    EXPECT_EQ(timeline.servers[0].carried[0].value, 24);
    EXPECT_EQ(timeline.servers[0].rtt.size(), 2U);
}

TEST(ReadTimeline, TakesServersInTheOrderOfTheirPathsAndTheRestByName)
{
    const experiment::test::TemporaryDirectory folder;
    const std::string path = folder.File("a.sqlite");
    const experiment::RunId run = WriteRun(path);
    experiment::Database store(path, experiment::Database::Mode::Existing);
    const RunTimeline timeline = ReadTimeline(store, run);
    ASSERT_EQ(timeline.servers.size(), 2U);
    EXPECT_EQ(timeline.servers[0].name, "near");
    EXPECT_EQ(timeline.servers[0].carried.size(), 2U);
    EXPECT_EQ(timeline.servers[0].rtt.size(), 1U);
    EXPECT_EQ(timeline.servers[0].uses.size(), 1U);
    EXPECT_EQ(timeline.servers[1].name, "afar");
    EXPECT_EQ(timeline.delivered.size(), 1U);
    EXPECT_EQ(timeline.marks.size(), 1U);
    EXPECT_EQ(timeline.end, Instant(3s));
    EXPECT_EQ(timeline.title, "Small");
    EXPECT_THAT(timeline.caption, AllOf(HasSubstr("seed 7"), HasSubstr("commit commit")));
}

} // namespace kwik::analysis::test

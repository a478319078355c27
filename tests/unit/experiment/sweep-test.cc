#include "experiment/scenario/scenario-text.h"
#include "tests/unit/experiment/json-schema-check.h"
#include "tests/unit/experiment/scenario-support.h"
#include "tests/unit/experiment/store-support.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

namespace
{

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The small scenario with @p rate in the place of the first link's rate, and a sweep.
std::string
Swept(const std::string& rate, const std::string& axes)
{
    return With(SmallScenario(), "rate: 20 Mbit/s", "rate: \"" + rate + "\"") + "sweep:\n" + axes;
}

std::string
SweptByRate()
{
    return Swept("${rate} Mbit/s", "  - {name: rate, values: [10, 20.5]}\n");
}

/// A folder with tables; scenarios in it are read as if they were there.
class Folder
{
  public:
    void Write(const std::string& name, std::string_view text) const
    {
        std::ofstream(m_folder.File(name), std::ios::binary) << text;
    }

    LoadedScenario Read(const std::string& text) const
    {
        return ReadScenario(SourceText(m_folder.File("f.yaml"), text));
    }

    /// What is wrong with the only table that is refused.
    std::vector<Diagnostic> RefusedIn(const std::string& table) const
    {
        Write("t.csv", table);
        const LoadedScenario loaded = Read(Swept("${rate} Mbit/s", "  - {csv: t.csv}\n"));
        EXPECT_FALSE(loaded.scenario);
        EXPECT_THAT(HeadlinesOf(loaded), HasSubstr("t.csv' is not a table of parameters"));
        EXPECT_EQ(loaded.tables.size(), 1U);
        return loaded.tables.empty() ? std::vector<Diagnostic>() : loaded.tables[0].diagnostics;
    }

  private:
    TemporaryDirectory m_folder;
};

MATCHER_P2(Tells, position, text, "")
{
    return arg.position == position && arg.message.find(text) != std::string::npos;
}

} // namespace

TEST(Sweep, EveryPointIsAScenarioOfItsOwn)
{
    const LoadedScenario loaded = ReadScenario(SourceText("f", SweptByRate()));
    ASSERT_TRUE(loaded.sweep) << HeadlinesOf(loaded);
    ASSERT_EQ(loaded.sweep->Count(), 2U);
    EXPECT_EQ(loaded.sweep->ScenarioAt(0).links[0].rate.bitsPerSecond, 10'000'000U);
    EXPECT_EQ(loaded.sweep->ScenarioAt(1).links[0].rate.bitsPerSecond, 20'500'000U);
    EXPECT_EQ(ToText(loaded.sweep->PointAt(1)), "rate = 20.5");
}

TEST(Sweep, APointIsTheSameExperimentAsItsScenarioWrittenOut)
{
    const LoadedScenario loaded = ReadScenario(SourceText("f", SweptByRate()));
    const Scenario written = MustRead(With(SmallScenario(), "20 Mbit/s", "20.5 Mbit/s"));
    EXPECT_EQ(ResolvedText(loaded.sweep->ScenarioAt(1)), ResolvedText(written));
    EXPECT_THAT(ResolvedText(written), Not(HasSubstr("sweep")));
}

TEST(Sweep, IsShownWithItsParametersAndEveryOtherDefault)
{
    const LoadedScenario loaded =
        ReadScenario(SourceText("f",
                                With(SweptByRate(), "title: Small", "title: $${x} at ${rate}") +
                                    "conclude:\n  - "
                                    "{value: median(goodput), between: [1 Mbit/s, 2 Mbit/s]}\n"));
    ASSERT_TRUE(loaded.scenario) << HeadlinesOf(loaded);
    EXPECT_EQ(loaded.scenario->title, "$${x} at ${rate}");
    const std::string text = loaded.sweep->Text(*loaded.scenario);
    EXPECT_THAT(text,
                AllOf(HasSubstr("rate: \"${rate} Mbit/s\""),
                      HasSubstr("credit_gain: 400 %"),
                      HasSubstr("- {name: rate, values: [10, 20.5]}"),
                      HasSubstr("- {value: median(goodput), between:")));
    const LoadedScenario again = ReadScenario(SourceText("f", text));
    ASSERT_TRUE(again.sweep) << HeadlinesOf(again) << text;
    EXPECT_EQ(again.sweep->Text(*again.scenario), text);
    EXPECT_EQ(again.sweep->Hash(*again.scenario), loaded.sweep->Hash(*loaded.scenario));
    EXPECT_EQ(loaded.sweep->ScenarioAt(0).title, "${x} at 10");
}

TEST(Sweep, ARoleThatVariesIsShownWithoutADefaultThatDependsOnIt)
{
    const LoadedScenario loaded = ReadScenario(
        SourceText("f",
                   With(SmallScenario(), "timeline:", "kwik: {paths: {max: 1}}\ntimeline:") +
                       "sweep:\n  - {name: x, values: [server, router]}\n"));
    EXPECT_THAT(HeadlinesOf(loaded), HasSubstr("'x' is used nowhere"));
    const std::string text = With(SweptByRate(),
                                  "  mirror: {role: server}",
                                  "  mirror: {role: server}\n  extra: {role: \"${rate}\"}");
    const LoadedScenario roles = ReadScenario(SourceText(
        "f",
        With(With(With(text, "[10, 20.5]", "[server, router]"), "${rate} Mbit/s", "9 Mbit/s"),
             "discovery:",
             "  - {between: [extra, client], rate: 1 Mbit/s, delay: 1 ms}\n"
             "discovery:")));
    ASSERT_TRUE(roles.sweep) << HeadlinesOf(roles);
    const std::string shown = roles.sweep->Text(*roles.scenario);
    EXPECT_THAT(shown, HasSubstr("extra: {role: \"${rate}\"}"));
    EXPECT_TRUE(ReadScenario(SourceText("f", shown)).scenario);
}

TEST(Sweep, ItsHashChangesWithWhatATableHolds)
{
    const Folder folder;
    const std::string text = Swept("${rate} Mbit/s", "  - {csv: t.csv}\n");
    folder.Write("t.csv", "rate\n10\n20\n");
    const LoadedScenario before = folder.Read(text);
    folder.Write("t.csv", "rate\n10\n21\n");
    const LoadedScenario after = folder.Read(text);
    EXPECT_EQ(before.sweep->Text(*before.scenario), after.sweep->Text(*after.scenario));
    EXPECT_NE(before.sweep->Hash(*before.scenario), after.sweep->Hash(*after.scenario));
}

TEST(Sweep, ReadsTheChosenRowsOfATableBesideTheScenario)
{
    const Folder folder;
    folder.Write("t.csv", "rate,wait\r\n10,1\r\n20,2\r\n30,3\r\n");
    const LoadedScenario loaded =
        folder.Read(With(Swept("${rate} Mbit/s", "  - {csv: t.csv, rows: every 2}\n"),
                         "at: 1 s",
                         "at: \"${wait} s\""));
    ASSERT_TRUE(loaded.sweep) << HeadlinesOf(loaded);
    ASSERT_EQ(loaded.sweep->Count(), 2U);
    EXPECT_EQ(ToText(loaded.sweep->PointAt(1)), "rate = 30, wait = 3");
    const LoadedScenario late =
        folder.Read(Swept("${rate} Mbit/s ${wait}", "  - {csv: t.csv, rows: 2..4}\n"));
    EXPECT_THAT(HeadlinesOf(late),
                HasSubstr("rows: '2..4' reaches beyond the table; it has 3 rows"));
}

TEST(Sweep, TellsWhatIsWrongInATableWithItsPlace)
{
    const Folder folder;
    EXPECT_THAT(folder.RefusedIn("rate,rate\n1,2\n"),
                testing::ElementsAre(Tells(Position{1, 6}, "duplicate column 'rate'")));
    EXPECT_THAT(folder.RefusedIn("Rate\n1\n"),
                testing::ElementsAre(Tells(Position{1, 1}, "'Rate' is not a name")));
    EXPECT_THAT(folder.RefusedIn("rate,x\n1,\n"),
                testing::ElementsAre(Tells(Position{2, 3}, "x: an empty value")));
    EXPECT_THAT(folder.RefusedIn("rate\n\"1\n2\"\n"),
                testing::ElementsAre(Tells(Position{2, 1}, "is not one line of text")));
    EXPECT_THAT(folder.RefusedIn("rate\n1,2\n"),
                testing::ElementsAre(Tells(Position{2, 3}, "a row of 2 values")));
}

TEST(Sweep, AColumnThatNobodyUsesIsTold)
{
    const Folder folder;
    folder.Write("t.csv", "rate,id\n10,a\n");
    const LoadedScenario loaded = folder.Read(Swept("${rate} Mbit/s", "  - {csv: t.csv}\n"));
    EXPECT_THAT(HeadlinesOf(loaded), HasSubstr("the parameter 'id' of 't.csv' is used nowhere"));
}

TEST(Sweep, AMistakeIsToldWhereItsParameterStandsWithTheFirstPoint)
{
    EXPECT_EQ(ErrorsIn(Swept("${rate} Mbit/s", "  - {name: rate, values: [10, x, y]}\n")),
              "f:9:40: error: rate: 'x Mbit/s' is not a rate; write for example '10 Mbit/s'; "
              "allowed: bit/s, kbit/s, Mbit/s, Gbit/s (in point 2: rate = x; and in 1 more)\n");
}

TEST(Sweep, AMistakeOfAllPointsIsToldOnceAndWithoutAPoint)
{
    EXPECT_EQ(ErrorsIn(With(SweptByRate(), "crash: mirror", "crash: miror")),
              "f:16:22: error: crash: there is no host 'miror' (did you mean 'mirror'?); allowed: "
              "client, primary, mirror\n");
}

TEST(Sweep, AMistakeElsewhereThatOnlySomePointsHaveNamesOne)
{
    const std::string axes = "  - {name: end, values: [10, 0.5, 2]}\n";
    EXPECT_EQ(ErrorsIn(With(Swept("9 Mbit/s", axes), "duration: 10 s", "duration: \"${end} s\"")),
              "f:16:10: error: at: 1 s is not before the end of the run at 500 ms (in point 2: end "
              "= 0.5)\n");
}

TEST(Sweep, WhatIsWrongBesideABrokenSweepIsToldAsWell)
{
    const std::string errors = ErrorsIn(
        With(Swept("${rate} Mbit/s", "  - {csv: none.csv}\n"), "delay: 30 ms", "delay: 30"));
    EXPECT_THAT(errors,
                AllOf(HasSubstr("csv: 'none.csv': there is no such file"),
                      HasSubstr("delay: '30' has no unit"),
                      Not(HasSubstr("rate"))));
}

TEST(Sweep, HasAHundredThousandPointsAtMost)
{
    const std::string two = "  - {name: rate, uniform: [10, 99], count: 1000}\n";
    const std::string wait = "  - {name: wait, uniform: [1, 9], count: ";
    EXPECT_THAT(
        ErrorsIn(
            With(Swept("${rate} Mbit/s", two + wait + "101}\n"), "at: 1 s", "at: \"${wait} s\"")),
        HasSubstr("more points than are allowed, which is 100000"));
}

TEST(Sweep, TheSchemaKnowsParametersAndSweeps)
{
    auto schema = nlohmann::json::parse(JsonSchema());
    const JsonSchemaCheck check(schema["$defs"]["axis-of-the-sweep"]);
    EXPECT_EQ(check.Objection({{"name", "x"}, {"values", {1, 0.5, "a"}}}), "");
    EXPECT_EQ(check.Objection({{"name", "x"}, {"uniform", {0.5, 2}}, {"count", 3}}), "");
    EXPECT_EQ(check.Objection({{"csv", "t.csv"}, {"rows", "every 10"}}), "");
    EXPECT_NE(check.Objection({{"csv", "t.csv"}, {"rows", "every other"}}), "");
    EXPECT_NE(check.Objection({{"name", "x"}}), "");
    EXPECT_NE(check.Objection({{"name", "x"}, {"uniform", {0.5, 2}}}), "");
    EXPECT_NE(check.Objection({{"values", {1}}}), "");
    EXPECT_NE(check.Objection({{"name", "x"}, {"values", {1}}, {"csv", "t.csv"}}), "");
}

TEST(Sweep, TheCommittedOneIsSound)
{
    const LoadedScenario loaded = LoadScenario(RepositoryPath("scenarios/sweep-loss.yaml"));
    ASSERT_TRUE(loaded.sweep) << HeadlinesOf(loaded);
    EXPECT_EQ(loaded.sweep->Count(), 5U);
    ASSERT_TRUE(loaded.scenario->conclude);
    EXPECT_EQ(loaded.scenario->conclude->size(), 4U);
}

} // namespace kwik::experiment::test

#include "experiment/sweep/decimal.h"
#include "experiment/sweep/draw-uniform.h"
#include "experiment/sweep/placeholders.h"
#include "experiment/sweep/row-choice.h"
#include "experiment/sweep/sweep-grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

namespace kwik::experiment::test
{

namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

SweepSpec
Uniform(const char* low, const char* high, std::uint32_t count)
{
    SweepSpec spec;
    spec.name = "x";
    spec.uniform = {ParseDecimal(low).Value(), ParseDecimal(high).Value()};
    spec.count = count;
    return spec;
}

SweepPoint
PointWith(const std::string& name, const std::string& value)
{
    return {1, {{name, value}}};
}

} // namespace

TEST(SweepGrid, CrossesItsAxesAndChangesTheLastOneFirst)
{
    const SweepGrid grid(
        {{{"rate", "delay"}, {{"10", "5"}, {"20", "7"}}}, {{"loss"}, {{"0"}, {"1"}, {"2"}}}});
    EXPECT_EQ(grid.Count(), 6U);
    EXPECT_THAT(grid.ParameterNames(), ElementsAre("rate", "delay", "loss"));
    EXPECT_EQ(ToText(grid.At(0)), "rate = 10, delay = 5, loss = 0");
    EXPECT_EQ(ToText(grid.At(2)), "rate = 10, delay = 5, loss = 2");
    EXPECT_EQ(ToText(grid.At(3)), "rate = 20, delay = 7, loss = 0");
    EXPECT_EQ(grid.At(5).number, 6U);
}

TEST(SweepGrid, WithoutAxesHasOnePointWithoutParameters)
{
    const SweepGrid grid;
    EXPECT_EQ(grid.Count(), 1U);
    EXPECT_TRUE(grid.At(0).parameters.empty());
    EXPECT_EQ(grid.At(0).Find("x"), nullptr);
}

TEST(RowChoice, TakesRowsFromTheFirstOn)
{
    EXPECT_THAT(ParseRowChoice("every 10").Value().Of(21), ElementsAre(0, 10, 20));
    EXPECT_THAT(ParseRowChoice("every 10").Value().Of(20), ElementsAre(0, 10));
    EXPECT_THAT(ParseRowChoice("2..3").Value().Of(9), ElementsAre(1, 2));
    EXPECT_THAT(ParseRowChoice("2..9 every 3").Value().Of(9), ElementsAre(1, 4, 7));
    EXPECT_THAT(ParseRowChoice("all").Value().Of(2), ElementsAre(0, 1));
    EXPECT_THAT(ParseRowChoice("every 9223372036854775807").Value().Of(5), ElementsAre(0));
}

TEST(RowChoice, IsWrittenAsItIsRead)
{
    for (const char* text : {"all", "every 10", "1..5", "2..9 every 3"})
    {
        EXPECT_EQ(ToText(ParseRowChoice(text).Value()), text);
    }
    for (const char* text :
         {"", "every", "every 0", "every -1", "0..5", "5..4", "1..", "all every 2", "1..5every 2"})
    {
        EXPECT_FALSE(ParseRowChoice(text).IsOk()) << text;
    }
}

TEST(Decimal, KeepsItsDecimals)
{
    for (const char* text : {"0", "500", "0.25", "2.50", "0.000000001", "999999999999999999"})
    {
        EXPECT_EQ(ToText(ParseDecimal(text).Value()), text);
    }
    for (const char* text : {"", "-1", "+1", ".5", "5.", "1e3", "05", "1,5", "0.0000000001", "x"})
    {
        EXPECT_FALSE(ParseDecimal(text).IsOk()) << text;
    }
    EXPECT_FALSE(ParseDecimal("9999999999999999999").IsOk());
}

TEST(DrawUniform, DrawsTheSameNumbersEverywhere)
{
    const std::vector<std::string> drawn = DrawUniform(Uniform("500", "5000", 4)).Value();
    EXPECT_THAT(drawn, ElementsAre("3472", "1589", "822", "2537"));
    EXPECT_THAT(DrawUniform(Uniform("0.5", "2.25", 3)).Value(),
                ElementsAre("0.50", "2.16", "1.97"));
}

TEST(DrawUniform, StaysWithinItsBoundsAndReachesBoth)
{
    const std::vector<std::string> drawn = DrawUniform(Uniform("3", "5", 200)).Value();
    const std::set<std::string> seen(drawn.begin(), drawn.end());
    EXPECT_THAT(seen, ElementsAre("3", "4", "5"));
}

TEST(DrawUniform, BeginsAlikeAndDependsOnSeedAndName)
{
    SweepSpec spec = Uniform("1", "1000000", 3);
    const std::vector<std::string> three = DrawUniform(spec).Value();
    spec.count = 5;
    const std::vector<std::string> five = DrawUniform(spec).Value();
    EXPECT_EQ(three, std::vector<std::string>(five.begin(), five.begin() + 3));
    spec.seed = 1;
    EXPECT_EQ(DrawUniform(spec).Value(), five);
    spec.seed = 2;
    EXPECT_NE(DrawUniform(spec).Value(), five);
    spec.seed = 1;
    spec.name = "y";
    EXPECT_NE(DrawUniform(spec).Value(), five);
}

TEST(DrawUniform, RefusesBoundsThatAreNotInOrder)
{
    EXPECT_FALSE(DrawUniform(Uniform("2", "2.0", 1)).IsOk());
    EXPECT_FALSE(DrawUniform(Uniform("2.1", "2", 1)).IsOk());
    EXPECT_TRUE(DrawUniform(Uniform("2", "2.1", 1)).IsOk());
    EXPECT_FALSE(DrawUniform(Uniform("0.000000001", "999999999999999999", 1)).IsOk());
}

TEST(Placeholders, AreFilledAloneAndInsideAText)
{
    const SweepPoint point{1, {{"a", "5"}, {"b", "ms"}}};
    EXPECT_EQ(Filled(std::string_view("${a} ${b}"), point), "5 ms");
    EXPECT_EQ(Filled(std::string_view("x${a}${a}y"), point), "x55y");
    EXPECT_EQ(Filled(std::string_view("$a {a} $"), point), "$a {a} $");
}

TEST(Placeholders, WhatIsFilledInIsNotLookedIntoAgain)
{
    EXPECT_EQ(Filled(std::string_view("${a}"), PointWith("a", "${b}")), "${b}");
}

TEST(Placeholders, TwoDollarsStandForOne)
{
    EXPECT_EQ(Filled(std::string_view("$${a}"), {}), "${a}");
    EXPECT_EQ(Filled(std::string_view("$$${a}"), {}), "$${a}");
    for (const char* text : {"${a}", "$${a}", "$$$${", "$", "${", "a$${b}${c", "$$"})
    {
        const Node escaped = Escaped(ScalarNode(text));
        ASSERT_TRUE(PlaceholdersIn(escaped.scalar).IsOk()) << escaped.scalar;
        EXPECT_EQ(Filled(escaped, {}).scalar, text);
    }
}

TEST(Placeholders, RefuseWhatIsNoParameter)
{
    EXPECT_THAT(PlaceholdersIn("${a} ${b}").Value(), ElementsAre("a", "b"));
    EXPECT_THAT(PlaceholdersIn("x ${a").Why(), HasSubstr("never closed"));
    EXPECT_THAT(PlaceholdersIn("${}").Why(), HasSubstr("'' is not a name"));
    EXPECT_THAT(PlaceholdersIn("${A}").Why(), HasSubstr("'A' is not a name"));
    EXPECT_THAT(PlaceholdersIn("${a*2}").Why(), HasSubstr("'a*2' is not a name"));
}

} // namespace kwik::experiment::test

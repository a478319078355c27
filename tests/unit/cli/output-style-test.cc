#include "cli/output-style.h"

#include <gtest/gtest.h>
#include <map>

namespace kwik::cli::test
{

namespace
{

OutputStyle
StyleWith(bool isTerminal, const std::map<std::string, std::string>& variables)
{
    return Decide({isTerminal, 0, [&variables](const char* name) {
                       const auto found = variables.find(name);
                       return found == variables.end() ? nullptr : found->second.c_str();
                   }});
}

} // namespace

TEST(OutputStyle, HasColourOnTerminalsOnly)
{
    EXPECT_TRUE(StyleWith(true, {}).hasColour);
    EXPECT_TRUE(StyleWith(true, {}).isTerminal);
    EXPECT_FALSE(StyleWith(false, {}).hasColour);
    EXPECT_FALSE(StyleWith(false, {}).isTerminal);
}

TEST(OutputStyle, ObeysNoColorUnlessItIsEmpty)
{
    EXPECT_FALSE(StyleWith(true, {{"NO_COLOR", "0"}}).hasColour);
    EXPECT_TRUE(StyleWith(true, {{"NO_COLOR", "0"}}).isTerminal);
    EXPECT_TRUE(StyleWith(true, {{"NO_COLOR", ""}}).hasColour);
}

TEST(OutputStyle, ADumbTerminalIsNone)
{
    EXPECT_FALSE(StyleWith(true, {{"TERM", "dumb"}}).isTerminal);
    EXPECT_FALSE(StyleWith(true, {{"TERM", "dumb"}}).hasColour);
}

TEST(OutputStyle, TheFirstLocaleThatIsSetDecidesTheCharacters)
{
    EXPECT_TRUE(StyleWith(false, {}).isUtf8);
    EXPECT_TRUE(StyleWith(false, {{"LANG", "de_DE.utf8"}}).isUtf8);
    EXPECT_FALSE(StyleWith(false, {{"LANG", "C"}}).isUtf8);
    EXPECT_FALSE(StyleWith(false, {{"LC_ALL", "C"}, {"LANG", "C.UTF-8"}}).isUtf8);
    EXPECT_TRUE(StyleWith(false, {{"LC_ALL", ""}, {"LC_CTYPE", "C.UTF-8"}, {"LANG", "C"}}).isUtf8);
}

TEST(OutputStyle, PaintsOnlyWithColourAndOnlyWhatIsThere)
{
    OutputStyle style;
    EXPECT_EQ(Painted("met", Colour::Good, style), "met");
    style.hasColour = true;
    EXPECT_EQ(Painted("met", Colour::Good, style), "\033[32mmet\033[0m");
    EXPECT_EQ(Painted("met", Colour::Plain, style), "met");
    EXPECT_EQ(Painted("", Colour::Good, style), "");
}

} // namespace kwik::cli::test

#include "cli/text-table.h"

#include <gtest/gtest.h>

namespace kwik::cli::test
{

TEST(TextTable, AlignsBothSidesAndEndsLinesWithoutSpaces)
{
    TextTable table({{"name", Align::Left}, {"value"}, {"verdict", Align::Left}});
    table.Add({{"a"}, {"1"}, {"met"}});
    table.Add({{"longer"}, {"1000 kB"}, {""}});
    EXPECT_EQ(table.Text({}),
              "  name      value  verdict\n"
              "  a             1  met\n"
              "  longer  1000 kB\n");
}

TEST(TextTable, KeepsTheColumnsAfterAnEmptyCell)
{
    TextTable table({{"a", Align::Left}, {"b", Align::Left}, {"c"}});
    table.Add({{""}, {""}, {"3"}});
    EXPECT_EQ(table.Text({}), "  a  b  c\n        3\n");
}

TEST(TextTable, CountsCharactersAndNotBytes)
{
    TextTable table({{"mean"}, {"x"}});
    table.Add({{"3 ± 1"}, {"y"}});
    EXPECT_EQ(table.Text({}), "   mean  x\n  3 ± 1  y\n");
}

TEST(TextTable, PaintsTheTextAndNotTheSpace)
{
    OutputStyle style;
    style.hasColour = true;
    TextTable table({{"wide"}});
    table.Add({{"ok", Colour::Good}});
    EXPECT_EQ(table.Text(style), "  \033[2mwide\033[0m\n    \033[32mok\033[0m\n");
}

} // namespace kwik::cli::test

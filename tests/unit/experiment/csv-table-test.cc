#include "experiment/sweep/csv-table.h"
#include "experiment/text/diagnostic-printer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

namespace
{

std::optional<CsvTable>
Read(std::string_view text)
{
    Diagnostics diagnostics;
    return ReadCsv(SourceText("t.csv", text), diagnostics);
}

/// The errors in @p text, one headline a line.
std::string
ErrorsOf(std::string_view text)
{
    const SourceText source("t.csv", text);
    Diagnostics diagnostics;
    EXPECT_FALSE(ReadCsv(source, diagnostics));
    std::string headlines;
    for (const Diagnostic& diagnostic : diagnostics.Sorted())
    {
        headlines += Headline(diagnostic, source) + "\n";
    }
    return headlines;
}

std::vector<std::string>
TextsOf(const CsvRow& row)
{
    std::vector<std::string> texts;
    for (const CsvCell& cell : row)
    {
        texts.push_back(cell.text);
    }
    return texts;
}

} // namespace

TEST(CsvTable, HasAHeaderAndRowsWithOrWithoutTheLastLineEnd)
{
    for (const char* text : {"a,b\n1,2\n3,4\n",
                             "a,b\r\n1,2\r\n3,4",
                             "\xef\xbb\xbf"
                             "a,b\n1,2\n3,4"})
    {
        const auto table = Read(text);
        ASSERT_TRUE(table);
        EXPECT_THAT(TextsOf(table->header), testing::ElementsAre("a", "b"));
        ASSERT_EQ(table->rows.size(), 2U);
        EXPECT_THAT(TextsOf(table->rows[1]), testing::ElementsAre("3", "4"));
    }
}

TEST(CsvTable, ReadsQuotesAsRfc4180SaysThem)
{
    const auto table = Read("a,b,c\n\"x, y\",\"say \"\"no\"\"\",\"two\nlines\"\n\"\",,z\n");
    ASSERT_TRUE(table);
    EXPECT_THAT(TextsOf(table->rows[0]), testing::ElementsAre("x, y", "say \"no\"", "two\nlines"));
    EXPECT_THAT(TextsOf(table->rows[1]), testing::ElementsAre("", "", "z"));
    EXPECT_EQ(table->rows[1][2].position, (Position{4, 5}));
}

TEST(CsvTable, KeepsSpacesThatBelongToAValue)
{
    const auto table = Read("a\n x \n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[0][0].text, " x ");
}

TEST(CsvTable, TellsEveryRowThatIsNotAsLongAsTheHeader)
{
    EXPECT_EQ(ErrorsOf("a,b\n1\n1,2\n1,2,3,4\n\n"),
              "t.csv:2:1: error: a row of 1 value; the header has 2 columns\n"
              "t.csv:4:5: error: a row of 4 values; the header has 2 columns\n"
              "t.csv:5:1: error: an empty line; the header has 2 columns\n");
}

TEST(CsvTable, TellsQuotesOutOfPlace)
{
    EXPECT_EQ(ErrorsOf("a,b\n1,\"2\n3,4\n"), "t.csv:2:3: error: this quote is never closed\n");
    EXPECT_THAT(ErrorsOf("a\n1\"2\n"), testing::StartsWith("t.csv:2:2: error: a quote inside"));
    EXPECT_THAT(ErrorsOf("a\n\"1\"2\n"), testing::StartsWith("t.csv:2:4: error: after the quote"));
}

TEST(CsvTable, RefusesWhatHasNoHeaderOrNoRows)
{
    EXPECT_THAT(ErrorsOf(""), testing::StartsWith("t.csv:1:1: error: no header"));
    EXPECT_THAT(ErrorsOf("\n"), testing::StartsWith("t.csv:1:1: error: no header"));
    EXPECT_THAT(ErrorsOf("a,b\n"), testing::StartsWith("t.csv:1:1: error: a header without rows"));
}

TEST(CsvTable, RefusesWhatIsNoText)
{
    EXPECT_EQ(ErrorsOf(std::string_view("a\n\0\n", 4)),
              "t.csv:2:1: error: control character U+0000; a CSV file is UTF-8 text\n");
    EXPECT_EQ(ErrorsOf("a\nx\xff\n"),
              "t.csv:2:2: error: this byte is not UTF-8; a CSV file is UTF-8 text\n");
}

TEST(CsvTable, RefusesBombsWithinBounds)
{
    const std::string large = "a\n" + std::string(10'000'000, '1');
    EXPECT_THAT(ErrorsOf(large), testing::HasSubstr("a CSV file has at most 1 MiB"));
    const std::string commas(1'000'000, ',');
    EXPECT_LT(ErrorsOf("a\n" + commas).size(), 200U);
    const std::string lines(1'000'000, '\n');
    EXPECT_THAT(ErrorsOf("a,b" + lines), testing::HasSubstr("and 999899 more errors"));
    EXPECT_LT(ErrorsOf("a\n\"" + std::string(1'000'000, '"')).size(), 200U);
}

} // namespace kwik::experiment::test

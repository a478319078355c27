#include "experiment/text/quantity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

namespace kwik::experiment::test
{

struct Accepted
{
    Dimension dimension;
    const char* text;
    std::uint64_t value;
};

struct Refused
{
    Dimension dimension;
    const char* text;
    const char* message;
};

TEST(Quantity, EveryUnitMeansItsNumberOfBaseUnits)
{
    const std::vector<Accepted> cases{
        {Dimension::Time, "1 ns", 1},
        {Dimension::Time, "1 us", 1'000},
        {Dimension::Time, "1 ms", 1'000'000},
        {Dimension::Time, "1 s", 1'000'000'000},
        {Dimension::Time, "1 min", 60'000'000'000},
        {Dimension::Time, "1 h", 3'600'000'000'000},
        {Dimension::Rate, "1 bit/s", 1},
        {Dimension::Rate, "1 kbit/s", 1'000},
        {Dimension::Rate, "1 Mbit/s", 1'000'000},
        {Dimension::Rate, "1 Gbit/s", 1'000'000'000},
        {Dimension::Size, "1 B", 1},
        {Dimension::Size, "1 kB", 1'000},
        {Dimension::Size, "1 MB", 1'000'000},
        {Dimension::Size, "1 GB", 1'000'000'000},
        {Dimension::Size, "1 KiB", 1'024},
        {Dimension::Size, "1 MiB", 1'048'576},
        {Dimension::Size, "1 GiB", 1'073'741'824},
        {Dimension::Share, "1 %", 10'000},
        {Dimension::Count, "1", 1},
        {Dimension::Flag, "yes", 1},
        {Dimension::Flag, "true", 1},
        {Dimension::Flag, "no", 0},
        {Dimension::Flag, "false", 0},
    };
    for (const Accepted& one : cases)
    {
        const Parsed<std::uint64_t> parsed = ParseQuantity(one.text, one.dimension);
        ASSERT_TRUE(parsed.IsOk()) << one.text << ": " << parsed.Why();
        EXPECT_EQ(parsed.Value(), one.value) << one.text;
    }
}

TEST(Quantity, AcceptsWhatIsExactUpToTheLastValueThatFits)
{
    const std::vector<Accepted> cases{
        {Dimension::Time, "0.5 ms", 500'000},
        {Dimension::Time, "0.000000001 s", 1},
        {Dimension::Time, "0.50000 us", 500},
        {Dimension::Time, "50ms", 50'000'000},
        {Dimension::Time, "0 s", 0},
        {Dimension::Time, "1.000000000000000000000000 ns", 1},
        {Dimension::Time, "9223372036854775807 ns", LARGEST_QUANTITY},
        {Dimension::Time, "9223372036.854775807 s", LARGEST_QUANTITY},
        {Dimension::Size, "0.0009765625 MiB", 1'024},
        {Dimension::Size, "0.5 KiB", 512},
        {Dimension::Share, "0.0001 %", 1},
        {Dimension::Share, "100 %", 1'000'000},
        {Dimension::Count, "9223372036854775807", LARGEST_QUANTITY},
    };
    for (const Accepted& one : cases)
    {
        const Parsed<std::uint64_t> parsed = ParseQuantity(one.text, one.dimension);
        ASSERT_TRUE(parsed.IsOk()) << one.text << ": " << parsed.Why();
        EXPECT_EQ(parsed.Value(), one.value) << one.text;
    }
}

const std::vector<Refused> REFUSED{
    {Dimension::Time,
     "50",
     "'50' has no unit; write for example '50 ms'; allowed: ns, us, ms, s, min, h"},
    {Dimension::Time, "0", "'0' has no unit; write for example '0 ms'"},
    {Dimension::Time, "50 ", "'50 ' has no unit"},
    {Dimension::Time, "", "'' is not a duration; write for example '50 ms'; allowed: ns, us"},
    {Dimension::Time, "ms", "'ms' is not a duration"},
    {Dimension::Time, "fast", "'fast' is not a duration"},
    {Dimension::Time, "-5 ms", "'-5 ms' is negative"},
    {Dimension::Time, "+5 ms", "'+5 ms' is not a duration"},
    {Dimension::Time, " 5 ms", "' 5 ms' is not a duration"},
    {Dimension::Time, "5  ms", "'5  ms' has more than one space before its unit"},
    {Dimension::Time, "5 ms ", "'5 ms ' has the unknown unit 'ms ' (did you mean 'ms'?)"},
    {Dimension::Time, "5\tms", "'5?ms' has the unknown unit '?ms' (did you mean 'ms'?)"},
    {Dimension::Time, "5 MS", "'5 MS' has the unknown unit 'MS' (did you mean 'ms'?); allowed"},
    {Dimension::Time, "5 sec", "'5 sec' has the unknown unit 'sec'"},
    {Dimension::Time, "5 Mbit/s", "'5 Mbit/s' has the unknown unit 'Mbit/s'; allowed: ns, us"},
    {Dimension::Time, "05 ms", "'05 ms' has a leading zero"},
    {Dimension::Time, "1,5 ms", "'1,5 ms' has a comma; decimals follow a point"},
    {Dimension::Time, "1. ms", "'1. ms' needs a digit after the point"},
    {Dimension::Time, ".5 ms", "'.5 ms' is not a duration"},
    {Dimension::Time, "1e3 ms", "'1e3 ms' has the unknown unit 'e3 ms'"},
    {Dimension::Time, "1.5.2 ms", "'1.5.2 ms' has the unknown unit '.2 ms'"},
    {Dimension::Time, "0x10 ms", "'0x10 ms' has the unknown unit 'x10 ms'"},
    {Dimension::Time, "nan ms", "'nan ms' is not a duration"},
    {Dimension::Time, "inf", "'inf' is not a duration"},
    {Dimension::Time,
     "0.5 ns",
     "'0.5 ns': conversion would lose precision; the smallest step is 1 ns"},
    {Dimension::Time, "0.0000000001 s", "conversion would lose precision"},
    {Dimension::Time, "0.1234567890123456789012 s", "conversion would lose precision"},
    {Dimension::Time, "9223372036854775808 ns", "is too large; the largest value is 9223372036"},
    {Dimension::Time, "9223372036.854775808 s", "is too large"},
    {Dimension::Time, "99999999999999999999999999999999999999999 s", "is too large"},
    {Dimension::Time, "2562048 h", "is too large"},
    {Dimension::Rate,
     "50",
     "'50' has no unit; write for example '50 Mbit/s'; allowed: bit/s, kbit"},
    {Dimension::Rate, "10 mbit/s", "unknown unit 'mbit/s' (did you mean 'Mbit/s'?)"},
    {Dimension::Rate, "10 Mbps", "unknown unit 'Mbps'"},
    {Dimension::Rate, "10 MB/s", "unknown unit 'MB/s'"},
    {Dimension::Size, "50", "'50' has no unit; write for example '50 KiB'; allowed: B, kB, KiB"},
    {Dimension::Size, "50 KB", "unknown unit 'KB' (did you mean 'kB'?)"},
    {Dimension::Size, "50 Mbit", "unknown unit 'Mbit'"},
    {Dimension::Size, "0.5 B", "conversion would lose precision; the smallest step is 1 B"},
    {Dimension::Share, "0.02", "'0.02' has no unit; write for example '2 %'; allowed: %"},
    {Dimension::Share, "2 percent", "unknown unit 'percent'"},
    {Dimension::Share, "0.00001 %", "conversion would lose precision; the smallest step is 0.0001"},
    {Dimension::Count, "3.5", "'3.5' is not a whole number; write for example '3'"},
    {Dimension::Count, "3 s", "'3 s' is not a whole number"},
    {Dimension::Count, "3 ", "'3 ' is not a whole number"},
    {Dimension::Count, "three", "'three' is not a whole number"},
    {Dimension::Count, "-1", "'-1' is negative"},
    {Dimension::Count, "9223372036854775808", "is too large"},
    {Dimension::Flag, "on", "'on' is neither yes nor no; allowed: yes, no, true, false"},
    {Dimension::Flag, "Yes", "'Yes' is neither yes nor no"},
    {Dimension::Flag, "1", "'1' is neither yes nor no"},
};

TEST(Quantity, RefusesEverythingElseWithASentenceThatTeaches)
{
    for (const Refused& one : REFUSED)
    {
        const Parsed<std::uint64_t> parsed = ParseQuantity(one.text, one.dimension);
        ASSERT_FALSE(parsed.IsOk()) << one.text << " was read as " << parsed.Value();
        EXPECT_THAT(parsed.Why(), testing::HasSubstr(one.message)) << one.text;
    }
}

TEST(Quantity, TheUnitDecidesTheDimensionWhereAnyIsAllowed)
{
    EXPECT_EQ(ParseAnyQuantity("50 MB").Value(), (Quantity{Dimension::Size, 50'000'000}));
    EXPECT_EQ(ParseAnyQuantity("1 ms").Value(), (Quantity{Dimension::Time, 1'000'000}));
    EXPECT_EQ(ParseAnyQuantity("5 Mbit/s").Value(), (Quantity{Dimension::Rate, 5'000'000}));
    EXPECT_EQ(ParseAnyQuantity("90 %").Value(), (Quantity{Dimension::Share, 900'000}));
    EXPECT_EQ(ParseAnyQuantity("3").Value(), (Quantity{Dimension::Count, 3}));
    EXPECT_EQ(ParseAnyQuantity("yes").Value(), (Quantity{Dimension::Flag, 1}));
    EXPECT_THAT(ParseAnyQuantity("3 foo").Why(), testing::HasSubstr("unknown unit 'foo'"));
    EXPECT_THAT(ParseAnyQuantity("0.5 ns").Why(), testing::HasSubstr("lose precision"));
}

TEST(Quantity, IsWrittenInTheLargestUnitThatIsExact)
{
    EXPECT_EQ(ToText({Dimension::Time, 60'000'000'000}), "1 min");
    EXPECT_EQ(ToText({Dimension::Time, 61'000'000'000}), "61 s");
    EXPECT_EQ(ToText({Dimension::Time, 1'500'000'000}), "1500 ms");
    EXPECT_EQ(ToText({Dimension::Time, 1'500'000'001}), "1500000001 ns");
    EXPECT_EQ(ToText({Dimension::Time, 0}), "0 s");
    EXPECT_EQ(ToText({Dimension::Size, 65'536}), "64 KiB");
    EXPECT_EQ(ToText({Dimension::Size, 1'500}), "1500 B");
    EXPECT_EQ(ToText({Dimension::Share, 25'000}), "2.5 %");
    EXPECT_EQ(ToText({Dimension::Share, 1}), "0.0001 %");
    EXPECT_EQ(ToText({Dimension::Flag, 0}), "no");
}

TEST(Quantity, WhatIsWrittenReadsBackAsTheSameValue)
{
    const std::vector<std::uint64_t> values{0,
                                            1,
                                            999,
                                            1'000,
                                            1'001,
                                            1'024,
                                            9'999,
                                            10'000,
                                            10'001,
                                            59'999'999'999,
                                            60'000'000'000,
                                            123'456'789'012'345,
                                            LARGEST_QUANTITY};
    for (const Dimension dimension :
         {Dimension::Time, Dimension::Rate, Dimension::Size, Dimension::Share, Dimension::Count})
    {
        for (const std::uint64_t value : values)
        {
            const std::string text = ToText({dimension, value});
            const Parsed<std::uint64_t> parsed = ParseQuantity(text, dimension);
            ASSERT_TRUE(parsed.IsOk()) << text << ": " << parsed.Why();
            EXPECT_EQ(parsed.Value(), value) << text;
        }
    }
}

TEST(Quantity, PeopleSeeFourDigitsRoundedHalfUp)
{
    EXPECT_EQ(ToRoundedText({Dimension::Rate, 51'234'567}), "51.23 Mbit/s");
    EXPECT_EQ(ToRoundedText({Dimension::Rate, 51'235'000}), "51.24 Mbit/s");
    EXPECT_EQ(ToRoundedText({Dimension::Time, 103'249'999}), "103.2 ms");
    EXPECT_EQ(ToRoundedText({Dimension::Time, 999'960'000}), "1000 ms");
    EXPECT_EQ(ToRoundedText({Dimension::Time, 123'456'789'000}), "123.5 s");
    EXPECT_EQ(ToRoundedText({Dimension::Size, 50'000'000}), "50 MB");
    EXPECT_EQ(ToRoundedText({Dimension::Size, 12'345'678'901'234}), "12346 GB");
    EXPECT_EQ(ToRoundedText({Dimension::Share, 923'456}), "92.35 %");
    EXPECT_EQ(ToRoundedText({Dimension::Share, 1}), "0.0001 %");
    EXPECT_EQ(ToRoundedText({Dimension::Time, 7}), "7 ns");
    EXPECT_EQ(ToRoundedText({Dimension::Count, 123'456}), "123456");
}

TEST(Quantity, PeopleSeeDecimalUnitsNoLargerThanTheValue)
{
    EXPECT_EQ(RoundingUnit({Dimension::Size, 1'000'000}).symbol, "MB");
    EXPECT_EQ(RoundingUnit({Dimension::Size, 999'999}).symbol, "kB");
    EXPECT_EQ(RoundingUnit({Dimension::Time, 3'600'000'000'000}).symbol, "s");
    EXPECT_EQ(RoundingUnit({Dimension::Rate, 0}).symbol, "bit/s");
    EXPECT_EQ(RoundingUnit({Dimension::Share, 1}).symbol, "%");
    EXPECT_EQ(RoundingUnit({Dimension::Count, 5}).symbol, "");
    EXPECT_EQ(RoundingUnit({Dimension::Count, 5}).factor, 1U);
}

} // namespace kwik::experiment::test

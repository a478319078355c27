#include "protocol-core/base/prng.h"
#include "protocol-core/wire/varint.h"
#include "tests/support/byte-strings.h"

#include <gtest/gtest.h>

namespace kwik::test
{

namespace
{

ByteVector
Encoded(std::uint64_t value)
{
    ByteVector bytes;
    AppendVarint(bytes, value);
    return bytes;
}

struct Boundary
{
    std::uint64_t value;
    std::size_t length;
};

/// The last value of every length and the first of the next one (RFC 9000 section 16, table 4).
constexpr Boundary BOUNDARIES[] = {{0, 1},
                                   {63, 1},
                                   {64, 2},
                                   {16'383, 2},
                                   {16'384, 4},
                                   {1'073'741'823, 4},
                                   {1'073'741'824, 8},
                                   {4'611'686'018'427'387'903, 8}};

} // namespace

TEST(Varint, ReadsTheSamplesOfRfc9000AppendixA1)
{
    const std::pair<std::string_view, std::uint64_t> samples[] = {
        {"c2197c5eff14e88c", 151'288'809'941'952'652},
        {"9d7f3e7d", 494'878'333},
        {"7bbd", 15'293},
        {"25", 37},
        {"4025", 37},
    };
    for (const auto& [hex, value] : samples)
    {
        const ByteVector bytes = FromHex(hex);
        WireReader reader(bytes);
        EXPECT_EQ(reader.Varint(), value) << hex;
        EXPECT_TRUE(reader.IsComplete()) << hex;
        EXPECT_EQ(reader.Consumed(), bytes.size()) << hex;
    }
}

TEST(Varint, WritesTheShortestOfTheSamples)
{
    EXPECT_EQ(ToHex(Encoded(151'288'809'941'952'652)), "c2197c5eff14e88c");
    EXPECT_EQ(ToHex(Encoded(494'878'333)), "9d7f3e7d");
    EXPECT_EQ(ToHex(Encoded(15'293)), "7bbd");
    EXPECT_EQ(ToHex(Encoded(37)), "25");
}

TEST(Varint, ChangesItsLengthExactlyAtTheBoundaries)
{
    for (const Boundary& boundary : BOUNDARIES)
    {
        const ByteVector bytes = Encoded(boundary.value);
        EXPECT_EQ(bytes.size(), boundary.length) << boundary.value;
        WireReader reader(bytes);
        EXPECT_EQ(reader.Varint(), boundary.value);
        EXPECT_TRUE(reader.IsComplete());
    }
}

TEST(Varint, LargerThan62BitsIsAMistake)
{
    EXPECT_EQ(VARINT_MAX, 4'611'686'018'427'387'903U);
    EXPECT_DEATH(Encoded(VARINT_MAX + 1), "assertion failed");
    EXPECT_DEATH(Encoded(UINT64_MAX), "assertion failed");
}

TEST(Varint, CutShortIsIncompleteAndZero)
{
    for (const Boundary& boundary : BOUNDARIES)
    {
        const ByteVector bytes = Encoded(boundary.value);
        for (std::size_t size = 0; size < bytes.size(); ++size)
        {
            WireReader reader(ByteView(bytes).first(size));
            EXPECT_EQ(reader.Varint(), 0U) << boundary.value << " cut to " << size;
            EXPECT_FALSE(reader.IsComplete()) << boundary.value << " cut to " << size;
            EXPECT_EQ(reader.Consumed(), 0U);
        }
    }
}

TEST(Varint, ReadsBackWhateverWasWritten)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        ByteVector bytes;
        std::vector<std::uint64_t> values;
        for (int i = 0; i < 10'000; ++i)
        {
            values.push_back(prng.Next() >> (2 + prng.Below(62)));
            AppendVarint(bytes, values.back());
        }
        WireReader reader(bytes);
        for (const std::uint64_t value : values)
        {
            ASSERT_EQ(reader.Varint(), value);
        }
        EXPECT_TRUE(reader.IsComplete());
        EXPECT_EQ(reader.Consumed(), bytes.size());
    }
}

TEST(WireReader, ReadsFieldsInOrder)
{
    const ByteVector bytes = FromHex("07 4025 deadbeef 6162 01");
    WireReader reader(bytes);
    EXPECT_EQ(reader.Byte(), 7U);
    EXPECT_EQ(reader.Varint(), 37U);
    EXPECT_EQ(reader.BigEndian32(), 0xdeadbeefU);
    EXPECT_EQ(AsText(reader.Bytes(2)), "ab");
    EXPECT_EQ(reader.Consumed(), 9U);
    EXPECT_EQ(reader.Bytes(1).size(), 1U);
    EXPECT_TRUE(reader.IsComplete());
    EXPECT_TRUE(reader.Bytes(0).empty());
    EXPECT_TRUE(reader.IsComplete());
}

TEST(WireReader, FailsFromTheFirstFieldOnThatIsNotWhollyThere)
{
    const ByteVector bytes = FromHex("010203");
    WireReader reader(bytes);
    EXPECT_EQ(reader.BigEndian32(), 0U);
    EXPECT_FALSE(reader.IsComplete());
    EXPECT_EQ(reader.Byte(), 0U);
    EXPECT_EQ(reader.Varint(), 0U);
    EXPECT_TRUE(reader.Bytes(1).empty());
    EXPECT_FALSE(reader.IsComplete());
    EXPECT_EQ(reader.Consumed(), 0U);
}

TEST(WireReader, RefusesALengthThatWouldWrapAround)
{
    const ByteVector bytes = FromHex("010203");
    for (const std::uint64_t count : {std::uint64_t{3}, UINT64_MAX, UINT64_MAX - 1})
    {
        WireReader reader(bytes);
        static_cast<void>(reader.Byte());
        EXPECT_TRUE(reader.Bytes(count).empty());
        EXPECT_FALSE(reader.IsComplete());
    }
}

} // namespace kwik::test

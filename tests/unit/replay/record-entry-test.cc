#include "protocol-core/base/prng.h"
#include "replay/record-entry.h"

#include <gtest/gtest.h>
#include <iostream>
#include <vector>

namespace kwik::replay
{

namespace
{

Entry
Full(EntryKind kind)
{
    return {.kind = kind,
            .flag = 1,
            .at = Instant(std::chrono::nanoseconds(1'234'567'890'123)),
            .peer = Ipv4(0x0a000001, 4433),
            .session = 0xfedcba9876543210,
            .stream = 300,
            .size = 1472,
            .digest = 0x0123456789abcdef,
            .text = "generated/3000000/1",
            .blob = std::string("\0\xff bytes", 8)};
}

/// Every kind there is.
std::vector<EntryKind>
Kinds()
{
    std::vector<EntryKind> kinds;
    for (int number = 0; number < 256; ++number)
    {
        const std::string byte(1, static_cast<char>(number));
        const bool isKnown =
            std::string_view(DecodeEntry(byte).Failure().where) != "no such kind of entry";
        if (isKnown)
        {
            kinds.push_back(static_cast<EntryKind>(number));
        }
    }
    return kinds;
}

std::string
Encoded(const Entry& entry)
{
    std::string bytes;
    Encode(entry, bytes);
    return bytes;
}

TEST(RecordEntry, EachKindComesBackAsTheSameBytes)
{
    ASSERT_EQ(Kinds().size(), 21U);
    for (const EntryKind kind : Kinds())
    {
        const std::string bytes = Encoded(Full(kind));
        const Result<Entry> read = DecodeEntry(bytes);
        ASSERT_TRUE(read.IsOk()) << NameOf(kind);
        EXPECT_EQ(read.Value().kind, kind);
        EXPECT_EQ(Encoded(read.Value()), bytes) << NameOf(kind);
    }
}

TEST(RecordEntry, TheFieldsOfADatagramComeBack)
{
    const Entry full = Full(EntryKind::Datagram);
    const Entry read = DecodeEntry(Encoded(full)).Value();
    EXPECT_EQ(read.at, full.at);
    EXPECT_EQ(read.flag, full.flag);
    EXPECT_EQ(read.peer, full.peer);
    EXPECT_EQ(read.blob, full.blob);
    EXPECT_EQ(read.session, 0U);
}

TEST(RecordEntry, ATimerMayBeArmedForNever)
{
    const Entry armed{.kind = EntryKind::Armed, .at = NEVER};
    EXPECT_EQ(DecodeEntry(Encoded(armed)).Value(), armed);
}

TEST(RecordEntry, BytesThatAreMissingOrLeftOverAreRefused)
{
    for (const EntryKind kind : Kinds())
    {
        const std::string bytes = Encoded(Full(kind));
        for (std::size_t size = 0; size < bytes.size(); ++size)
        {
            EXPECT_FALSE(DecodeEntry(bytes.substr(0, size)).IsOk()) << NameOf(kind) << size;
        }
        EXPECT_FALSE(DecodeEntry(bytes + '\0').IsOk()) << NameOf(kind);
    }
}

TEST(RecordEntry, FlagsThatMeanNothingAreRefused)
{
    Entry sent = Full(EntryKind::Sent);
    sent.flag = 2;
    EXPECT_TRUE(DecodeEntry(Encoded(sent)).IsOk());
    sent.flag = 3;
    EXPECT_FALSE(DecodeEntry(Encoded(sent)).IsOk());
}

TEST(RecordEntry, ATimeBeyondNeverIsRefused)
{
    std::string bytes = Encoded({.kind = EntryKind::Armed, .at = NEVER});
    ASSERT_EQ(bytes.size(), 10U);
    bytes.back() = static_cast<char>(0xff);
    bytes += '\x01'; // 2^64 - 1
    EXPECT_FALSE(DecodeEntry(bytes).IsOk());
}

TEST(RecordEntry, RandomBytesAreReadOrRefused)
{
    constexpr std::uint64_t SEED = 20261121;
    std::cout << "seed " << SEED << "\n";
    Prng random(SEED);
    const std::vector<EntryKind> kinds = Kinds();
    int read = 0;
    for (int i = 0; i < 200'000; ++i)
    {
        std::string bytes = Encoded(Full(kinds[random.Below(kinds.size())]));
        bytes[random.Below(bytes.size())] = static_cast<char>(random.Next());
        const Result<Entry> entry = DecodeEntry(bytes);
        if (entry.IsOk())
        {
            read += 1;
            EXPECT_EQ(DecodeEntry(Encoded(entry.Value())).Value(), entry.Value());
        }
    }
    EXPECT_GT(read, 100'000); // Else this test would show nothing.
    EXPECT_LT(read, 190'000);
}

TEST(RecordEntry, ADigestIsOfEveryByte)
{
    const std::string bytes(1472, 'x');
    for (const std::size_t place : {std::size_t{0}, std::size_t{700}, bytes.size() - 1})
    {
        std::string other = bytes;
        other[place] = 'y';
        EXPECT_NE(DigestOf(AsBytes(other)), DigestOf(AsBytes(bytes)));
    }
    EXPECT_NE(DigestOf(AsBytes(bytes.substr(1))), DigestOf(AsBytes(bytes)));
}

} // namespace

} // namespace kwik::replay

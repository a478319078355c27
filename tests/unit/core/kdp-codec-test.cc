#include "protocol-core/wire/kdp/kdp-codec.h"
#include "protocol-core/wire/varint.h"
#include "tests/support/byte-strings.h"
#include "tests/unit/core/kdp-samples.h"

#include <gtest/gtest.h>
#include <numeric>

namespace kwik::test
{

namespace
{

template <typename MESSAGE>
MESSAGE
OnlyMessageIn(ByteView bytes)
{
    const KdpReading reading = ReadKdp(bytes);
    EXPECT_FALSE(reading.error) << ToHex(bytes);
    EXPECT_EQ(reading.messages.size(), 1U) << ToHex(bytes);
    return std::get<MESSAGE>(reading.messages.at(0));
}

/// A data frame written field by field, so that its fields may be wrong.
struct RawData
{
    std::uint64_t stream{5};
    std::uint64_t offset{9};
    std::uint8_t flags{0};
    std::uint8_t priority{0};
    ByteVector payload = FromHex("0102030405");

    ByteVector Bytes() const
    {
        ByteVector bytes = FromHex("00");
        AppendVarint(bytes, stream);
        AppendVarint(bytes, offset);
        bytes.push_back(std::byte{flags});
        AppendVarint(bytes, payload.size());
        const std::uint32_t checksum = Crc32c(payload);
        for (const unsigned shift : {24U, 16U, 8U, 0U})
        {
            bytes.push_back(static_cast<std::byte>(checksum >> shift));
        }
        bytes.push_back(std::byte{priority});
        Append(bytes, payload);
        return bytes;
    }
};

ByteVector
RawRequest(std::uint64_t offset, std::uint64_t length, std::uint8_t priority)
{
    ByteVector bytes = FromHex("01 05");
    AppendVarint(bytes, offset);
    AppendVarint(bytes, length);
    bytes.push_back(std::byte{priority});
    Append(bytes, FromHex("01 61"));
    return bytes;
}

/// A StreamOpen whose name has @p length bytes.
ByteVector
RawOpen(std::size_t length)
{
    ByteVector bytes = FromHex("03 05");
    AppendVarint(bytes, length);
    Append(bytes, ByteVector(length, std::byte{'n'}));
    return bytes;
}

void
ExpectRefused(ByteView bytes, ErrorCode code, std::string_view where)
{
    const KdpReading reading = ReadKdp(bytes);
    ASSERT_TRUE(reading.error) << ToHex(bytes.first(std::min<std::size_t>(bytes.size(), 40)));
    EXPECT_EQ(reading.error->code, code);
    EXPECT_EQ(reading.error->where, where);
    EXPECT_TRUE(reading.messages.empty());
}

} // namespace

TEST(Crc32c, GivesTheSamplesOfRfc3720AppendixB4)
{
    ByteVector rising(32);
    ByteVector falling(32);
    for (std::size_t i = 0; i < 32; ++i)
    {
        rising[i] = static_cast<std::byte>(i);
        falling[31 - i] = static_cast<std::byte>(i);
    }
    EXPECT_EQ(Crc32c(ByteVector(32)), 0x8a9136aaU);
    EXPECT_EQ(Crc32c(ByteVector(32, std::byte{0xff})), 0x62a8ab43U);
    EXPECT_EQ(Crc32c(rising), 0x46dd794eU);
    EXPECT_EQ(Crc32c(falling), 0x113fdb5cU);
    EXPECT_EQ(Crc32c(AsBytes("123456789")), 0xe3069283U);
    EXPECT_EQ(Crc32c({}), 0U);
}

TEST(KdpCodec, ADataFrameHasItsFieldsInTheirPlaces)
{
    const KdpData data{StreamId{5},
                       ByteCount{0x4567},
                       StreamFinish::Final,
                       RangePriority::Normal,
                       SharedBytes(AsBytes("123456789"))};
    EXPECT_EQ(ToHex(EncodeKdp(data)), "0005800045670109e306928301");
    const auto read = OnlyMessageIn<KdpData>(Whole(data));
    EXPECT_EQ(read.stream, StreamId{5});
    EXPECT_EQ(read.offset, ByteCount{0x4567});
    EXPECT_EQ(read.finish, StreamFinish::Final);
    EXPECT_EQ(read.priority, RangePriority::Normal);
    EXPECT_EQ(AsText(read.payload.View()), "123456789");
}

TEST(KdpCodec, ARangeRequestHasItsFieldsInTheirPlaces)
{
    const KdpRangeRequest request{StreamId{64},
                                  ByteCount{2},
                                  ByteCount{1U << 20},
                                  RangePriority::Urgent,
                                  "ab"};
    EXPECT_EQ(ToHex(EncodeKdp(request)), "014040028010000000026162");
    const auto read = OnlyMessageIn<KdpRangeRequest>(Whole(request));
    EXPECT_EQ(read.stream, StreamId{64});
    EXPECT_EQ(read.offset, ByteCount{2});
    EXPECT_EQ(read.length, ByteCount{1U << 20});
    EXPECT_EQ(read.priority, RangePriority::Urgent);
    EXPECT_EQ(read.content, "ab");
}

TEST(KdpCodec, AStreamExtentHasItsFieldsInTheirPlaces)
{
    const KdpStreamExtent extent{StreamId{1},
                                 ByteCount{100},
                                 ByteCount{50},
                                 StreamFinish::Final,
                                 "x"};
    EXPECT_EQ(ToHex(EncodeKdp(extent)), "0401406432010178");
    const auto read = OnlyMessageIn<KdpStreamExtent>(Whole(extent));
    EXPECT_EQ(read.stream, StreamId{1});
    EXPECT_EQ(read.extent, ByteCount{100});
    EXPECT_EQ(read.pushed, ByteCount{50});
    EXPECT_EQ(read.finish, StreamFinish::Final);
    EXPECT_EQ(read.content, "x");
}

TEST(KdpCodec, TheShortMessagesHaveTheirFieldsInTheirPlaces)
{
    EXPECT_EQ(ToHex(EncodeKdp(KdpRangeTrim{ByteCount{300}})), "02412c");
    EXPECT_EQ(ToHex(EncodeKdp(KdpStreamOpen{StreamId{2}, "name"})), "0302046e616d65");
    EXPECT_EQ(ToHex(EncodeKdp(KdpStreamRefused{StreamId{3}})), "0503");
    EXPECT_EQ(OnlyMessageIn<KdpRangeTrim>(FromHex("02412c")).end, ByteCount{300});
    const auto open = OnlyMessageIn<KdpStreamOpen>(FromHex("0302046e616d65"));
    EXPECT_EQ(open.stream, StreamId{2});
    EXPECT_EQ(open.content, "name");
    EXPECT_EQ(OnlyMessageIn<KdpStreamRefused>(FromHex("0503")).stream, StreamId{3});
}

TEST(KdpCodec, APayloadMayBe64KiBAndNoLonger)
{
    RawData raw;
    raw.payload.resize(KDP_PAYLOAD_MAX);
    EXPECT_EQ(OnlyMessageIn<KdpData>(raw.Bytes()).payload.Size(), KDP_PAYLOAD_MAX);
    raw.payload.resize(KDP_PAYLOAD_MAX + 1);
    ExpectRefused(raw.Bytes(), ErrorCode::TooLarge, "KDP payload");
    raw.payload.clear();
    EXPECT_EQ(OnlyMessageIn<KdpData>(raw.Bytes()).payload.Size(), 0U);
}

TEST(KdpCodec, ATooLongPayloadIsRefusedBeforeItComes)
{
    RawData raw;
    raw.payload.resize(KDP_PAYLOAD_MAX + 1);
    ByteVector bytes = raw.Bytes();
    bytes.resize(12);
    ExpectRefused(bytes, ErrorCode::TooLarge, "KDP payload");
}

TEST(KdpCodec, EveryReservedFlagIsRefused)
{
    for (unsigned bit = 0; bit < 8; ++bit)
    {
        RawData raw;
        raw.flags = static_cast<std::uint8_t>(1U << bit);
        ByteVector extent = FromHex("04 01 05 05 00 00");
        extent[4] = std::byte{raw.flags};
        if (bit == 0)
        {
            EXPECT_EQ(OnlyMessageIn<KdpData>(raw.Bytes()).finish, StreamFinish::Final);
            EXPECT_EQ(OnlyMessageIn<KdpStreamExtent>(extent).finish, StreamFinish::Final);
        }
        else
        {
            ExpectRefused(raw.Bytes(), ErrorCode::Malformed, "KDP reserved flag");
            ExpectRefused(extent, ErrorCode::Malformed, "KDP extent");
        }
    }
}

TEST(KdpCodec, APriorityIsUrgentOrNormal)
{
    for (unsigned value = 0; value < 256; ++value)
    {
        RawData raw;
        raw.priority = static_cast<std::uint8_t>(value);
        const ByteVector request = RawRequest(0, 1, raw.priority);
        if (value < 2)
        {
            EXPECT_EQ(OnlyMessageIn<KdpData>(raw.Bytes()).priority, RangePriority{raw.priority});
            EXPECT_EQ(OnlyMessageIn<KdpRangeRequest>(request).priority,
                      RangePriority{raw.priority});
        }
        else
        {
            ExpectRefused(raw.Bytes(), ErrorCode::Malformed, "KDP priority");
            ExpectRefused(request, ErrorCode::Malformed, "KDP priority");
        }
    }
}

TEST(KdpCodec, ARangeIsOneByteToOneMebibyteLong)
{
    EXPECT_EQ(OnlyMessageIn<KdpRangeRequest>(RawRequest(7, 1, 0)).length, ByteCount{1});
    EXPECT_EQ(OnlyMessageIn<KdpRangeRequest>(RawRequest(7, KDP_RANGE_MAX, 0)).length,
              ByteCount{KDP_RANGE_MAX});
    ExpectRefused(RawRequest(7, 0, 0), ErrorCode::Malformed, "KDP range");
    ExpectRefused(RawRequest(7, KDP_RANGE_MAX + 1, 0), ErrorCode::Malformed, "KDP range");
    ExpectRefused(RawRequest(7, VARINT_MAX, 0), ErrorCode::Malformed, "KDP range");
}

TEST(KdpCodec, OffsetAndLengthTogetherStayAnOffset)
{
    const auto last = OnlyMessageIn<KdpRangeRequest>(RawRequest(VARINT_MAX - 10, 10, 0));
    EXPECT_EQ(last.offset + last.length, ByteCount{VARINT_MAX});
    ExpectRefused(RawRequest(VARINT_MAX - 10, 11, 0), ErrorCode::Malformed, "KDP range");
    RawData raw;
    raw.offset = VARINT_MAX - raw.payload.size();
    EXPECT_EQ(OnlyMessageIn<KdpData>(raw.Bytes()).offset, ByteCount{raw.offset});
    raw.offset += 1;
    ExpectRefused(raw.Bytes(), ErrorCode::Malformed, "KDP offset");
}

TEST(KdpCodec, AContentNameMayHave255BytesAndNoMore)
{
    EXPECT_EQ(OnlyMessageIn<KdpStreamOpen>(RawOpen(0)).content, "");
    EXPECT_EQ(OnlyMessageIn<KdpStreamOpen>(RawOpen(255)).content, std::string(255, 'n'));
    ExpectRefused(RawOpen(256), ErrorCode::TooLarge, "KDP content name");
    EXPECT_DEATH(EncodeKdp(KdpStreamOpen{StreamId{1}, std::string(256, 'n')}), "assertion failed");
    ExpectRefused(FromHex("01 05 00 01 00 4100"), ErrorCode::TooLarge, "KDP content name");
    ExpectRefused(FromHex("04 01 05 05 00 4100"), ErrorCode::TooLarge, "KDP content name");
}

TEST(KdpCodec, WhatIsPushedLiesWithinTheExtent)
{
    EXPECT_EQ(OnlyMessageIn<KdpStreamExtent>(FromHex("04 01 05 05 00 00")).pushed, ByteCount{5});
    ExpectRefused(FromHex("04 01 05 06 00 00"), ErrorCode::Malformed, "KDP extent");
}

TEST(KdpCodec, AnUnknownTypeIsRefused)
{
    ExpectRefused(FromHex("0a"), ErrorCode::Malformed, "KDP type");
    ExpectRefused(FromHex("ffffffffffffffff"), ErrorCode::Malformed, "KDP type");
    // A known type in a longer form than needed is the same number.
    EXPECT_EQ(OnlyMessageIn<KdpStreamRefused>(FromHex("4005 03")).stream, StreamId{3});
}

TEST(KdpCodec, AnyFlippedBitOfPayloadOrChecksumIsNoticed)
{
    const RawData raw;
    const ByteVector good = raw.Bytes();
    const std::size_t checksum = good.size() - raw.payload.size() - 1 - 4;
    for (std::size_t at = checksum; at < good.size(); ++at)
    {
        const bool isPriority = at == checksum + 4;
        for (unsigned bit = 0; bit < 8 && !isPriority; ++bit)
        {
            ByteVector bad = good;
            bad[at] ^= static_cast<std::byte>(1U << bit);
            ExpectRefused(bad, ErrorCode::Malformed, "KDP checksum");
        }
    }
}

TEST(KdpDecoder, AfterAnErrorItGivesThatErrorForEver)
{
    KdpDecoder decoder;
    decoder.Append(SharedBytes(FromHex("0503 0a 0504")));
    EXPECT_TRUE(decoder.Next().Value().has_value());
    EXPECT_EQ(decoder.Next().Failure().where, "KDP type");
    decoder.Append(SharedBytes(FromHex("0505")));
    EXPECT_EQ(decoder.Next().Failure().where, "KDP type");
}

TEST(KdpDecoder, AMessageIsGivenWithItsLastByteAndNotBefore)
{
    Prng prng(1);
    for (int i = 0; i < 300; ++i)
    {
        const ByteVector bytes = Whole(RandomKdp(prng));
        KdpDecoder decoder;
        for (std::size_t at = 0; at + 1 < bytes.size(); ++at)
        {
            decoder.Append(SharedBytes(ByteView(bytes).subspan(at, 1)));
            const auto message = decoder.Next();
            ASSERT_TRUE(message.IsOk()) << ToHex(bytes);
            ASSERT_FALSE(message.Value()) << ToHex(bytes) << " at " << at;
        }
        decoder.Append(SharedBytes(ByteView(bytes).last(1)));
        ASSERT_TRUE(decoder.Next().Value()) << ToHex(bytes);
        ASSERT_FALSE(decoder.Next().Value()) << ToHex(bytes);
    }
}

TEST(KdpCodec, AnAcknowledgementNamesUpTo32RangesBehindWhatIsCumulative)
{
    KdpStreamAck ack{StreamId{3}, ByteCount{10}, StreamFinish::Open, {}};
    for (std::uint64_t i = 0; i < KDP_ACK_RANGES_MAX; ++i)
    {
        ack.ranges.push_back({ByteCount{20 + i * 10}, ByteCount{25 + i * 10}});
    }
    EXPECT_EQ(OnlyMessageIn<KdpStreamAck>(EncodeKdp(ack)).ranges, ack.ranges);
    ack.ranges.push_back({ByteCount{1'000}, ByteCount{1'001}});
    EXPECT_DEATH(EncodeKdp(ack), "assertion failed");
    ExpectRefused(FromHex("06 03 0a 00 21"), ErrorCode::Malformed, "KDP acknowledgement");
}

TEST(KdpCodec, TheRangesOfAnAcknowledgementAreApartNotEmptyAndWithinAStream)
{
    EXPECT_EQ(OnlyMessageIn<KdpStreamAck>(FromHex("06 03 0a 01 01 01 01")).finish,
              StreamFinish::Final);
    ExpectRefused(FromHex("06 03 0a 00 01 00 01"), ErrorCode::Malformed, "KDP acknowledgement");
    ExpectRefused(FromHex("06 03 0a 00 01 01 00"), ErrorCode::Malformed, "KDP acknowledgement");
    ExpectRefused(FromHex("06 03 0a 02 00"), ErrorCode::Malformed, "KDP acknowledgement");
    ExpectRefused(FromHex("06 03 ffffffffffffffff 00 01 01 01"),
                  ErrorCode::Malformed,
                  "KDP acknowledgement");
    EXPECT_EQ(ToHex(EncodeKdp(KdpStreamWindow{StreamId{3}, ByteCount{64}})), "07034040");
}

} // namespace kwik::test

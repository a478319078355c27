#include "protocol-core/wire/kdp/kdp-codec.h"
#include "tests/support/byte-strings.h"
#include "tests/unit/core/kdp-samples.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

namespace
{

/// Feeds @p bytes in pieces of random size, reading after each.
KdpReading
ReadInPieces(ByteView bytes, Prng& prng, std::size_t pieceMax)
{
    KdpDecoder decoder;
    KdpReading reading;
    while (!bytes.empty() && !reading.error)
    {
        const std::size_t size = std::min<std::size_t>(bytes.size(), 1 + prng.Below(pieceMax));
        decoder.Append(SharedBytes(bytes.first(size)));
        bytes = bytes.subspan(size);
        auto message = decoder.Next();
        while (message.IsOk() && message.Value())
        {
            reading.messages.push_back(std::move(*message.Value()));
            message = decoder.Next();
        }
        if (!message.IsOk())
        {
            reading.error = message.Failure();
        }
    }
    return reading;
}

ByteVector
Joined(const std::vector<KdpMessage>& messages)
{
    ByteVector bytes;
    for (const KdpMessage& message : messages)
    {
        Append(bytes, Whole(message));
    }
    return bytes;
}

void
Mutate(ByteVector& bytes, Prng& prng)
{
    for (std::uint64_t changes = prng.Below(4); changes > 0 && !bytes.empty(); --changes)
    {
        const std::size_t at = prng.Below(bytes.size());
        const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        switch (prng.Below(4))
        {
        case 0:
            bytes[at] ^= static_cast<std::byte>(1U << prng.Below(8));
            break;
        case 1:
            bytes[at] = static_cast<std::byte>(prng.Next());
            break;
        case 2:
            bytes.erase(place);
            break;
        default:
            bytes.insert(place, static_cast<std::byte>(prng.Next()));
        }
    }
}

/// The bytes that the first message in @p bytes takes, if there is a whole one.
std::optional<std::pair<KdpMessage, std::size_t>>
FirstMessage(ByteView bytes)
{
    KdpDecoder decoder;
    for (std::size_t at = 0; at < bytes.size(); ++at)
    {
        decoder.Append(SharedBytes(bytes.subspan(at, 1)));
        auto message = decoder.Next();
        if (!message.IsOk())
        {
            return std::nullopt;
        }
        if (message.Value())
        {
            return std::pair(std::move(*message.Value()), at + 1);
        }
    }
    return std::nullopt;
}

} // namespace

TEST(KdpCodec, ReadsBackWhateverItWrites)
{
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        std::vector<KdpMessage> sent;
        for (int i = 0; i < 1'000; ++i)
        {
            sent.push_back(RandomKdp(prng));
        }
        const ByteVector bytes = Joined(sent);
        const KdpReading read = ReadKdp(bytes);
        EXPECT_FALSE(read.error);
        ASSERT_EQ(read.messages.size(), sent.size());
        EXPECT_EQ(Joined(read.messages), bytes);
    }
}

TEST(KdpDecoder, ReadsTheSameHoweverTheBytesAreCut)
{
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        for (int i = 0; i < 1'000; ++i)
        {
            ByteVector bytes = Joined({RandomKdp(prng), RandomKdp(prng), RandomKdp(prng)});
            Mutate(bytes, prng);
            const KdpReading whole = ReadKdp(bytes);
            const KdpReading pieces = ReadInPieces(bytes, prng, i % 2 == 0 ? 1 : 30);
            ASSERT_EQ(Joined(pieces.messages), Joined(whole.messages)) << ToHex(bytes);
            ASSERT_EQ(pieces.error.has_value(), whole.error.has_value()) << ToHex(bytes);
            ASSERT_TRUE(!whole.error || pieces.error->where == whole.error->where) << ToHex(bytes);
        }
    }
}

TEST(KdpCodec, WhatItAcceptsItWritesTheSameWayAgain)
{
    // 200,000 mutated messages. Only a number in a longer form than needed may come out shorter.
    std::size_t accepted = 0;
    std::size_t shorter = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        for (int i = 0; i < 50'000; ++i)
        {
            ByteVector bytes = Whole(RandomKdp(prng));
            Mutate(bytes, prng);
            const auto first = FirstMessage(bytes);
            if (!first)
            {
                continue;
            }
            const ByteVector again = Whole(first->first);
            ++accepted;
            shorter += again.size() < first->second ? 1 : 0;
            ASSERT_LE(again.size(), first->second) << ToHex(bytes);
            ASSERT_TRUE(again.size() < first->second ||
                        ToHex(again) == ToHex(ByteView(bytes).first(first->second)))
                << ToHex(bytes) << " became " << ToHex(again);
            ASSERT_EQ(Joined(ReadKdp(again).messages), again) << ToHex(bytes);
        }
    }
    // Both kinds did occur, else nothing was tested.
    EXPECT_GT(accepted, 80'000U);
    EXPECT_LT(accepted, 190'000U);
    EXPECT_GT(shorter, 100U);
}

TEST(KdpDecoder, SurvivesNoise)
{
    std::size_t messages = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        for (int i = 0; i < 50'000; ++i)
        {
            ByteVector bytes = RandomBytes(prng, prng.Below(64));
            if (!bytes.empty() && prng.Below(4) > 0)
            {
                bytes[0] = static_cast<std::byte>(prng.Below(11)); // Else most fail at the type.
            }
            const KdpReading reading = ReadKdp(bytes);
            messages += reading.messages.size();
            ASSERT_LE(Joined(reading.messages).size(), bytes.size()) << ToHex(bytes);
        }
    }
    EXPECT_GT(messages, 10'000U);
}

} // namespace kwik::test

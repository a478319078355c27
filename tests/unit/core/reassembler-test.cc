#include "protocol-core/base/prng.h"
#include "protocol-core/stream/reassembler.h"
#include "tests/support/byte-strings.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

namespace
{

ByteCount
Feed(Reassembler& reassembler, std::uint64_t offset, std::string_view text)
{
    return reassembler.OnBytes(ByteCount{offset}, SharedBytes(AsBytes(text)));
}

std::string
Read(Reassembler& reassembler)
{
    std::string text;
    while (const auto bytes = reassembler.Poll())
    {
        text += AsText(bytes->View());
    }
    return text;
}

struct Piece
{
    std::uint64_t offset;
    std::uint64_t length;
};

/// Pieces in random order that cover [0, size) and overlap each other.
std::vector<Piece>
RandomPieces(Prng& prng, std::uint64_t size)
{
    std::vector<Piece> pieces;
    for (std::uint64_t offset = 0; offset < size;)
    {
        const std::uint64_t length = std::min(size - offset, 1 + prng.Below(400));
        pieces.push_back({offset, length});
        offset += length;
    }
    for (std::uint64_t extra = prng.Below(40); extra > 0; --extra)
    {
        const std::uint64_t offset = prng.Below(size);
        pieces.push_back({offset, prng.Below(std::min<std::uint64_t>(size - offset, 900) + 1)});
    }
    for (std::size_t i = pieces.size(); i > 1; --i)
    {
        std::swap(pieces[i - 1], pieces[prng.Below(i)]);
    }
    return pieces;
}

} // namespace

TEST(Reassembler, PutsPiecesInOrder)
{
    Reassembler reassembler;
    EXPECT_EQ(Feed(reassembler, 3, "def"), ByteCount{3});
    EXPECT_EQ(Read(reassembler), "");
    EXPECT_EQ(reassembler.Held(), ByteCount{3});
    EXPECT_EQ(Feed(reassembler, 0, "abc"), ByteCount{3});
    EXPECT_EQ(Read(reassembler), "abcdef");
    EXPECT_EQ(reassembler.Held(), ByteCount{0});
    EXPECT_EQ(reassembler.Delivered(), ByteCount{6});
}

TEST(Reassembler, DropsWhatCameBefore)
{
    Reassembler reassembler;
    Feed(reassembler, 0, "abc");
    EXPECT_EQ(Feed(reassembler, 0, "abc"), ByteCount{0});
    EXPECT_EQ(Read(reassembler), "abc");
    EXPECT_EQ(Feed(reassembler, 1, "bc"), ByteCount{0});
    EXPECT_EQ(Read(reassembler), "");
    EXPECT_EQ(reassembler.Duplicates(), ByteCount{5});
}

TEST(Reassembler, KeepsTheNewPartsOfWhatOverlaps)
{
    Reassembler reassembler;
    Feed(reassembler, 2, "cd");
    Feed(reassembler, 6, "gh");
    EXPECT_EQ(Feed(reassembler, 0, "ABCDEFGHIJ"), ByteCount{6});
    // The first that came is what is given out.
    EXPECT_EQ(Read(reassembler), "ABcdEFghIJ");
    EXPECT_EQ(reassembler.Duplicates(), ByteCount{4});
}

TEST(Reassembler, AnEmptyPieceChangesNothing)
{
    Reassembler reassembler;
    EXPECT_EQ(Feed(reassembler, 5, ""), ByteCount{0});
    EXPECT_EQ(reassembler.Received().Total(), ByteCount{0});
    EXPECT_EQ(Feed(reassembler, 0, "a"), ByteCount{1});
    EXPECT_EQ(Read(reassembler), "a");
}

TEST(Reassembler, GivesTheExactBytesOnceHoweverTheyCome)
{
    for (std::uint64_t seed = 1; seed <= 100; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        const ByteVector source = RandomBytes(prng, 1 + prng.Below(20'000));
        Reassembler reassembler;
        ByteVector read;
        ByteCount fresh;
        ByteCount fed;
        for (const Piece& piece : RandomPieces(prng, source.size()))
        {
            const SharedBytes bytes(ByteView(source).subspan(piece.offset, piece.length));
            fresh += reassembler.OnBytes(ByteCount{piece.offset}, bytes);
            fed += ByteCount{piece.length};
            ASSERT_EQ(reassembler.Received().Total(), fresh);
            while (const auto part = prng.Below(3) == 0 ? std::nullopt : reassembler.Poll())
            {
                Append(read, part->View());
            }
            ASSERT_EQ(reassembler.Delivered(), ByteCount{read.size()});
            ASSERT_EQ(reassembler.Held(), fresh - ByteCount{read.size()});
        }
        Append(read, AsBytes(Read(reassembler)));
        ASSERT_EQ(read, source);
        EXPECT_EQ(reassembler.Duplicates(), fed - ByteCount{source.size()});
        EXPECT_EQ(reassembler.Held(), ByteCount{0});
    }
}

} // namespace kwik::test

#include "protocol-core/stream/upload/segment-book.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr PathId P1{1};
constexpr PathId P2{2};
constexpr PathId P3{3};

StreamPart
Part(std::uint64_t begin, std::uint64_t end, std::uint64_t stream = 0)
{
    return {StreamId{stream}, {ByteCount{begin}, ByteCount{end}}};
}

Instant
At(Duration span)
{
    return Instant(span);
}

} // namespace

TEST(SegmentBook, WhatAPathAloneCarriedIsOwedWhenItIsDropped)
{
    SegmentBook book;
    book.Add(At(1ms), P1, Part(0, 100));
    book.Add(At(2ms), P2, Part(100, 200));
    book.Add(At(3ms), P1, Part(200, 300));
    book.AddCarrier(P2, Part(0, 100));
    EXPECT_EQ(book.Outstanding(P1), ByteCount{200});
    EXPECT_EQ(book.Outstanding(P2), ByteCount{200});
    EXPECT_EQ(book.Drop(P1), (std::vector<StreamPart>{Part(200, 300)}));
    EXPECT_EQ(book.Outstanding(P1), ByteCount{0});
    EXPECT_EQ(book.Drop(P2), (std::vector<StreamPart>{Part(0, 100), Part(100, 200)}));
    EXPECT_EQ(book.Size(), 0U);
}

TEST(SegmentBook, AnAcknowledgementCutsTheSegmentsAtItsEnds)
{
    SegmentBook book;
    book.Add(At(1ms), P1, Part(0, 100));
    book.Add(At(1ms), P2, Part(100, 200));
    book.Add(At(1ms), P3, Part(100, 200, 1));
    EXPECT_EQ(book.Acknowledge(Part(30, 130)), (std::vector<PathId>{P1, P2}));
    EXPECT_EQ(book.Acknowledge(Part(30, 130)), std::vector<PathId>{});
    EXPECT_EQ(book.Outstanding(P1), ByteCount{30});
    EXPECT_EQ(book.Outstanding(P2), ByteCount{70});
    EXPECT_EQ(book.Acknowledge(Part(10, 20)), std::vector<PathId>{P1});
    EXPECT_EQ(book.Drop(P1), (std::vector<StreamPart>{Part(0, 10), Part(20, 30)}));
    EXPECT_EQ(book.Drop(P3), (std::vector<StreamPart>{Part(100, 200, 1)}));
}

TEST(SegmentBook, TheCandidateIsTheOldestThatThePathDoesNotCarry)
{
    SegmentBook book;
    book.Add(At(1ms), P1, Part(100, 200));
    book.Add(At(2ms), P2, Part(0, 100));
    const auto forTwo = book.CandidateFor(P2, 2);
    ASSERT_TRUE(forTwo.has_value());
    EXPECT_EQ(forTwo->part, Part(100, 200));
    EXPECT_EQ(forTwo->sent, At(1ms));
    EXPECT_EQ(book.CandidateFor(P1, 2)->part, Part(0, 100));
    EXPECT_EQ(book.CandidateFor(P1, 1), std::nullopt) << "no copies are wanted";
}

TEST(SegmentBook, ASegmentOnAsManyPathsAsAllowedIsNoCandidateUntilOneIsDropped)
{
    SegmentBook book;
    book.Add(At(1ms), P1, Part(0, 100));
    book.AddCarrier(P2, Part(0, 100));
    EXPECT_EQ(book.CandidateFor(P3, 2), std::nullopt);
    book.Add(At(2ms), P1, Part(100, 200));
    EXPECT_EQ(book.CandidateFor(P3, 2)->part, Part(100, 200));
    book.Drop(P1);
    EXPECT_EQ(book.CandidateFor(P3, 2)->part, Part(0, 100));
}

TEST(SegmentBook, AShortCopyLeavesTheRestAsTheNextCandidate)
{
    SegmentBook book;
    book.Add(At(1ms), P1, Part(0, 100));
    book.Add(At(2ms), P1, Part(100, 200));
    book.AddCarrier(P2, Part(0, 40));
    EXPECT_EQ(book.CandidateFor(P2, 2)->part, Part(40, 100));
    EXPECT_EQ(book.CandidateFor(P2, 2)->sent, At(1ms));
    EXPECT_EQ(book.Outstanding(P2), ByteCount{40});
    book.AddCarrier(P2, Part(40, 100));
    EXPECT_EQ(book.CandidateFor(P2, 2)->part, Part(100, 200));
    EXPECT_EQ(book.Drop(P1), (std::vector<StreamPart>{Part(100, 200)}));
}

} // namespace kwik::test

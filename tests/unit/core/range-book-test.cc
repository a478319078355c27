#include "protocol-core/stream/range-book.h"

#include <gtest/gtest.h>

namespace kwik::test
{

namespace
{

constexpr StreamId STREAM{1};
constexpr PathId FIRST{1};
constexpr PathId SECOND{2};

Interval
Between(std::uint64_t begin, std::uint64_t end)
{
    return {ByteCount{begin}, ByteCount{end}};
}

/// A book with one stream of 100 bytes.
RangeBook
BookOfHundred()
{
    RangeBook book;
    book.OpenStream(STREAM);
    book.SetExtent(STREAM, ByteCount{100});
    return book;
}

void
Arrive(RangeBook& book, RangeId range, Interval bytes)
{
    book.Receive(STREAM, bytes);
    book.Advance(range, bytes.end);
}

} // namespace

TEST(RangeBook, WhatWasNeverClaimedIsFreshUpToExtentAndLimit)
{
    RangeBook book = BookOfHundred();
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{1'000}), Between(0, 100));
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{30}), Between(0, 30));
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{0}), std::nullopt);
    book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{1'000}), Between(60, 100));
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{60}), std::nullopt);
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{61}), Between(60, 61));
    book.SetExtent(STREAM, ByteCount{200});
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{1'000}), Between(60, 200));
}

TEST(RangeBook, WhatCameWithoutBeingAskedForIsNotFresh)
{
    RangeBook book = BookOfHundred();
    book.Receive(STREAM, Between(20, 30)); // Behind a gap: still fresh, since nothing is lost yet.
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{1'000}), Between(0, 100));
    book.Receive(STREAM, Between(0, 20));
    EXPECT_EQ(book.Fresh(STREAM, ByteCount{1'000}), Between(30, 100));
    EXPECT_EQ(book.FirstGap(STREAM), std::nullopt);
}

TEST(RangeBook, OutstandingFallsAsBytesArriveAndNotTwice)
{
    RangeBook book = BookOfHundred();
    const RangeId range = book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{60});
    Arrive(book, range, Between(0, 20));
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{40});
    Arrive(book, range, Between(0, 20));
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{40});
    Arrive(book, range, Between(20, 90)); // More than was asked for counts for no more.
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{0});
    EXPECT_EQ(book.Find(range)->Remaining(), ByteCount{0});
    EXPECT_EQ(book.Received(STREAM), ByteCount{90});
}

TEST(RangeBook, WhatADroppedRangeStillOwedIsAGap)
{
    RangeBook book = BookOfHundred();
    const RangeId range = book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    Arrive(book, range, Between(0, 20));
    EXPECT_EQ(book.FirstGap(STREAM), std::nullopt);
    book.Drop(range);
    EXPECT_EQ(book.FirstGap(STREAM), Between(20, 60));
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{0});
    EXPECT_EQ(book.Find(range), nullptr);
    book.Drop(range);
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{0});
}

TEST(RangeBook, WhatAnotherRangeBringsIsNoGap)
{
    RangeBook book = BookOfHundred();
    const RangeId first = book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    book.Claim(SECOND, STREAM, Between(40, 60), RangePurpose::EndGame);
    book.Drop(first);
    EXPECT_EQ(book.FirstGap(STREAM), Between(0, 40));
}

TEST(RangeBook, OrphansFreeWhatTheyOweAndMayStillBringIt)
{
    RangeBook book = BookOfHundred();
    const RangeId lost = book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    book.Claim(SECOND, STREAM, Between(60, 100), RangePurpose::Fresh);
    EXPECT_EQ(book.Orphan(FIRST), ByteCount{60});
    EXPECT_EQ(book.Orphan(FIRST), ByteCount{0});
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{0});
    EXPECT_EQ(book.Outstanding(SECOND), ByteCount{40});
    EXPECT_EQ(book.FirstGap(STREAM), Between(0, 60));
    EXPECT_TRUE(book.RangesOf(FIRST).empty());
    EXPECT_EQ(book.AllRangesOf(FIRST), std::vector<RangeId>{lost});
    Arrive(book, lost, Between(0, 30));
    EXPECT_EQ(book.FirstGap(STREAM), Between(30, 60));
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{0});
}

TEST(RangeBook, ARangeIsSupersededOnceOthersBroughtAllItOwes)
{
    RangeBook book = BookOfHundred();
    const RangeId slow = book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    const RangeId fast = book.Claim(SECOND, STREAM, Between(20, 60), RangePurpose::EndGame);
    Arrive(book, slow, Between(0, 20));
    Arrive(book, fast, Between(20, 59));
    EXPECT_TRUE(book.Superseded().empty());
    Arrive(book, fast, Between(59, 60));
    EXPECT_EQ(book.Superseded(), std::vector<RangeId>{slow});
}

TEST(RangeBook, ATrimmedRangeOwesLess)
{
    RangeBook book = BookOfHundred();
    const RangeId range = book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    Arrive(book, range, Between(0, 20));
    EXPECT_DEATH(book.Trim(range, ByteCount{61}), "assertion failed");
    EXPECT_DEATH(book.Trim(range, ByteCount{19}), "assertion failed");
    book.Trim(range, ByteCount{50});
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{30});
    book.Trim(range, ByteCount{20});
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{0});
}

TEST(RangeBook, AClosedStreamIsForgottenWithAllItsRanges)
{
    RangeBook book = BookOfHundred();
    book.OpenStream(StreamId{2});
    book.SetExtent(StreamId{2}, ByteCount{50});
    const RangeId range = book.Claim(FIRST, STREAM, Between(0, 60), RangePurpose::Fresh);
    const RangeId other = book.Claim(FIRST, StreamId{2}, Between(0, 50), RangePurpose::Fresh);
    book.CloseStream(STREAM);
    EXPECT_EQ(book.Outstanding(FIRST), ByteCount{50});
    EXPECT_EQ(book.Find(range), nullptr);
    EXPECT_NE(book.Find(other), nullptr);
    EXPECT_EQ(book.Streams(), std::vector<StreamId>{StreamId{2}});
    book.Receive(STREAM, Between(0, 60)); // A late arrival harms nobody.
}

TEST(RangeBook, ClaimingNothingIsAMistake)
{
    RangeBook book = BookOfHundred();
    EXPECT_DEATH(book.Claim(FIRST, STREAM, Between(5, 5), RangePurpose::Fresh), "assertion");
}

} // namespace kwik::test

#include "protocol-core/quic/send-streams.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

namespace
{

constexpr CarrierStreamId FIRST{0};
constexpr CarrierStreamId SECOND{4};
constexpr CarrierStreamId THIRD{8};

void
Append(SendStreams& streams, CarrierStreamId id, std::string_view text, StreamEnd end)
{
    streams.Append(id, SharedBytes(AsBytes(text)), end);
}

std::string
TextOf(const SendStreams::Offer& offer)
{
    std::string text;
    for (std::size_t i = 0; i < offer.pieceCount; ++i)
    {
        text += AsText(offer.pieces[i]);
    }
    return text;
}

/// The next offer as `stream:text`, with `!` behind the end of the stream.
std::string
NextOf(const SendStreams& streams)
{
    const auto offer = streams.Next();
    return offer ? std::to_string(offer->stream.value) + ":" + TextOf(*offer) +
                       (offer->isFinal ? "!" : "")
                 : "nothing";
}

} // namespace

TEST(SendStreams, OffersTheLowestStreamFirst)
{
    SendStreams streams;
    EXPECT_EQ(NextOf(streams), "nothing");
    Append(streams, SECOND, "second", StreamEnd::Open);
    Append(streams, FIRST, "first", StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "0:first");
    streams.OnTaken(FIRST, 5, StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "4:second");
    EXPECT_EQ(streams.Unsent(), ByteCount{6});
}

TEST(SendStreams, OffersALowerRankBeforeALowerStream)
{
    SendStreams streams;
    Append(streams, FIRST, "normal", StreamEnd::Open);
    Append(streams, SECOND, "urgent", StreamEnd::Open);
    Append(streams, THIRD, "control", StreamEnd::Open);
    streams.Prioritise(SECOND, StreamRank::Urgent);
    streams.Prioritise(THIRD, StreamRank::Control);
    EXPECT_EQ(NextOf(streams), "8:control");
    streams.OnTaken(THIRD, 7, StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "4:urgent");
    streams.Prioritise(SECOND, StreamRank::Normal);
    EXPECT_EQ(NextOf(streams), "0:normal");
}

TEST(SendStreams, OffersWhatIsLeftOfAPartlyTakenStream)
{
    SendStreams streams;
    Append(streams, FIRST, "abc", StreamEnd::Open);
    Append(streams, FIRST, "def", StreamEnd::Open);
    streams.OnTaken(FIRST, 2, StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "0:cdef");
    streams.OnTaken(FIRST, 1, StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "0:def");
    streams.OnTaken(FIRST, 3, StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "nothing");
    EXPECT_DEATH(streams.OnTaken(FIRST, 1, StreamEnd::Open), "assertion failed");
}

TEST(SendStreams, OffersAtMostFourPiecesAndTheEndOnlyWithTheLast)
{
    SendStreams streams;
    for (const char* piece : {"a", "b", "c", "d", "e"})
    {
        Append(streams, FIRST, piece, *piece == 'e' ? StreamEnd::Final : StreamEnd::Open);
    }
    EXPECT_EQ(NextOf(streams), "0:abcd");
    streams.OnTaken(FIRST, 1, StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "0:bcde!");
}

TEST(SendStreams, AnEndAloneIsOfferedOnce)
{
    SendStreams streams;
    Append(streams, FIRST, "", StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "nothing");
    Append(streams, FIRST, "a", StreamEnd::Open);
    streams.OnTaken(FIRST, 1, StreamEnd::Open);
    Append(streams, FIRST, "", StreamEnd::Final);
    EXPECT_EQ(NextOf(streams), "0:!");
    streams.OnTaken(FIRST, 0, StreamEnd::Final);
    EXPECT_EQ(NextOf(streams), "nothing");
    EXPECT_DEATH(Append(streams, FIRST, "b", StreamEnd::Open), "assertion failed");
}

TEST(SendStreams, BytesAreKeptUntilTheyAreAcknowledged)
{
    SendStreams streams;
    Append(streams, FIRST, "abc", StreamEnd::Open);
    Append(streams, FIRST, "def", StreamEnd::Open);
    const auto first = streams.Next()->pieces[0];
    streams.OnTaken(FIRST, 6, StreamEnd::Open);
    streams.OnAcknowledged(FIRST, ByteCount{2}); // In the middle of a piece: all of it stays.
    EXPECT_EQ(AsText(first), "abc");
    streams.OnAcknowledged(FIRST, ByteCount{3});
    Append(streams, FIRST, "ghi", StreamEnd::Open);
    EXPECT_EQ(NextOf(streams), "0:ghi");
}

TEST(SendStreams, AStreamOnHoldIsPassedOver)
{
    for (const SendHold hold : {SendHold::NotOpen, SendHold::FlowControl})
    {
        SendStreams streams;
        Append(streams, FIRST, "first", StreamEnd::Open);
        Append(streams, SECOND, "second", StreamEnd::Open);
        streams.SetHold(FIRST, hold);
        EXPECT_EQ(NextOf(streams), "4:second");
        Append(streams, FIRST, "more", StreamEnd::Open);
        streams.Prioritise(FIRST, StreamRank::Control);
        EXPECT_EQ(NextOf(streams), "4:second");
        streams.SetHold(FIRST, SendHold::None);
        EXPECT_EQ(NextOf(streams), "0:firstmore");
    }
}

TEST(SendStreams, RaisedWindowsFreeWhatWaitsForThemAndNothingElse)
{
    SendStreams streams;
    Append(streams, FIRST, "first", StreamEnd::Open);
    Append(streams, SECOND, "second", StreamEnd::Open);
    streams.SetHold(FIRST, SendHold::NotOpen);
    streams.SetHold(SECOND, SendHold::FlowControl);
    EXPECT_EQ(NextOf(streams), "nothing");
    streams.OnWindowsRaised();
    EXPECT_EQ(NextOf(streams), "4:second");
}

TEST(SendStreams, AForgottenStreamIsNeitherSentNorCounted)
{
    SendStreams streams;
    Append(streams, FIRST, "first", StreamEnd::Open);
    Append(streams, SECOND, "second", StreamEnd::Open);
    streams.OnTaken(FIRST, 2, StreamEnd::Open);
    EXPECT_EQ(streams.Unsent(), ByteCount{9});
    streams.Forget(FIRST);
    EXPECT_FALSE(streams.Knows(FIRST));
    EXPECT_TRUE(streams.Knows(SECOND));
    EXPECT_EQ(streams.Unsent(), ByteCount{6});
    EXPECT_EQ(NextOf(streams), "4:second");
    // What still comes for it harms nobody.
    streams.OnAcknowledged(FIRST, ByteCount{2});
    streams.SetHold(FIRST, SendHold::FlowControl);
    streams.Forget(FIRST);
    streams.OnWindowsRaised();
    EXPECT_EQ(NextOf(streams), "4:second");
}

TEST(SendStreams, AnAcknowledgementForAForgottenStreamMeansNothingToItsSuccessor)
{
    SendStreams streams;
    Append(streams, FIRST, "old bytes", StreamEnd::Open);
    streams.OnTaken(FIRST, 9, StreamEnd::Open);
    streams.Forget(FIRST);
    Append(streams, FIRST, "new", StreamEnd::Open);
    streams.OnAcknowledged(FIRST, ByteCount{9});
    EXPECT_EQ(NextOf(streams), "0:new");
}

TEST(SendStreams, AForgottenStreamLeavesNoHoldToItsSuccessor)
{
    SendStreams streams;
    Append(streams, FIRST, "old", StreamEnd::Open);
    streams.SetHold(FIRST, SendHold::FlowControl);
    streams.Forget(FIRST);
    Append(streams, FIRST, "new", StreamEnd::Open);
    streams.SetHold(FIRST, SendHold::NotOpen);
    streams.OnWindowsRaised();
    EXPECT_EQ(NextOf(streams), "nothing");
}

} // namespace kwik::test

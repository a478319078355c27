#include "protocol-core/session/downloads.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Words = std::vector<std::string>;

constexpr PathId FIRST{1};
constexpr PathId SECOND{2};
constexpr Instant NOW{1s};

/// Downloads with what it asked for and delivered as words.
class Receiver
{
  public:
    Receiver()
        : downloads(SessionHandle{1}, DownloadConfig{})
    {
    }

    /// A stream that was asked for on the first path.
    StreamId OpenOnFirst()
    {
        downloads.OnPathReady(NOW, FIRST, 40ms);
        const StreamId stream = downloads.Open(NOW, "content");
        static_cast<void>(Actions());
        return stream;
    }

    void Data(StreamId stream, std::uint64_t offset, std::string_view text)
    {
        downloads.OnData(NOW,
                         std::nullopt,
                         KdpData{stream,
                                 ByteCount{offset},
                                 StreamFinish::Open,
                                 RangePriority::Normal,
                                 SharedBytes(AsBytes(text))});
    }

    void Extent(StreamId stream, std::uint64_t extent, std::uint64_t pushed, StreamFinish finish)
    {
        downloads.OnExtent(
            NOW,
            FIRST,
            KdpStreamExtent{stream, ByteCount{extent}, ByteCount{pushed}, finish, "content"});
    }

    Words Actions()
    {
        Words words;
        while (const auto action = downloads.PollAction())
        {
            if (const auto* request = std::get_if<Downloads::Request>(&*action))
            {
                words.push_back("request " + std::to_string(request->request.offset.value));
            }
            else if (const auto* open = std::get_if<Downloads::OpenOn>(&*action))
            {
                words.push_back("open on " + std::to_string(open->path.value));
            }
            else if (const auto* deliver = std::get_if<Downloads::Deliver>(&*action))
            {
                const bool isFinal = deliver->finish == StreamFinish::Final;
                words.push_back(std::string(AsText(deliver->bytes.View())) + (isFinal ? "!" : ""));
            }
            else if (std::holds_alternative<Downloads::Refused>(*action))
            {
                words.emplace_back("refused");
            }
        }
        return words;
    }

    Downloads downloads;
};

} // namespace

TEST(Downloads, AskForAStreamOnOnePathOnly)
{
    Receiver receiver;
    receiver.downloads.Open(NOW, "content");
    EXPECT_EQ(receiver.Actions(), Words{});
    receiver.downloads.OnPathGreeted(FIRST);
    EXPECT_EQ(receiver.Actions(), Words{"open on 1"});
    EXPECT_TRUE(receiver.downloads.IsAwaited(FIRST));
    receiver.downloads.OnPathReady(NOW, FIRST, 40ms);
    receiver.downloads.OnPathGreeted(SECOND);
    receiver.downloads.OnPathReady(NOW, SECOND, 40ms);
    EXPECT_EQ(receiver.Actions(), Words{});
    EXPECT_FALSE(receiver.downloads.IsAwaited(SECOND));
}

TEST(Downloads, AskNotAgainOnAPathThatIsHeardAgain)
{
    Receiver receiver;
    receiver.OpenOnFirst();
    receiver.downloads.OnPathSilent(NOW, FIRST);
    EXPECT_FALSE(receiver.downloads.IsAwaited(FIRST));
    receiver.downloads.OnPathReady(NOW, FIRST, 40ms);
    EXPECT_EQ(receiver.Actions(), Words{});
    EXPECT_TRUE(receiver.downloads.IsAwaited(FIRST));
}

TEST(Downloads, AskAgainElsewhereWhenThePathThatWasAskedFallsSilentOrDies)
{
    for (const bool isSilent : {true, false})
    {
        Receiver receiver;
        receiver.OpenOnFirst();
        receiver.downloads.OnPathReady(NOW, SECOND, 40ms);
        static_cast<void>(receiver.Actions());
        isSilent ? static_cast<void>(receiver.downloads.OnPathSilent(NOW, FIRST))
                 : receiver.downloads.OnPathClosed(NOW, FIRST);
        EXPECT_EQ(receiver.Actions(), Words{"open on 2"});
    }
}

TEST(Downloads, AskAgainOnAPathThatDiedAndIsThereAgain)
{
    Receiver receiver;
    receiver.OpenOnFirst();
    receiver.downloads.OnPathClosed(NOW, FIRST);
    receiver.downloads.OnPathReady(NOW, FIRST, 40ms);
    EXPECT_EQ(receiver.Actions(), Words{"open on 1"});
}

TEST(Downloads, TakeALateRefusalOfAPathThatIsNotAskedAnyMore)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.downloads.OnPathReady(NOW, SECOND, 40ms);
    receiver.downloads.OnPathSilent(NOW, FIRST);
    receiver.downloads.OnPathReady(NOW, FIRST, 40ms);
    receiver.downloads.OnRefused(NOW, FIRST, stream);
    EXPECT_EQ(receiver.Actions(), Words{"open on 2"});
    receiver.downloads.OnRefused(NOW, SECOND, stream);
    EXPECT_EQ(receiver.Actions(), Words{"refused"});
}

TEST(Downloads, IgnoreARefusalOfAPathThatWasNeverAsked)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.downloads.OnPathReady(NOW, SECOND, 40ms);
    receiver.downloads.OnRefused(NOW, SECOND, stream);
    receiver.downloads.OnPathSilent(NOW, FIRST);
    EXPECT_EQ(receiver.Actions(), Words{"open on 2"});
}

TEST(Downloads, SayTheEndWithTheLastBytes)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Extent(stream, 6, 6, StreamFinish::Final);
    receiver.Data(stream, 0, "abc");
    EXPECT_EQ(receiver.Actions(), Words{"abc"});
    receiver.Data(stream, 3, "def");
    EXPECT_EQ(receiver.Actions(), Words{"def!"});
    EXPECT_FALSE(receiver.downloads.HasOpenStreams());
}

TEST(Downloads, SayTheEndAlsoWhenItIsLearnedAfterTheLastBytes)
{
    // The extent was lost and came again after all that was pushed.
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Data(stream, 0, "abcdef");
    EXPECT_EQ(receiver.Actions(), Words{"abcdef"});
    receiver.Extent(stream, 6, 6, StreamFinish::Final);
    EXPECT_EQ(receiver.Actions(), Words{"!"});
    EXPECT_FALSE(receiver.downloads.HasOpenStreams());
}

TEST(Downloads, SayTheEndOfAnEmptyStream)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Extent(stream, 0, 0, StreamFinish::Final);
    EXPECT_EQ(receiver.Actions(), Words{"!"});
}

TEST(Downloads, DoNotSayTheEndOfAStreamThatMayGrow)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Extent(stream, 3, 3, StreamFinish::Open);
    receiver.Data(stream, 0, "abc");
    EXPECT_EQ(receiver.Actions(), Words{"abc"});
    receiver.Extent(stream, 6, 3, StreamFinish::Final);
    EXPECT_EQ(receiver.Actions(), Words{"request 3"});
    receiver.Data(stream, 3, "def");
    EXPECT_EQ(receiver.Actions(), Words{"def!"});
}

TEST(Downloads, RequestOnlyWhatIsNeitherHereNorPushed)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Data(stream, 0, "ab");
    static_cast<void>(receiver.Actions());
    receiver.Extent(stream, 10, 4, StreamFinish::Final);
    EXPECT_EQ(receiver.Actions(), Words{"request 4"});
    EXPECT_EQ(receiver.downloads.Remaining(), ByteCount{8});
}

TEST(Downloads, DoNotRequestWhatIsHereAlready)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Data(stream, 0, "abcd");
    static_cast<void>(receiver.Actions());
    receiver.Extent(stream, 10, 4, StreamFinish::Final);
    EXPECT_EQ(receiver.Actions(), Words{"request 4"});
}

TEST(Downloads, DeliverInOrderWhateverComesFirst)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Extent(stream, 9, 9, StreamFinish::Final);
    receiver.Data(stream, 6, "ghi");
    receiver.Data(stream, 3, "def");
    EXPECT_EQ(receiver.Actions(), Words{});
    receiver.Data(stream, 0, "abc");
    EXPECT_EQ(receiver.Actions(), (Words{"abc", "def", "ghi!"}));
}

TEST(Downloads, TellOfARefusalOnce)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.downloads.OnRefused(NOW, FIRST, stream);
    receiver.downloads.OnRefused(NOW, FIRST, stream);
    EXPECT_EQ(receiver.Actions(), Words{"refused"});
    EXPECT_FALSE(receiver.downloads.HasOpenStreams());
}

TEST(Downloads, AreRefusedOnlyWhenNoOpenPathIsLeftThatMayHaveTheContent)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.downloads.OnPathReady(NOW, SECOND, 40ms);
    receiver.downloads.OnRefused(NOW, SECOND, stream); // It was not asked.
    EXPECT_EQ(receiver.Actions(), Words{});
    receiver.downloads.OnRefused(NOW, FIRST, stream);
    EXPECT_EQ(receiver.Actions(), Words{"open on " + std::to_string(SECOND.value)});
    receiver.downloads.OnPathSilent(NOW, SECOND);
    EXPECT_EQ(receiver.Actions(), Words{}); // It may come back.
    receiver.downloads.OnPathClosed(NOW, SECOND);
    EXPECT_EQ(receiver.Actions(), Words{"refused"});
}

TEST(Downloads, KeepAStreamWhoseExtentIsKnownWhateverIsRefusedLater)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Extent(stream, 3, 3, StreamFinish::Final);
    receiver.downloads.OnRefused(NOW, FIRST, stream);
    receiver.Data(stream, 0, "abc");
    EXPECT_EQ(receiver.Actions(), Words{"abc!"});
}

TEST(Downloads, TakeNothingFromBeyondTheWindow)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    const std::uint64_t window = DownloadConfig{}.reassemblyCap.value;
    receiver.Extent(stream, 2 * window, 2 * window, StreamFinish::Final);
    EXPECT_EQ(receiver.downloads.Outstanding(FIRST), ByteCount{window});
    receiver.Data(stream, window - 2, "abc");
    EXPECT_EQ(receiver.downloads.Remaining(), ByteCount{2 * window});
    receiver.Data(stream, window - 3, "abc");
    EXPECT_EQ(receiver.downloads.Remaining(), ByteCount{2 * window - 3});
}

TEST(Downloads, IgnoreStreamsThatTheyDoNotKnow)
{
    Receiver receiver;
    receiver.OpenOnFirst();
    const StreamId stranger{77};
    receiver.Data(stranger, 0, "abc");
    receiver.Extent(stranger, 3, 3, StreamFinish::Final);
    receiver.downloads.OnRefused(NOW, FIRST, stranger);
    receiver.downloads.OnPushEnded(NOW, stranger);
    EXPECT_EQ(receiver.Actions(), Words{});
    EXPECT_TRUE(receiver.downloads.HasOpenStreams());
}

TEST(Downloads, AnExtentNeverShrinks)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Extent(stream, 10, 0, StreamFinish::Final);
    receiver.Extent(stream, 9, 0, StreamFinish::Final);
    EXPECT_EQ(receiver.downloads.Remaining(), ByteCount{10});
}

TEST(Downloads, CountWhatComesTwice)
{
    Receiver receiver;
    const StreamId stream = receiver.OpenOnFirst();
    receiver.Extent(stream, 6, 6, StreamFinish::Final);
    receiver.Data(stream, 0, "abc");
    receiver.Data(stream, 1, "bc");
    EXPECT_EQ(receiver.downloads.Duplicates(), ByteCount{2});
    receiver.Data(stream, 3, "def");
    EXPECT_EQ(receiver.downloads.Duplicates(), ByteCount{2}); // Also when the stream is gone.
}

} // namespace kwik::test

#include "protocol-core/session/expected-bytes.h"

#include <gtest/gtest.h>

namespace kwik::test
{

namespace
{

using Lane = ExpectedBytes::Lane;
using Verdict = std::optional<Violation>;

constexpr StreamId STREAM{3};
constexpr RangeId RANGE{5};
const KdpStreamOpen OPEN{STREAM, "x"};
const KdpStreamConnect CONNECT{STREAM,
                               ByteCount{},
                               StreamFinish::Open,
                               StreamAcquaintance::New,
                               "echo"};

KdpData
Data(StreamId stream, std::uint64_t offset, std::size_t size)
{
    return {stream,
            ByteCount{offset},
            StreamFinish::Open,
            RangePriority::Normal,
            SharedBytes(ByteVector(size))};
}

KdpStreamExtent
Extent(StreamId stream, std::uint64_t pushed)
{
    return {stream, ByteCount{1'000'000}, ByteCount{pushed}, StreamFinish::Final, "x"};
}

ExpectedBytes
Asked()
{
    ExpectedBytes expected;
    expected.OnRequested(RANGE,
                         {STREAM, ByteCount{100}, ByteCount{50}, RangePriority::Normal, "x"});
    return expected;
}

} // namespace

TEST(ExpectedBytes, OfARangeLieWithinItAndAreOfItsStream)
{
    ExpectedBytes expected = Asked();
    const auto judge = [&](const KdpData& data) {
        return expected.Judge(Lane::Range, RANGE, data);
    };
    EXPECT_EQ(judge(Data(STREAM, 100, 50)), Verdict());
    EXPECT_EQ(judge(Data(STREAM, 149, 1)), Verdict());
    EXPECT_EQ(judge(Data(STREAM, 99, 1)), Verdict(Violation::UnaskedBytes));
    EXPECT_EQ(judge(Data(STREAM, 149, 2)), Verdict(Violation::UnaskedBytes));
    EXPECT_EQ(judge(Data(StreamId{4}, 100, 1)), Verdict(Violation::UnaskedBytes));
}

TEST(ExpectedBytes, ArePushedOnlyOfStreamsThatWereOpened)
{
    ExpectedBytes expected;
    EXPECT_EQ(expected.Judge(Lane::Push, {}, Data(STREAM, 0, 1)), Verdict(Violation::UnaskedBytes));
    EXPECT_EQ(expected.Judge(Lane::Control, {}, Extent(STREAM, 0)),
              Verdict(Violation::UnaskedBytes));
    expected.OnControlSent(OPEN);
    EXPECT_EQ(expected.Judge(Lane::Push, {}, Data(STREAM, 0, 1)), Verdict());
    EXPECT_EQ(expected.Judge(Lane::Control, {}, Extent(STREAM, 1)), Verdict());
}

TEST(ExpectedBytes, ArePushedAsFarAsTheExtentSaysWhicheverComesFirst)
{
    for (const std::size_t size : {10U, 11U})
    {
        const Verdict expectedVerdict = size == 10 ? Verdict() : Verdict(Violation::BeyondExtent);
        ExpectedBytes first;
        first.OnControlSent(OPEN);
        EXPECT_EQ(first.Judge(Lane::Control, {}, Extent(STREAM, 10)), Verdict());
        EXPECT_EQ(first.Judge(Lane::Push, {}, Data(STREAM, 0, size)), expectedVerdict);
        ExpectedBytes second;
        second.OnControlSent(OPEN);
        EXPECT_EQ(second.Judge(Lane::Push, {}, Data(STREAM, 0, size)), Verdict());
        EXPECT_EQ(second.Judge(Lane::Control, {}, Extent(STREAM, 10)), expectedVerdict);
    }
}

TEST(ExpectedBytes, ArePushedNoFartherThanARangeReachesBeforeTheExtentComes)
{
    ExpectedBytes expected;
    expected.OnControlSent(OPEN);
    EXPECT_EQ(expected.Judge(Lane::Push, {}, Data(STREAM, KDP_RANGE_MAX - 1, 1)), Verdict());
    EXPECT_EQ(expected.Judge(Lane::Push, {}, Data(STREAM, KDP_RANGE_MAX, 1)),
              Verdict(Violation::BeyondExtent));
}

TEST(ExpectedBytes, OfDuplexStreamsArePushedOnlyWhereTheyAreConnectedAndAreToldOfEverywhere)
{
    const KdpMessage extent =
        KdpStreamExtent{STREAM, ByteCount{10}, ByteCount{}, StreamFinish::Open, {}};
    const KdpMessage pushed = Data(STREAM, KDP_RANGE_MAX, 1);
    ExpectedBytes expected;
    EXPECT_EQ(expected.Judge(Lane::Control, {}, extent), Verdict());
    EXPECT_EQ(expected.Judge(Lane::Push, {}, pushed), Verdict(Violation::UnaskedBytes));
    expected.OnControlSent(CONNECT);
    EXPECT_EQ(expected.Judge(Lane::Push, {}, pushed), Verdict());
}

TEST(ExpectedBytes, ComeOnStreamsForDataAndControlOnTheOneForControl)
{
    const KdpMessage data = Data(STREAM, 100, 1);
    const KdpMessage refused = KdpStreamRefused{STREAM};
    const KdpMessage request =
        KdpRangeRequest{STREAM, ByteCount{}, ByteCount{1}, RangePriority::Normal, "x"};
    const Verdict outOfPlace(Violation::KdpOutOfPlace);
    ExpectedBytes expected = Asked();
    EXPECT_EQ(expected.Judge(Lane::Control, {}, data), outOfPlace);
    EXPECT_EQ(expected.Judge(Lane::Control, {}, refused), Verdict());
    EXPECT_EQ(expected.Judge(Lane::Range, RANGE, refused), outOfPlace);
    EXPECT_EQ(expected.Judge(Lane::Push, {}, Extent(STREAM, 0)), outOfPlace);
    for (const Lane lane : {Lane::Control, Lane::Range, Lane::Push})
    {
        EXPECT_EQ(expected.Judge(lane, RANGE, request), outOfPlace);
    }
}

} // namespace kwik::test

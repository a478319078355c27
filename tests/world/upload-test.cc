#include "protocol-core/stream/upload/scheduler-registry.h"
#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{5'000'000};

/// A primary and a secondary that reaches it over a link of their own.
Story::Options
TwoServers(UploadPolicy policy)
{
    Story::Options options{.links = {Link(10, 10ms), Link(10, 20ms)}, .empty = {}, .joined = {1}};
    options.session.upload.scheduler = policy;
    return options;
}

bool
RunUpload(Story& story, Instant limit)
{
    return story.world.RunUntil(limit, [&story] { return story.upload.finished > 0; });
}

void
ExpectUploaded(const Story& story, ByteCount size)
{
    EXPECT_EQ(story.uploaded.delivered, size);
    EXPECT_EQ(story.uploaded.corrupted, ByteCount{});
    EXPECT_EQ(story.uploaded.finished, 1);
    EXPECT_EQ(story.astray.delivered, ByteCount{}) << "a secondary forwards";
    ASSERT_EQ(story.serverEvents.All<UploadReceived>().size(), 1U);
    EXPECT_EQ(story.serverEvents.All<UploadReceived>()[0].bytes, size);
    EXPECT_EQ(story.clientEvents.All<UploadFinished>().size(), 1U);
    EXPECT_TRUE(story.clientEvents.All<SecurityViolation>().empty());
    EXPECT_TRUE(story.serverEvents.All<SecurityViolation>().empty());
}

class UploadOf : public testing::TestWithParam<UploadSchedulerName>
{
};

} // namespace

TEST(Upload, OverOnePathComesWholeAtTheRateOfTheLink)
{
    Story story({.links = {Link(10, 10ms)}});
    story.Upload(SIZE);
    ASSERT_TRUE(RunUpload(story, Instant(60s)));
    ExpectUploaded(story, SIZE);
    const Duration took = *story.uploaded.finishedAt - Instant{};
    EXPECT_GE(took, TransmissionTime(SIZE, BitRate{10'000'000}));
    EXPECT_LE(took, TransmissionTime(SIZE, BitRate{10'000'000}) * 120 / 100);
}

TEST(Upload, OverTwoPathsIsFasterThanEitherAlone)
{
    Story story(TwoServers(UploadPolicy::MinRtt));
    story.Upload(SIZE);
    ASSERT_TRUE(RunUpload(story, Instant(60s)));
    ExpectUploaded(story, SIZE);
    const Duration took = *story.uploaded.finishedAt - Instant{};
    EXPECT_GE(took, TransmissionTime(SIZE, BitRate{20'000'000}));
    EXPECT_LE(took, TransmissionTime(SIZE, BitRate{20'000'000}) * 135 / 100);
}

TEST(Upload, AnEmptyOneHasAnEndToo)
{
    Story story(TwoServers(UploadPolicy::MinRtt));
    const SessionHandle session = story.client->Dial(story.InfoOf(0), story.upload);
    const StreamId stream = story.client->OpenUpload(session, GeneratedName(ByteCount{}, 7));
    story.client->Write({session, stream}, SharedBytes(), StreamFinish::Final);
    ASSERT_TRUE(RunUpload(story, Instant(10s)));
    ExpectUploaded(story, ByteCount{});
}

TEST_P(UploadOf, ASecondaryThatIsCutOffInTheMiddleLosesNoByte)
{
    Story story(TwoServers(GetParam().policy));
    story.world.At(Instant(1s),
                   [&] { story.Reshape(1, [](LinkShape& link) { link.isUp = false; }); });
    story.Upload(SIZE);
    ASSERT_TRUE(RunUpload(story, Instant(60s)));
    ExpectUploaded(story, SIZE);
}

TEST_P(UploadOf, APrimaryWhoseLinkIsCutForAWhileGetsTheRestThroughTheSecondary)
{
    Story story(TwoServers(GetParam().policy));
    story.world.At(Instant(1s),
                   [&] { story.Reshape(0, [](LinkShape& link) { link.isUp = false; }); });
    story.Upload(SIZE);
    ASSERT_TRUE(RunUpload(story, Instant(60s)));
    ExpectUploaded(story, SIZE);
}

TEST_P(UploadOf, ASecondaryThatCrashesLosesNoByte)
{
    Story story(TwoServers(GetParam().policy));
    story.world.At(Instant(1s), [&] { story.Crash(1); });
    story.world.At(Instant(2s), [&] { story.Restart(1); });
    story.Upload(SIZE);
    ASSERT_TRUE(RunUpload(story, Instant(60s)));
    ExpectUploaded(story, SIZE);
}

INSTANTIATE_TEST_SUITE_P(EveryScheduler,
                         UploadOf,
                         testing::ValuesIn(UploadSchedulerNames().begin(),
                                           UploadSchedulerNames().end()),
                         [](const auto& scheduler) {
                             std::string name(scheduler.param.name);
                             std::erase(name, '-');
                             return name;
                         });

} // namespace kwik::test

#include "tests/world/story-checks.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{5'000'000};
constexpr BitRate BOTH_LINKS{40'000'000};

struct Bad
{
    std::uint32_t lossPpm{0};
    std::uint32_t duplicatePpm{0};
    Duration jitter{};
};

/// Downloads over two bad links of 20 Mbit/s and expects it within @p slowdown percent of ideal.
void
ExpectWholeOver(const Bad& bad, CongestionControl algorithm, int slowdown)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed) + " loss " + std::to_string(bad.lossPpm));
        Story::Options options{.seed = seed, .links = {Link(20, 10ms), Link(20, 20ms)}};
        options.quic.congestionControl = algorithm;
        for (LinkShape& link : options.links)
        {
            link.lossPpm = bad.lossPpm;
            link.duplicatePpm = bad.duplicatePpm;
            link.jitter = bad.jitter;
        }
        Story story(options);
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(100s)));
        ExpectWhole(story, SIZE);
        const Duration took = *story.download->finishedAt - Instant{};
        EXPECT_GE(took, TransmissionTime(SIZE, BOTH_LINKS));
        EXPECT_LE(took, TransmissionTime(SIZE, BOTH_LINKS) * slowdown / 100);
        // The end-game's budget is 2 %, and what is trimmed may be under way already: 1 % in the
        // mean of 60 seeds in ns-3 at 0.5 % loss, 5 % in the worst of them.
        EXPECT_LE(story.client->Report(SessionHandle{1}).duplicates, ByteCount{SIZE.value / 16});
        EXPECT_TRUE(story.clientEvents.All<SecurityViolation>().empty());
    }
}

} // namespace

TEST(Impairment, WithoutAnyTheLinksAreFilled)
{
    ExpectWholeOver({}, CongestionControl::Cubic, 135);
    ExpectWholeOver({}, CongestionControl::Bbr, 140);
}

TEST(Impairment, LossUpToFivePercentLosesNoByte)
{
    // A loss-based controller pays for each loss; that is no fault of the layers above.
    const std::pair<std::uint32_t, int> samples[] = {{5'000, 350},
                                                     {10'000, 450},
                                                     {20'000, 650},
                                                     {50'000, 1'100}};
    for (const auto& [loss, slowdown] : samples)
    {
        ExpectWholeOver({.lossPpm = loss}, CongestionControl::Cubic, slowdown);
    }
}

TEST(Impairment, LossUpToFivePercentCostsBbrLittle)
{
    for (const std::uint32_t loss : {5'000U, 10'000U, 20'000U, 50'000U})
    {
        ExpectWholeOver({.lossPpm = loss}, CongestionControl::Bbr, 230);
    }
}

TEST(Impairment, ReorderingLosesNoByte)
{
    ExpectWholeOver({.jitter = 1ms}, CongestionControl::Cubic, 140);
    ExpectWholeOver({.jitter = 5ms}, CongestionControl::Cubic, 150);
    ExpectWholeOver({.jitter = 20ms}, CongestionControl::Cubic, 260);
}

TEST(Impairment, DuplicationDeliversNothingTwice)
{
    for (const std::uint32_t duplicates : {10'000U, 200'000U, 1'000'000U})
    {
        ExpectWholeOver({.duplicatePpm = duplicates}, CongestionControl::Cubic, 140);
    }
}

TEST(Impairment, AllAtOnceLosesNoByte)
{
    const Bad bad{.lossPpm = 30'000, .duplicatePpm = 100'000, .jitter = 10ms};
    // Ten milliseconds of reordering look like loss to QUIC.
    ExpectWholeOver(bad, CongestionControl::Cubic, 3'000);
    ExpectWholeOver(bad, CongestionControl::Reno, 3'000);
    ExpectWholeOver(bad, CongestionControl::Bbr, 600);
}

TEST(Impairment, ALinkThatGetsWorseAndBetterIsFollowed)
{
    Story story({.links = {Link(20, 10ms), Link(20, 20ms)}});
    const auto setRate = [&story](Instant when, std::uint64_t megabits) {
        story.world.At(when, [&story, megabits] {
            story.Reshape(0, [megabits](LinkShape& shape) {
                shape.rate = BitRate{megabits * 1'000'000};
            });
        });
    };
    setRate(Instant(1s), 2);
    setRate(Instant(4s), 40);
    const ByteCount size{30'000'000};
    story.Download(size);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, size);
    const Duration took = *story.download->finishedAt - Instant{};
    // 5 MB in the first second, 8.25 MB in the next three, 7.5 MB a second from then on.
    EXPECT_GE(took, 6'200ms);
    EXPECT_LE(took, 8'500ms);
}

} // namespace kwik::test

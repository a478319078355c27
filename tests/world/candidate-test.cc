// A primary asks other servers before it recommends them: who may be used is, nobody waits long for
// who is silent, and nobody asks twice for what is known.
#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{8'000'000};

/// Three servers on links of 20 Mbit/s to the client, with links among them.
Story::Options
Joined()
{
    return {.links = {Link(20, 10ms), Link(20, 10ms), Link(20, 10ms)}, .joined = {1, 2}};
}

/// What the primary thinks of each server, in order of time.
std::vector<CandidateVerdict>
VerdictsOn(const Story& story, std::size_t server)
{
    std::vector<CandidateVerdict> verdicts;
    for (const CandidateJudged& judged : story.serverEvents.All<CandidateJudged>())
    {
        if (judged.candidate == story.ServerAddress(server))
        {
            verdicts.push_back(judged.verdict);
        }
    }
    return verdicts;
}

/// When the client first heard of all servers.
Instant
RecommendedAt(const Story& story)
{
    for (const auto& [when, event] : story.clientEvents.entries)
    {
        const auto* done = std::get_if<EstablishmentStepDone>(&event);
        if (done != nullptr && done->step == EstablishmentStep::Recommended)
        {
            return when;
        }
    }
    return NEVER;
}

std::size_t
PathsTo(const Story& story, std::size_t server)
{
    std::size_t paths = 0;
    for (const PathOpened& opened : story.clientEvents.All<PathOpened>())
    {
        paths += opened.server == story.ServerAddress(server) ? 1 : 0;
    }
    return paths;
}

void
ExpectStepsInOrder(const Story& story)
{
    const auto steps = story.clientEvents.All<EstablishmentStepDone>();
    ASSERT_EQ(steps.size(), static_cast<std::size_t>(EstablishmentStep::Ready));
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
        EXPECT_EQ(steps[i].step, static_cast<EstablishmentStep>(i + 1));
    }
}

using Verdicts = std::vector<CandidateVerdict>;

} // namespace

TEST(Candidates, ThatAreWillingAreAskedAndUsed)
{
    Story story(Joined());
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    ExpectWhole(story, SIZE);
    ExpectStepsInOrder(story);
    EXPECT_EQ(VerdictsOn(story, 1), Verdicts{CandidateVerdict::Willing});
    EXPECT_EQ(VerdictsOn(story, 2), Verdicts{CandidateVerdict::Willing});
    EXPECT_EQ(PathsTo(story, 1), 1U);
    EXPECT_EQ(PathsTo(story, 2), 1U);
    // Handshake and hello of the client, then of the primary, whose way to the others is 5 ms.
    EXPECT_GE(RecommendedAt(story), Instant(40ms + 20ms));
    EXPECT_LE(RecommendedAt(story), Instant(40ms + 50ms));
    EXPECT_TRUE(story.serverEvents.All<SecurityViolation>().empty());
}

TEST(Candidates, ThatTakeNobodyAreNotUsed)
{
    Story::Options options = Joined();
    options.capacities[2] = 0;
    Story story(options);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    ExpectWhole(story, SIZE);
    ExpectStepsInOrder(story);
    EXPECT_EQ(VerdictsOn(story, 2), Verdicts{CandidateVerdict::Unwilling});
    EXPECT_EQ(PathsTo(story, 1), 1U);
    EXPECT_EQ(PathsTo(story, 2), 0U);
}

TEST(Candidates, ThatTellOfNewCapabilitiesHaveNotAnsweredWithThat)
{
    Story::Options options = Joined();
    options.capacities[2] = 0;
    Story story(options);
    story.world.At(Instant(1s), [&] { story.ServerHost(2).Announce({{"new", "1"}}); });
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    ASSERT_GT(*story.download->finishedAt, Instant(1500ms));
    EXPECT_EQ(VerdictsOn(story, 2), Verdicts{CandidateVerdict::Unwilling});
    EXPECT_EQ(PathsTo(story, 2), 0U);
}

TEST(Candidates, WithMoreLoadThanTheLimitAreNotUsed)
{
    for (const std::uint32_t limit : {49U, 50U})
    {
        Story::Options options = Joined();
        options.capacities[1] = 2;
        options.server.inquiry.loadLimitPercent = limit;
        options.server.inquiry.validFor = 200ms;
        Story story(options);
        story.Download(SIZE); // Its path is half of what the server wants.
        story.world.RunUntil(Instant(500ms));
        ASSERT_EQ(VerdictsOn(story, 1), Verdicts{CandidateVerdict::Willing});
        CheckedStreams more;
        more.Open(*story.client, story.client->Dial(story.InfoOf(0), more), GeneratedName(SIZE, 8));
        ASSERT_TRUE(story.world.RunUntil(Instant(20s), [&] { return more.IsDone(); }));
        EXPECT_EQ(VerdictsOn(story, 1).back(),
                  limit == 49 ? CandidateVerdict::Overloaded : CandidateVerdict::Willing);
        EXPECT_EQ(PathsTo(story, 1), limit == 49 ? 1U : 2U);
    }
}

TEST(Candidates, ThatAreSilentAreLeftOutAndNobodyWaitsLongerThanThePatience)
{
    Story::Options options = Joined();
    options.server.inquiry.patience = 300ms;
    Story story(options);
    story.Crash(2);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    ExpectWhole(story, SIZE);
    ExpectStepsInOrder(story);
    EXPECT_EQ(VerdictsOn(story, 2).front(), CandidateVerdict::Silent);
    EXPECT_EQ(PathsTo(story, 1), 1U);
    EXPECT_EQ(PathsTo(story, 2), 0U);
    // The primary asks as the client does, 30 ms after its start; the answer takes 10 ms.
    EXPECT_GE(RecommendedAt(story), Instant(340ms));
    EXPECT_LE(RecommendedAt(story), Instant(380ms));
    // Its own bytes have not waited.
    EXPECT_LE(story.download->longestGap, 100ms);
}

TEST(Candidates, ThatAnswerLateAreRecommendedLate)
{
    Story::Options options = Joined();
    options.server.inquiry.patience = 12ms; // The handshake alone takes 10 ms.
    Story story(options);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    ExpectWhole(story, SIZE);
    ExpectStepsInOrder(story);
    const Verdicts expected{CandidateVerdict::Silent, CandidateVerdict::Willing};
    EXPECT_EQ(VerdictsOn(story, 1), expected);
    EXPECT_EQ(PathsTo(story, 1), 1U);
}

TEST(Candidates, ThatCannotBeAskedAtAllAreRecommendedAtOnce)
{
    Story story({.links = {Link(20, 10ms), Link(20, 10ms)}});
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    EXPECT_EQ(VerdictsOn(story, 1), Verdicts{CandidateVerdict::Unreachable});
    EXPECT_EQ(PathsTo(story, 1), 1U);
    EXPECT_LE(RecommendedAt(story), Instant(45ms));
}

TEST(Candidates, AreAskedAnewOnTheSamePathWhenWhatIsKnownIsOld)
{
    Story::Options options = Joined();
    options.server.inquiry.validFor = 5s;
    Story story(options);
    CheckedStreams more;
    const std::size_t asked[] = {1, 1, 2};
    for (std::size_t i = 0; i < 3; ++i)
    {
        story.world.RunUntil(Instant(i * 3s));
        more.Open(*story.client,
                  story.client->Dial(story.InfoOf(0), more),
                  GeneratedName(ByteCount{100'000}, i));
        ASSERT_TRUE(story.world.RunUntil(Instant(20s), [&] { return more.IsDone(); }));
        EXPECT_EQ(VerdictsOn(story, 1).size(), asked[i]) << "at " << i * 3 << " s";
    }
    EXPECT_TRUE(story.serverEvents.All<SecurityViolation>().empty());
}

TEST(Candidates, AreNotAskedWithoutPatience)
{
    Story::Options options = Joined();
    options.server.inquiry.patience = Duration{};
    Story story(options);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    EXPECT_TRUE(story.serverEvents.All<CandidateJudged>().empty());
    EXPECT_EQ(PathsTo(story, 1), 1U);
    EXPECT_LE(RecommendedAt(story), Instant(45ms));
}

} // namespace kwik::test

#include "replay/entry-text.h"
#include "replay/record-frame.h"
#include "replay/score.h"

#include <gtest/gtest.h>
#include <vector>

namespace kwik::replay
{

namespace
{

Instant
At(int milliseconds)
{
    return Instant(std::chrono::milliseconds(milliseconds));
}

const Entry TIMER{.kind = EntryKind::Timer, .at = At(5)};
const Entry CLOCK{.kind = EntryKind::Clock, .at = At(6)};
const Entry ARMED{.kind = EntryKind::Armed, .at = At(9)};
const Entry SENT{.kind = EntryKind::Sent, .flag = 1, .peer = Ipv4(1, 2), .size = 3, .digest = 4};
const Entry NEXT{.kind = EntryKind::Timer, .at = At(20)};

RecordReader
Record(const std::vector<Entry>& entries)
{
    std::string bytes(RECORD_MAGIC);
    std::uint64_t number = 0;
    const auto add = [&](const std::string& content) {
        std::string head(FRAME_HEAD, '\0');
        PutUint32(static_cast<std::uint32_t>(content.size()), head.data());
        PutUint32(FrameChecksum(number++, content), head.data() + 4);
        bytes += head + content;
    };
    add(WriteHeader({}));
    for (const Entry& entry : entries)
    {
        std::string content;
        Encode(entry, content);
        add(content);
    }
    return RecordReader(bytes);
}

TEST(Score, GivesInputsAndAnswersAndComparesOutputs)
{
    RecordReader reader = Record({TIMER, CLOCK, SENT, ARMED, NEXT});
    Score score(reader, {});
    EXPECT_EQ(score.NextInput(NEVER), TIMER);
    EXPECT_EQ(score.Answer(EntryKind::Clock), CLOCK);
    Entry made = SENT;
    made.flag = 0; // What the socket answers is in the record only.
    EXPECT_EQ(score.Check(made), 1);
    score.Check(ARMED);
    EXPECT_EQ(score.NextInput(NEVER), NEXT);
    EXPECT_EQ(score.NextInput(NEVER), std::nullopt);
    EXPECT_FALSE(score.Found());
    EXPECT_EQ(score.Counts().entries.at(EntryKind::Timer), 2U);
    EXPECT_EQ(score.Counts().sent, 3U);
}

TEST(Score, AnotherOutputIsADifferenceWithItsCause)
{
    RecordReader reader = Record({TIMER, ARMED, NEXT});
    Score score(reader, {});
    score.NextInput(NEVER);
    Entry made = ARMED;
    made.at += Duration(1);
    score.Check(made);
    ASSERT_TRUE(score.Found());
    EXPECT_EQ(score.Found()->number, 2U);
    EXPECT_EQ(score.Found()->at, At(5));
    EXPECT_EQ(score.Found()->recorded, ARMED);
    EXPECT_EQ(score.Found()->replayed, made);
    EXPECT_EQ(score.Found()->cause->entry, TIMER);
    EXPECT_EQ(score.Found()->after.front().entry, NEXT);
    EXPECT_EQ(Contrast(ARMED, made), "deadline 1 ns later");
    EXPECT_EQ(score.NextInput(NEVER), std::nullopt);
}

TEST(Score, AnOutputThatIsMissingIsADifference)
{
    RecordReader reader = Record({TIMER, ARMED, NEXT});
    Score score(reader, {});
    score.NextInput(NEVER);
    EXPECT_EQ(score.NextInput(NEVER), std::nullopt);
    ASSERT_TRUE(score.Found());
    EXPECT_EQ(score.Found()->recorded, ARMED);
    EXPECT_FALSE(score.Found()->replayed);
}

TEST(Score, AnOutputMoreIsADifference)
{
    RecordReader reader = Record({TIMER, NEXT});
    Score score(reader, {});
    score.NextInput(NEVER);
    score.Check(ARMED);
    ASSERT_TRUE(score.Found());
    EXPECT_EQ(score.Found()->recorded, NEXT);
}

TEST(Score, AQuestionThatNobodyAskedIsADifferenceAndIsAnswered)
{
    RecordReader reader = Record({TIMER, NEXT});
    Score score(reader, {});
    score.NextInput(NEVER);
    EXPECT_EQ(score.Answer(EntryKind::Clock).at, At(5));
    EXPECT_TRUE(score.Found());
    EXPECT_FALSE(score.IsFollowing());
}

TEST(Score, WhatComesAfterTheEndOfARecordIsNotCompared)
{
    RecordReader reader = Record({TIMER});
    Score score(reader, {});
    score.NextInput(NEVER);
    score.Check(ARMED);
    EXPECT_EQ(score.Answer(EntryKind::Clock).at, At(5));
    EXPECT_FALSE(score.Found());
}

TEST(Score, StopsBeforeWhatIsLater)
{
    RecordReader reader = Record({TIMER, ARMED, NEXT});
    Score score(reader, {});
    EXPECT_EQ(score.NextInput(At(5)), TIMER);
    score.Check(ARMED);
    EXPECT_EQ(score.NextInput(At(19)), std::nullopt);
    EXPECT_TRUE(score.IsFollowing());
    EXPECT_EQ(score.NextInput(At(20)), NEXT);
}

TEST(Score, DamageEndsItAndIsNoDifference)
{
    RecordReader reader = Record({TIMER, NEXT, TIMER}); // Back in time.
    Score score(reader, {});
    score.NextInput(NEVER);
    EXPECT_EQ(score.NextInput(NEVER), NEXT);
    EXPECT_EQ(score.NextInput(NEVER), std::nullopt);
    ASSERT_TRUE(score.Damage());
    EXPECT_NE(score.Damage()->find("entry 3"), std::string::npos);
    EXPECT_FALSE(score.Found());
}

TEST(Score, ShowsNotesToItsWatcherOnly)
{
    std::vector<std::uint64_t> seen;
    RecordReader reader = Record({{.kind = EntryKind::Rebound, .at = At(1)}, TIMER});
    Score score(reader, [&seen](const NumberedEntry& one) { seen.push_back(one.number); });
    EXPECT_EQ(score.NextInput(NEVER), TIMER);
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2}));
}

} // namespace

} // namespace kwik::replay

#ifndef KWIK_TESTS_WORLD_STORY_CHECKS_H
#define KWIK_TESTS_WORLD_STORY_CHECKS_H

#include "tests/support/story.h"

#include <map>
#include <optional>

namespace kwik::test
{

/// A link of @p megabits Mbit/s and @p delay each way, with a queue of one round trip.
LinkShape Link(std::uint64_t megabits, Duration delay);

/// Runs until the story's download is over or @p limit; @returns whether it is over.
bool RunToEnd(Story& story, Instant limit);

/// The download of @p size bytes is finished: every byte came, once, in order and unharmed.
void ExpectWhole(const Story& story, ByteCount size);

/// The client's events are a possible life: each state follows from the one before, each stream
/// ends once, nothing is asked of a path that is not there.
void ExpectLawful(const EventLog& events);

/// When the client's session first moved to @p state; NEVER when it did not.
Instant TimeOf(const EventLog& events, SessionState state);
/// When a path to @p server first moved to @p state; NEVER when none did.
Instant TimeOf(const EventLog& events, const Address& server, PathState state);

/// The bytes that were requested for a reason, over all paths.
ByteCount RequestedAs(const EventLog& events, RangePurpose purpose);
/// The bytes that were requested on each server's paths.
std::map<Address, ByteCount> RequestedOf(const EventLog& events);

/// Any number of streams of one or more sessions, each checked like CheckedDownload.
class CheckedStreams final : public Application
{
  public:
    void Open(Host& host, SessionHandle session, const std::string& content);
    void OnStreamBytes(Instant now,
                       SessionStream stream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;
    void OnStreamRefused(Instant now, SessionStream stream) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;

    bool IsDone() const;

    std::map<SessionStream, CheckedDownload> streams;
    std::map<SessionHandle, SessionEnd> ended;
};

} // namespace kwik::test

#endif // KWIK_TESTS_WORLD_STORY_CHECKS_H

#ifndef KWIK_TESTS_WORLD_RANDOM_STORY_H
#define KWIK_TESTS_WORLD_RANDOM_STORY_H

#include "tests/world/story-checks.h"

#include <memory>
#include <string>

namespace kwik::test
{

/**
 * A story that a seed makes up: one to four servers on links of any quality, one to four streams,
 * and for some seconds crashes, restarts, cuts, and links that change. Then there is peace: all
 * servers are back, no link loses anything, and the streams have to end.
 */
class RandomStory
{
  public:
    explicit RandomStory(std::uint64_t seed);
    ~RandomStory();

    /// Plays it and expects what has to hold in every story.
    void Play();

    /// What happens, for whoever has to find out why it went wrong.
    const std::string& Plot() const;
    const EventLog& ClientEvents() const;

  private:
    Story::Options MakeUpOptions();
    LinkShape MakeUpLink();
    void MakeUpStreams();
    void MakeUpTrouble();
    void MakeUpPeace();
    void Crash(std::size_t server, Instant when);
    void Cut(std::size_t server, Instant when);
    void Change(std::size_t server, Instant when);
    void Tell(Instant when, const std::string& what);
    Duration Between(Duration low, Duration high);

    Prng m_prng;
    std::string m_plot;
    std::unique_ptr<Story> m_story;
    std::size_t m_servers{0};
    std::vector<Instant> m_backAt; ///< Of each server: up to here it is down.
    CheckedStreams m_streams;
    ByteCount m_total;
};

} // namespace kwik::test

#endif // KWIK_TESTS_WORLD_RANDOM_STORY_H

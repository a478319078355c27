#ifndef KWIK_REPLAY_SCORE_H
#define KWIK_REPLAY_SCORE_H

#include "replay/record-reader.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace kwik::replay
{

/// An entry and its place in the record.
struct NumberedEntry
{
    std::uint64_t number;
    Instant now; ///< When the host was told something last.
    Entry entry;
};

/// Where a host that is told the same does something else.
struct Difference
{
    std::uint64_t number; ///< Of the entry at which it shows.
    Instant at;           ///< When the host was told something last.
    Entry recorded;
    std::optional<Entry> replayed;      ///< Nothing when the host does not do it.
    std::optional<NumberedEntry> cause; ///< The input that the host was working on.
    std::deque<NumberedEntry> before;   ///< The last entries that were the same.
    std::deque<NumberedEntry> after;    ///< The next ones of the record.
};

/// How much of a record was played.
struct ScoreCounts
{
    std::map<EntryKind, std::uint64_t> entries;
    std::uint64_t received = 0; ///< Bytes of datagrams.
    std::uint64_t sent = 0;
};

/**
 * Reads a record along with a host that is told what is in it: gives the inputs, gives the answers
 * that the host asks for, and compares what the host does with what it did.
 *
 *   following --something else is done--> lost
 *   following --no more entries, or a bad one--> over
 *
 * When it is not following, it answers anything, so that the host can come to rest.
 */
class Score
{
  public:
    /// Sees each entry in its turn, the first that differs not.
    using Watcher = std::function<void(const NumberedEntry&)>;

    /// @p watcher may be empty.
    Score(RecordReader& reader, Watcher watcher);

    /// The next thing to tell the host, which is quiet, or nothing.
    std::optional<Entry> NextInput(Instant until);
    /// What the host was answered; else an entry with the time of now.
    Entry Answer(EntryKind kind);
    /// The host does this. @returns the flag of what it did
    std::uint8_t Check(const Entry& made);

    bool IsFollowing() const;
    Instant Now() const;
    std::uint64_t Number() const; ///< Of the entry that was played last.
    const ScoreCounts& Counts() const;
    const std::optional<Difference>& Found() const;
    /// Of a record that is damaged from here on.
    const std::optional<std::string>& Damage() const;

  private:
    void Look();
    Entry Take();
    void Lose(const std::optional<Entry>& made);

    RecordReader& m_reader;
    Watcher m_watcher;
    std::optional<NumberedEntry> m_next; ///< Nothing once it is over or lost.
    std::optional<NumberedEntry> m_cause;
    std::deque<NumberedEntry> m_before;
    Instant m_now;
    Instant m_ahead; ///< The same of m_next.
    std::uint64_t m_number{0};
    ScoreCounts m_counts;
    std::optional<Difference> m_difference;
    std::optional<std::string> m_damage;
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_SCORE_H

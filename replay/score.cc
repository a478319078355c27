#include "replay/score.h"

#include <algorithm>
#include <utility>

namespace kwik::replay
{

namespace
{

/// Enough to see what the host was doing.
constexpr std::size_t BEFORE = 8;
constexpr std::size_t AFTER = 4;

/// What it was answered to a datagram is no output.
bool
IsSame(const Entry& recorded, Entry made)
{
    if (made.kind == EntryKind::Sent && recorded.kind == EntryKind::Sent)
    {
        made.flag = recorded.flag;
    }
    return recorded == made;
}

} // namespace

Score::Score(RecordReader& reader, Watcher watcher)
    : m_reader(reader),
      m_watcher(std::move(watcher))
{
    Look();
}

std::optional<Entry>
Score::NextInput(Instant until)
{
    if (!m_next)
    {
        return std::nullopt;
    }
    if (RoleOf(m_next->entry.kind) != EntryRole::Input)
    {
        Lose(std::nullopt); // The host is quiet, and it was not.
        return std::nullopt;
    }
    if (std::max(m_now, m_next->entry.at) > until)
    {
        return std::nullopt;
    }
    m_cause = m_next;
    return Take();
}

Entry
Score::Answer(EntryKind kind)
{
    if (m_next && m_next->entry.kind == kind)
    {
        return Take();
    }
    const Entry otherwise{.kind = kind, .at = m_now};
    if (m_next)
    {
        Lose(otherwise);
    }
    return otherwise;
}

std::uint8_t
Score::Check(const Entry& made)
{
    if (m_next && IsSame(m_next->entry, made))
    {
        return Take().flag;
    }
    if (m_next)
    {
        Lose(made);
    }
    return made.flag;
}

bool
Score::IsFollowing() const
{
    return m_next.has_value();
}

Instant
Score::Now() const
{
    return m_now;
}

std::uint64_t
Score::Number() const
{
    return m_number;
}

const ScoreCounts&
Score::Counts() const
{
    return m_counts;
}

const std::optional<Difference>&
Score::Found() const
{
    return m_difference;
}

const std::optional<std::string>&
Score::Damage() const
{
    return m_damage;
}

/// Never throws: a host is on the stack, which is in the middle of its work.
void
Score::Look()
{
    m_next.reset();
    try
    {
        while (std::optional<Entry> entry = m_reader.Next())
        {
            m_ahead = IsMoment(entry->kind) ? entry->at : m_ahead;
            NumberedEntry numbered{m_reader.Number(), m_ahead, std::move(*entry)};
            if (RoleOf(numbered.entry.kind) != EntryRole::Note)
            {
                m_next = std::move(numbered);
                return;
            }
            if (m_watcher)
            {
                m_watcher(numbered);
            }
        }
    }
    catch (const RecordError& error)
    {
        m_damage = error.what();
    }
}

Entry
Score::Take()
{
    const NumberedEntry taken = std::move(*m_next);
    const Entry& entry = taken.entry;
    m_number = taken.number;
    m_now = taken.now;
    m_counts.entries[entry.kind] += 1;
    m_counts.received += entry.kind == EntryKind::Datagram ? entry.blob.size() : 0;
    m_counts.sent += entry.kind == EntryKind::Sent ? entry.size : 0;
    if (m_watcher)
    {
        m_watcher(taken);
    }
    m_before.push_back(taken);
    if (m_before.size() > BEFORE)
    {
        m_before.pop_front();
    }
    Look();
    return m_before.back().entry;
}

void
Score::Lose(const std::optional<Entry>& made)
{
    Difference difference{m_next->number, m_now, m_next->entry, made, m_cause, m_before, {}};
    Look();
    for (std::size_t i = 0; i < AFTER && m_next; ++i)
    {
        difference.after.push_back(*m_next);
        Look();
    }
    m_next.reset();
    m_difference = std::move(difference);
}

} // namespace kwik::replay

#include "tests/world/story-checks.h"

#include "protocol-core/path/path.h"
#include "protocol-core/session/session-lifecycle.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace kwik::test
{

namespace
{

/// Follows the events of one client and expects that each one is possible after those before it.
class Lawyer
{
  public:
    void operator()(const SessionStateChanged& changed)
    {
        EXPECT_EQ(changed.from, m_session);
        EXPECT_TRUE(IsAllowed(changed.from, changed.to))
            << ToText(changed.from) << " to " << ToText(changed.to);
        m_session = changed.to;
    }

    void operator()(const PathOpened& opened)
    {
        EXPECT_TRUE(m_paths.emplace(opened.path, Life{opened.server}).second);
    }

    void operator()(const PathStateChanged& changed)
    {
        ASSERT_TRUE(m_paths.contains(changed.path));
        Life& life = m_paths.at(changed.path);
        EXPECT_EQ(changed.server, life.server);
        EXPECT_EQ(changed.from, life.state);
        EXPECT_TRUE(IsAllowed(changed.from, changed.to));
        life.state = changed.to;
    }

    void operator()(const StreamExtentLearned& learned)
    {
        EXPECT_GE(learned.extent, m_extents[learned.stream]);
        m_extents[learned.stream] = learned.extent;
    }

    void operator()(const RangeRequested& requested)
    {
        ASSERT_TRUE(m_paths.contains(requested.path));
        const PathState state = m_paths.at(requested.path).state;
        EXPECT_TRUE(state == PathState::Handshaking || state == PathState::Active)
            << "a request on a path that is " << ToText(state);
        EXPECT_GT(requested.length, ByteCount{0});
        EXPECT_LE(requested.length, ByteCount{1U << 20});
        EXPECT_LE(requested.offset + requested.length, m_extents[requested.stream]);
        EXPECT_FALSE(m_finished.contains(requested.stream));
    }

    void operator()(const StreamFinished& finished)
    {
        EXPECT_TRUE(m_finished.insert(finished.stream).second);
        EXPECT_EQ(finished.bytes, m_extents[finished.stream]);
    }

    template <typename OTHER>
    void operator()(const OTHER&)
    {
    }

  private:
    struct Life
    {
        Address server;
        PathState state{PathState::Initializing};
    };

    SessionState m_session{SessionState::Initializing};
    std::map<PathId, Life> m_paths;
    std::map<StreamId, ByteCount> m_extents;
    std::set<StreamId> m_finished;
};

} // namespace

LinkShape
Link(std::uint64_t megabits, Duration delay)
{
    LinkShape shape;
    shape.rate = BitRate{megabits * 1'000'000};
    shape.delay = delay;
    shape.queue = BytesIn(shape.rate, delay * 2);
    return shape;
}

bool
RunToEnd(Story& story, Instant limit)
{
    return story.world.RunUntil(limit, [&story] { return story.download->IsDone(); });
}

void
ExpectWhole(const Story& story, ByteCount size)
{
    const CheckedDownload& download = *story.download;
    EXPECT_TRUE(download.finishedAt.has_value());
    EXPECT_FALSE(download.ended.has_value());
    EXPECT_EQ(download.delivered.value, size.value);
    EXPECT_EQ(download.corrupted, ByteCount{0});
    const auto finished = story.clientEvents.All<StreamFinished>();
    ASSERT_EQ(finished.size(), 1U);
    EXPECT_EQ(finished[0].bytes, size);
    ExpectLawful(story.clientEvents);
}

void
ExpectLawful(const EventLog& events)
{
    Lawyer lawyer;
    Instant last{};
    for (const auto& [when, event] : events.entries)
    {
        ASSERT_GE(when, last);
        last = when;
        std::visit(lawyer, event);
    }
}

Instant
TimeOf(const EventLog& events, SessionState state)
{
    for (const auto& [when, event] : events.entries)
    {
        const auto* changed = std::get_if<SessionStateChanged>(&event);
        if (changed != nullptr && changed->to == state)
        {
            return when;
        }
    }
    return NEVER;
}

Instant
TimeOf(const EventLog& events, const Address& server, PathState state)
{
    for (const auto& [when, event] : events.entries)
    {
        const auto* changed = std::get_if<PathStateChanged>(&event);
        if (changed != nullptr && changed->server == server && changed->to == state)
        {
            return when;
        }
    }
    return NEVER;
}

ByteCount
RequestedAs(const EventLog& events, RangePurpose purpose)
{
    ByteCount sum;
    for (const RangeRequested& requested : events.All<RangeRequested>())
    {
        sum += requested.purpose == purpose ? requested.length : ByteCount{};
    }
    return sum;
}

std::map<Address, ByteCount>
RequestedOf(const EventLog& events)
{
    std::map<PathId, Address> servers;
    std::map<Address, ByteCount> sums;
    for (const PathOpened& opened : events.All<PathOpened>())
    {
        servers[opened.path] = opened.server;
    }
    for (const RangeRequested& requested : events.All<RangeRequested>())
    {
        sums[servers.at(requested.path)] += requested.length;
    }
    return sums;
}

void
CheckedStreams::Open(Host& host, SessionHandle session, const std::string& content)
{
    const StreamId stream = host.OpenStream(session, content);
    streams.emplace(SessionStream{session, stream}, CheckedDownload(content));
}

void
CheckedStreams::OnStreamBytes(Instant now,
                              SessionStream stream,
                              const SharedBytes& bytes,
                              StreamFinish finish)
{
    streams.at(stream).OnStreamBytes(now, stream, bytes, finish);
}

void
CheckedStreams::OnStreamRefused(Instant now, SessionStream stream)
{
    streams.at(stream).OnStreamRefused(now, stream);
}

void
CheckedStreams::OnSessionEnded(Instant now, SessionHandle session, SessionEnd end)
{
    ended[session] = end;
    for (auto& [stream, download] : streams)
    {
        if (stream.session == session)
        {
            download.OnSessionEnded(now, session, end);
        }
    }
}

bool
CheckedStreams::IsDone() const
{
    return std::all_of(streams.begin(), streams.end(), [](const auto& entry) {
        return entry.second.IsDone();
    });
}

} // namespace kwik::test

#include "tests/world/random-story.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

/// Nothing bad begins later than this, and what has begun is over three seconds later.
constexpr Duration TROUBLE = 5s;
constexpr Duration LONGEST_OUTAGE = 3s;
/// However slow the links are, this is more than the streams may need in peace.
constexpr Duration ENOUGH = 120s;

} // namespace

RandomStory::RandomStory(std::uint64_t seed)
    : m_prng(Prng(seed).Fork("random story"))
{
    Story::Options options = MakeUpOptions();
    options.seed = seed;
    m_servers = options.links.size();
    m_backAt.resize(m_servers);
    m_story = std::make_unique<Story>(options);
    MakeUpStreams();
    MakeUpTrouble();
    MakeUpPeace();
}

RandomStory::~RandomStory() = default;

void
RandomStory::Play()
{
    const Instant limit(TROUBLE + LONGEST_OUTAGE + ENOUGH);
    m_story->world.RunUntil(Instant(TROUBLE)); // Streams may open until then.
    const bool isDone = m_story->world.RunUntil(limit, [this] { return m_streams.IsDone(); });
    EXPECT_TRUE(isDone) << "the streams never end";
    EXPECT_TRUE(m_streams.ended.empty()) << "the session was given up";
    for (const auto& [stream, download] : m_streams.streams)
    {
        EXPECT_TRUE(download.finishedAt.has_value());
        EXPECT_EQ(GeneratedContent().SizeOf(download.content), download.delivered);
        EXPECT_EQ(download.corrupted, ByteCount{0});
        EXPECT_FALSE(download.wasRefused);
    }
    EXPECT_EQ(m_story->clientEvents.All<StreamFinished>().size(), m_streams.streams.size());
    EXPECT_TRUE(m_story->clientEvents.All<SecurityViolation>().empty());
    EXPECT_TRUE(m_story->serverEvents.All<SecurityViolation>().empty());
    EXPECT_LE(m_story->client->Report(SessionHandle{1}).duplicates, m_total);
    ExpectLawful(m_story->clientEvents);
}

const std::string&
RandomStory::Plot() const
{
    return m_plot;
}

const EventLog&
RandomStory::ClientEvents() const
{
    return m_story->clientEvents;
}

Story::Options
RandomStory::MakeUpOptions()
{
    Story::Options options;
    for (std::uint64_t links = 1 + m_prng.Below(4); links > 0; --links)
    {
        options.links.push_back(MakeUpLink());
    }
    options.quic.congestionControl = static_cast<CongestionControl>(m_prng.Below(3));
    options.session.failover.strategy = static_cast<FailoverStrategy>(m_prng.Below(3));
    options.session.failover.recoveryTimeout = 60s;
    options.session.paths.openAbove = ByteCount{m_prng.Below(1'000'000)};
    options.server.firstWindow = ByteCount{m_prng.Below(100'000)};
    options.server.framePayload = ByteCount{500 + m_prng.Below(20'000)};
    return options;
}

LinkShape
RandomStory::MakeUpLink()
{
    LinkShape link;
    link.rate = BitRate{(2 + m_prng.Below(40)) * 1'000'000};
    link.delay = Between(1ms, 100ms);
    link.queue = std::max(ByteCount{15'000}, BytesIn(link.rate, Between(5ms, 300ms)));
    link.lossPpm = static_cast<std::uint32_t>(m_prng.Below(2) * m_prng.Below(50'000));
    link.duplicatePpm = static_cast<std::uint32_t>(m_prng.Below(2) * m_prng.Below(50'000));
    link.jitter = m_prng.Below(2) == 0 ? Duration{} : Between(0ms, 10ms);
    Tell({},
         "a link of " + std::to_string(link.rate.bitsPerSecond / 1'000'000) + " Mbit/s, " +
             std::to_string(link.delay / 1ms) + " ms, loss " + std::to_string(link.lossPpm));
    return link;
}

void
RandomStory::MakeUpStreams()
{
    const SessionHandle session = m_story->client->Dial(m_story->InfoOf(0), m_streams);
    for (std::uint64_t i = 0, streams = 1 + m_prng.Below(4); i < streams; ++i)
    {
        const ByteCount size{m_prng.Below(m_prng.Below(3) == 0 ? 1'000 : 3'000'000)};
        const Instant when = i == 0 ? Instant{} : Instant(Between(0ms, TROUBLE));
        m_total += size;
        Tell(when, "a stream of " + std::to_string(size.value) + " bytes");
        m_story->world.At(when, [this, session, size, i] {
            m_streams.Open(*m_story->client, session, GeneratedName(size, i));
        });
    }
}

void
RandomStory::MakeUpTrouble()
{
    for (std::uint64_t troubles = m_prng.Below(12); troubles > 0; --troubles)
    {
        const std::size_t server = m_prng.Below(m_servers);
        const Instant when(Between(0ms, TROUBLE));
        switch (m_prng.Below(3))
        {
        case 0:
            Crash(server, when);
            break;
        case 1:
            Cut(server, when);
            break;
        default:
            Change(server, when);
        }
    }
}

void
RandomStory::MakeUpPeace()
{
    m_story->world.At(Instant(TROUBLE + LONGEST_OUTAGE), [this] {
        for (std::size_t server = 0; server < m_servers; ++server)
        {
            m_story->Reshape(server, [](LinkShape& link) {
                link.lossPpm = 0; // Some controllers make next to nothing of a few percent.
                link.jitter = {};
            });
        }
    });
}

void
RandomStory::Crash(std::size_t server, Instant when)
{
    const Instant back = when + Between(1ms, LONGEST_OUTAGE);
    if (when < m_backAt[server])
    {
        return; // It is down already.
    }
    m_backAt[server] = back;
    Tell(when, "server " + std::to_string(server) + " crashes");
    Tell(back, "server " + std::to_string(server) + " restarts");
    m_story->world.At(when, [this, server] { m_story->Crash(server); });
    m_story->world.At(back, [this, server] { m_story->Restart(server); });
}

void
RandomStory::Cut(std::size_t server, Instant when)
{
    const Instant back = when + Between(1ms, LONGEST_OUTAGE);
    Tell(when, "link " + std::to_string(server) + " is cut");
    Tell(back, "link " + std::to_string(server) + " is restored");
    m_story->world.At(when, [this, server] {
        m_story->Reshape(server, [](LinkShape& link) { link.isUp = false; });
    });
    m_story->world.At(back, [this, server] {
        m_story->Reshape(server, [](LinkShape& link) { link.isUp = true; });
    });
}

void
RandomStory::Change(std::size_t server, Instant when)
{
    const LinkShape shape = MakeUpLink();
    Tell(when, "that is link " + std::to_string(server) + " now");
    m_story->world.At(when, [this, server, shape] {
        m_story->Reshape(server, [&shape](LinkShape& link) {
            const bool isUp = link.isUp;
            link = shape;
            link.isUp = isUp;
        });
    });
}

void
RandomStory::Tell(Instant when, const std::string& what)
{
    m_plot += std::to_string((when - Instant{}) / 1us) + " us: " + what + "\n";
}

Duration
RandomStory::Between(Duration low, Duration high)
{
    const auto spread = static_cast<std::uint64_t>((high - low).count());
    return low + Duration(static_cast<Duration::rep>(m_prng.Below(spread + 1)));
}

} // namespace kwik::test

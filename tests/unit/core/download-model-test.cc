#include "protocol-core/stream/download-scheduler.h"
#include "tests/unit/core/claim-ledger.h"
#include "tests/unit/core/model-server.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

struct Chances
{
    std::uint64_t silencePerMillion;
    std::uint64_t closePerMillion;
};

/// A client that runs a DownloadScheduler against model servers that misbehave at random.
class DownloadModel
{
  public:
    DownloadModel(std::uint64_t seed, const Chances& chances)
        : m_prng(seed),
          m_chances(chances),
          m_config(RandomConfig()),
          m_ledger(m_config),
          m_scheduler(m_config)
    {
        for (std::uint64_t streams = 1 + m_prng.Below(4); streams > 0; --streams)
        {
            OpenStream(ByteCount{1 + m_prng.Below(3'000'000)});
        }
        for (std::uint64_t paths = 1 + m_prng.Below(4); paths > 0; --paths)
        {
            OpenPath();
        }
    }

    /// @returns whether every byte of every stream came within @p limit.
    bool Run(Duration limit)
    {
        const Instant end = m_now + limit;
        while (!m_streams.empty() && m_now < end && m_ledger.Breaches().empty())
        {
            m_now += 1ms;
            if (m_now < end - limit / 2) // Then peace, so that all can end.
            {
                Disturb();
            }
            for (auto& [path, server] : m_servers)
            {
                Restore(path, server);
                server.Tick(m_now, m_prng);
                Listen(path, server);
            }
        }
        return m_streams.empty();
    }

    const ClaimLedger& Ledger() const
    {
        return m_ledger;
    }

  private:
    DownloadConfig RandomConfig()
    {
        DownloadConfig config;
        config.reassemblyCap = ByteCount{(1 + m_prng.Below(4)) << 20};
        config.initialCredit = ByteCount{(64 + m_prng.Below(400)) << 10};
        config.redundancyPercent = static_cast<std::uint32_t>(m_prng.Below(30));
        return config;
    }

    BitRate RandomRate()
    {
        return BitRate{(1 + m_prng.Below(60)) * 1'000'000};
    }

    void OpenStream(ByteCount extent)
    {
        const StreamId stream{m_nextStream++};
        m_streams[stream] = extent;
        m_ledger.OnExtent(stream, extent);
        m_scheduler.OnStreamOpened(stream);
        m_scheduler.OnExtent(m_now, stream, extent);
        Drain();
    }

    void OpenPath()
    {
        const PathId path{m_nextPath++};
        const Duration roundTrip = 2ms + 1ms * m_prng.Below(200);
        m_servers.emplace(path, ModelServer(RandomRate(), roundTrip));
        m_ledger.OnPathReady(path);
        m_scheduler.OnPathReady(m_now, path, roundTrip);
        Drain();
    }

    bool Happens(std::uint64_t perMillion)
    {
        return m_prng.Below(1'000'000) < perMillion;
    }

    void Disturb()
    {
        for (auto next = m_servers.begin(); next != m_servers.end();)
        {
            const auto entry = next++;
            auto& [path, server] = *entry;
            if (Happens(2'000))
            {
                server.SetRate(RandomRate());
            }
            if (server.IsUp() && Happens(m_chances.silencePerMillion))
            {
                server.SetLink(false);
                m_ledger.OnPathSilent(path);
                m_scheduler.OnPathSilent(m_now, path);
                Drain();
            }
            if (Happens(m_chances.closePerMillion))
            {
                m_ledger.OnPathClosed(path);
                m_scheduler.OnPathClosed(m_now, path);
                m_servers.erase(entry);
                Drain();
                OpenPath();
            }
        }
    }

    void Restore(PathId path, ModelServer& server)
    {
        if (!server.IsUp() && m_prng.Below(100) == 0)
        {
            server.SetLink(true);
            m_ledger.OnPathReady(path);
            m_scheduler.OnPathReady(m_now, path, server.RoundTrip());
            Drain();
        }
    }

    void Listen(PathId path, ModelServer& server)
    {
        while (const auto heard = server.Hear(m_now))
        {
            m_scheduler.OnArrived(m_now,
                                  path,
                                  heard->bytes.Length(),
                                  {server.RoundTrip(), server.RoundTrip()});
            if (heard->bytes.IsEmpty())
            {
                m_ledger.OnRangeEnded(heard->range);
                m_scheduler.OnRangeEnded(m_now, heard->range);
            }
            else if (m_streams.contains(heard->stream))
            {
                Receive(*heard);
            }
            Drain();
        }
    }

    void Receive(const ModelServer::Arrival& heard)
    {
        const ByteCount extent = m_streams.at(heard.stream);
        m_ledger.OnReceived(heard.range, heard.stream, heard.bytes);
        m_scheduler.OnReceived(m_now, heard.range, heard.stream, heard.bytes);
        Drain();
        const auto& received = m_ledger.Received(heard.stream);
        const auto missing = received.FirstMissing({ByteCount{}, extent});
        if (!missing)
        {
            m_ledger.OnStreamClosed(heard.stream);
            m_scheduler.OnStreamClosed(m_now, heard.stream);
            m_streams.erase(heard.stream);
            return;
        }
        m_ledger.OnDelivered(heard.stream, missing->begin);
        m_scheduler.OnDelivered(m_now, heard.stream, missing->begin);
    }

    void Drain()
    {
        while (const auto action = m_scheduler.PollAction())
        {
            m_ledger.OnAction(*action);
            const PathId path = std::visit([](const auto& what) { return what.path; }, *action);
            if (const auto server = m_servers.find(path); server != m_servers.end())
            {
                server->second.Ask(m_now, *action);
            }
        }
        m_ledger.OnQuiet(m_scheduler);
    }

    Prng m_prng;
    Chances m_chances;
    DownloadConfig m_config;
    ClaimLedger m_ledger;
    DownloadScheduler m_scheduler;
    std::map<StreamId, ByteCount> m_streams; ///< Unfinished ones and their extents.
    std::map<PathId, ModelServer> m_servers;
    Instant m_now{1s};
    std::uint64_t m_nextStream{1};
    std::uint32_t m_nextPath{1};
};

/// @returns how often each purpose occurred over all seeds.
std::map<RangePurpose, int>
RunSeeds(std::uint64_t seeds, const Chances& chances)
{
    std::map<RangePurpose, int> purposes;
    for (std::uint64_t seed = 1; seed <= seeds && !testing::Test::HasFailure(); ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        DownloadModel model(seed, chances);
        const bool isDone = model.Run(200s);
        EXPECT_TRUE(model.Ledger().Breaches().empty()) << model.Ledger().Breaches().front();
        EXPECT_TRUE(isDone) << "bytes never came";
        for (const auto& [purpose, count] : model.Ledger().Purposes())
        {
            purposes[purpose] += count;
        }
    }
    return purposes;
}

} // namespace

TEST(DownloadModel, InPeaceEveryByteComesAndNoRuleIsBroken)
{
    auto purposes = RunSeeds(60, {0, 0});
    EXPECT_GT(purposes[RangePurpose::Fresh], 1'000);
    EXPECT_GT(purposes[RangePurpose::Stolen], 100);
    EXPECT_GT(purposes[RangePurpose::EndGame], 10);
    EXPECT_GT(purposes[RangePurpose::HeadOfLine], 10);
    EXPECT_EQ(purposes[RangePurpose::Rescued], 0);
}

TEST(DownloadModel, WithPathsThatFallSilentEveryByteComesAndNoRuleIsBroken)
{
    auto purposes = RunSeeds(60, {3'000, 0});
    EXPECT_GT(purposes[RangePurpose::Rescued], 1'000);
    EXPECT_GT(purposes[RangePurpose::EndGame], 10);
}

TEST(DownloadModel, WithPathsThatDieEveryByteComesAndNoRuleIsBroken)
{
    auto purposes = RunSeeds(60, {3'000, 3'000});
    EXPECT_GT(purposes[RangePurpose::Rescued], 1'000);
    EXPECT_GT(purposes[RangePurpose::Stolen], 100);
}

} // namespace kwik::test

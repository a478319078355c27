#include "protocol-core/base/prng.h"
#include "protocol-core/stream/reassembler.h"
#include "protocol-core/stream/upload/scheduler-registry.h"
#include "protocol-core/stream/upload/upload-sender.h"

#include <deque>
#include <gtest/gtest.h>
#include <map>
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
    std::uint64_t swallowPerMillion; ///< A relay behind the path dies, the path lives.
};

/// The byte at @p offset of a stream.
std::byte
ByteAt(StreamId stream, std::uint64_t offset)
{
    return static_cast<std::byte>((offset * 131 + (offset >> 9) + stream.value * 17) & 0xff);
}

/// A path as a sender's carrier: a window, a FIFO link of one rate, and an acknowledgement back.
struct ModelPath
{
    Duration roundTrip;
    BitRate rate;
    ByteCount window;
    ByteCount used; ///< In flight or queued, on the wire.
    bool isUp{true};
    bool isSwallowing{false};
    Instant free{};
    std::deque<std::pair<Instant, UploadSender::SendSegment>> onTheWay{};
    std::deque<std::pair<Instant, ByteCount>> releases{};

    UploadPath Measured(PathId id) const
    {
        UploadPath path{};
        path.path = id;
        path.smoothedRtt = roundTrip;
        path.rttVariance = roundTrip / 8;
        path.congestionWindow = window;
        path.inFlight = used;
        path.deliveryRate = rate;
        return path;
    }
};

struct ModelStream
{
    std::uint64_t size;
    std::uint64_t written{0};
    ByteCount window;
    Reassembler received{};
    bool isFinished{false};
    /// Acknowledgements on their way back.
    std::deque<std::pair<Instant, UploadSender::Acknowledgement>> acks{};
};

/// A client that runs an UploadSender against paths that misbehave at random, and one server.
class UploadModel
{
  public:
    UploadModel(std::uint64_t seed, UploadPolicy policy, const Chances& chances)
        : m_prng(seed),
          m_chances(chances),
          m_config(RandomConfig()),
          m_sender(m_config, NewUploadScheduler(policy))
    {
        for (std::uint64_t streams = 1 + m_prng.Below(3); streams > 0; --streams)
        {
            const StreamId id{streams};
            const ByteCount window{(64 + m_prng.Below(512)) << 10};
            m_streams[id] = ModelStream{1 + m_prng.Below(1'500'000), 0, window};
            m_sender.OnStreamOpened(id, window);
        }
        for (std::uint64_t paths = 1 + m_prng.Below(4); paths > 0; --paths)
        {
            OpenPath();
        }
    }

    /// @returns whether every stream was finished within @p limit.
    bool Run(Duration limit)
    {
        const Instant end = m_now + limit;
        while (m_finished < m_streams.size() && m_now < end && m_breach.empty())
        {
            m_now += 1ms;
            if (m_now == end - limit / 2) // Peace, so that all can end.
            {
                m_chances = {};
                ReplaceSwallowing();
            }
            Disturb();
            WriteSome();
            Move();
            if (m_sender.NextTimeout() <= m_now)
            {
                m_sender.OnTimeout(m_now);
                Drain();
            }
        }
        return m_finished == m_streams.size();
    }

    const std::string& Breach() const
    {
        return m_breach;
    }

    const std::map<SegmentPurpose, std::uint64_t>& Purposes() const
    {
        return m_purposes;
    }

  private:
    UploadConfig RandomConfig()
    {
        UploadConfig config;
        config.buffer = ByteCount{(64 + m_prng.Below(1'000)) << 10};
        config.segmentMax = ByteCount{1'200 + m_prng.Below(16'000)};
        return config;
    }

    bool Happens(std::uint64_t perMillion)
    {
        return m_prng.Below(1'000'000) < perMillion;
    }

    void OpenPath()
    {
        const PathId id{m_nextPath++};
        const Duration roundTrip = 2ms + 1ms * m_prng.Below(200);
        const BitRate rate{(1 + m_prng.Below(60)) * 1'000'000};
        const ByteCount pipe = BytesIn(rate, roundTrip);
        m_paths[id] = ModelPath{roundTrip, rate, ByteCount{3'000} + pipe, {}};
        m_sender.OnPathReady(m_now, m_paths[id].Measured(id));
        Drain();
    }

    void Disturb()
    {
        for (auto next = m_paths.begin(); next != m_paths.end();)
        {
            const PathId id = next->first;
            ModelPath& path = (next++)->second;
            path.isSwallowing = path.isSwallowing || Happens(m_chances.swallowPerMillion);
            if (path.isUp && Happens(m_chances.silencePerMillion))
            {
                path.isUp = false;
                m_sender.OnPathLost(m_now, id);
                Drain();
            }
            if (Happens(m_chances.closePerMillion))
            {
                Replace(id);
            }
        }
    }

    void Replace(PathId id)
    {
        m_sender.OnPathLost(m_now, id);
        m_paths.erase(id);
        Drain();
        OpenPath();
    }

    void ReplaceSwallowing()
    {
        const auto paths = m_paths;
        for (const auto& [id, path] : paths)
        {
            if (path.isSwallowing)
            {
                Replace(id);
            }
        }
    }

    void WriteSome()
    {
        for (auto& [id, stream] : m_streams)
        {
            const std::uint64_t some = std::min(stream.size - stream.written, m_prng.Below(60'000));
            ByteVector bytes(some);
            for (std::uint64_t i = 0; i < some; ++i)
            {
                bytes[i] = ByteAt(id, stream.written + i);
            }
            if (some > 0)
            {
                stream.written += m_sender.Write(m_now, id, SharedBytes(std::move(bytes))).value;
                if (stream.written == stream.size)
                {
                    m_sender.OnWritten(id);
                }
                Drain();
            }
        }
    }

    void Move()
    {
        for (auto& [id, path] : m_paths)
        {
            if (!path.isUp)
            {
                Restore(id, path);
                continue;
            }
            Deliver(path);
            bool isMeasured = false;
            while (!path.releases.empty() && path.releases.front().first <= m_now)
            {
                path.used -= path.releases.front().second;
                path.releases.pop_front();
                isMeasured = true;
            }
            if (isMeasured)
            {
                m_sender.OnPathMeasured(m_now, path.Measured(id));
                Drain();
            }
        }
        for (auto& [id, stream] : m_streams)
        {
            while (!stream.acks.empty() && stream.acks.front().first <= m_now)
            {
                const auto ack = stream.acks.front().second;
                stream.acks.pop_front();
                m_sender.OnAcknowledged(m_now, ack);
                m_sender.OnWindow(m_now, id, ack.cumulative + stream.window);
                Drain();
            }
        }
    }

    void Restore(PathId id, ModelPath& path)
    {
        if (m_prng.Below(100) == 0)
        {
            path.isUp = true; // What it carried arrives now, late and perhaps twice.
            m_sender.OnPathReady(m_now, path.Measured(id));
            Drain();
        }
    }

    void Deliver(ModelPath& path)
    {
        while (!path.onTheWay.empty() && path.onTheWay.front().first <= m_now)
        {
            const auto segment = std::move(path.onTheWay.front().second);
            path.onTheWay.pop_front();
            path.releases.emplace_back(m_now + path.roundTrip / 2,
                                       WireCost(segment.part.bytes.Length()));
            if (!path.isSwallowing)
            {
                Receive(segment, m_now + path.roundTrip / 2);
            }
        }
    }

    void Receive(const UploadSender::SendSegment& segment, Instant ackAt)
    {
        ModelStream& stream = m_streams.at(segment.part.stream);
        stream.received.OnBytes(segment.part.bytes.begin, segment.bytes);
        ByteCount offset = stream.received.Delivered();
        while (const auto bytes = stream.received.Poll())
        {
            for (const std::byte byte : bytes->View())
            {
                if (byte != ByteAt(segment.part.stream, offset.value))
                {
                    m_breach = "a wrong byte at " + std::to_string(offset.value);
                }
                offset += ByteCount{1};
            }
        }
        const ByteCount all{stream.size};
        UploadSender::Acknowledgement ack{segment.part.stream, offset, {}, offset == all};
        for (const Interval& range : stream.received.Received().Within({offset, all}))
        {
            ack.ranges.push_back(range);
        }
        ack.ranges.resize(std::min<std::size_t>(ack.ranges.size(), 32));
        stream.acks.emplace_back(ackAt, std::move(ack));
        std::sort(stream.acks.begin(), stream.acks.end(), [](const auto& a, const auto& b) {
            return a.first < b.first;
        });
    }

    void Drain()
    {
        while (auto action = m_sender.PollAction())
        {
            if (auto* segment = std::get_if<UploadSender::SendSegment>(&*action))
            {
                Send(*segment);
            }
            else if (const auto* finished = std::get_if<UploadSender::Finished>(&*action))
            {
                ModelStream& stream = m_streams.at(finished->stream);
                const bool isWhole = stream.received.Delivered() == ByteCount{stream.size};
                m_breach = isWhole && !stream.isFinished ? m_breach : "finished too soon or twice";
                stream.isFinished = true;
                ++m_finished;
            }
        }
    }

    void Send(UploadSender::SendSegment& segment)
    {
        ++m_purposes[segment.purpose];
        const auto entry = m_paths.find(segment.path);
        if (entry == m_paths.end())
        {
            return; // Closed since.
        }
        ModelPath& path = entry->second;
        path.used += WireCost(segment.part.bytes.Length());
        if (path.used > path.window)
        {
            m_breach = "more than the congestion window has room for";
        }
        const ModelStream& stream = m_streams.at(segment.part.stream);
        if (segment.part.bytes.end > stream.received.Delivered() + stream.window)
        {
            m_breach = "beyond the end-to-end window";
        }
        const Duration sending = TransmissionTime(WireCost(segment.part.bytes.Length()), path.rate);
        path.free = std::max(path.free, m_now) + sending;
        path.onTheWay.emplace_back(path.free + path.roundTrip / 2, std::move(segment));
    }

    Prng m_prng;
    Chances m_chances;
    UploadConfig m_config;
    UploadSender m_sender;
    std::map<StreamId, ModelStream> m_streams;
    std::map<PathId, ModelPath> m_paths;
    std::map<SegmentPurpose, std::uint64_t> m_purposes;
    std::string m_breach;
    std::size_t m_finished{0};
    Instant m_now{1s};
    std::uint32_t m_nextPath{1};
};

/// @returns how often each purpose occurred over all seeds.
std::map<SegmentPurpose, std::uint64_t>
RunSeeds(UploadPolicy policy, const Chances& chances)
{
    std::map<SegmentPurpose, std::uint64_t> purposes;
    for (std::uint64_t seed = 1; seed <= 15 && !testing::Test::HasFailure(); ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        UploadModel model(seed, policy, chances);
        const bool isDone = model.Run(200s);
        EXPECT_EQ(model.Breach(), "");
        EXPECT_TRUE(isDone) << "bytes never came";
        for (const auto& [purpose, count] : model.Purposes())
        {
            purposes[purpose] += count;
        }
    }
    return purposes;
}

class UploadModelOf : public testing::TestWithParam<UploadSchedulerName>
{
};

} // namespace

TEST_P(UploadModelOf, InPeaceEveryByteComesOnceAndNoRuleIsBroken)
{
    auto purposes = RunSeeds(GetParam().policy, {0, 0, 0});
    EXPECT_GT(purposes[SegmentPurpose::Fresh], 1'000U);
    EXPECT_EQ(purposes[SegmentPurpose::Rescued], 0U);
    const bool copies = NewUploadScheduler(GetParam().policy)->CarriersMax() > 1;
    EXPECT_EQ(purposes[SegmentPurpose::Copied] > 0, copies);
}

TEST_P(UploadModelOf, WithPathsThatFallSilentEveryByteComesOnceAndNoRuleIsBroken)
{
    auto purposes = RunSeeds(GetParam().policy, {5'000, 0, 0});
    EXPECT_GT(purposes[SegmentPurpose::Rescued], 20U);
}

TEST_P(UploadModelOf, WithPathsThatDieEveryByteComesOnceAndNoRuleIsBroken)
{
    auto purposes = RunSeeds(GetParam().policy, {2'000, 5'000, 0});
    EXPECT_GT(purposes[SegmentPurpose::Rescued], 20U);
}

TEST_P(UploadModelOf, WithRelaysThatSwallowEverythingEveryByteComesWhileOnePathIsHonest)
{
    auto purposes = RunSeeds(GetParam().policy, {0, 2'000, 1'000});
    EXPECT_GT(purposes[SegmentPurpose::Fresh], 1'000U);
}

INSTANTIATE_TEST_SUITE_P(EveryScheduler,
                         UploadModelOf,
                         testing::ValuesIn(UploadSchedulerNames().begin(),
                                           UploadSchedulerNames().end()),
                         [](const auto& scheduler) {
                             std::string name(scheduler.param.name);
                             name.erase(std::remove(name.begin(), name.end(), '-'), name.end());
                             return name;
                         });

} // namespace kwik::test

#include "protocol-core/session/uploads.h"

#include "protocol-core/base/machine.h"
#include "protocol-core/stream/upload/scheduler-registry.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<Uploads>);

namespace
{

std::uint32_t
WeightOf(const std::vector<UploadWeight>& weights, const Address& server)
{
    const auto entry = std::find_if(weights.begin(), weights.end(), [&server](const auto& one) {
        return one.server == server;
    });
    return entry == weights.end() ? UploadWeight().weight : entry->weight;
}

} // namespace

Uploads::Uploads(SessionHandle session, const UploadConfig& config)
    : m_session(session),
      m_weights(config.weights),
      m_sender(config, NewUploadScheduler(config.scheduler))
{
}

StreamId
Uploads::Open(std::string content)
{
    const StreamId id{m_nextStream++};
    m_streams[id].content = std::move(content);
    m_sender.OnStreamOpened(id, UPLOAD_FIRST_WINDOW);
    m_actions.Push(Event(UploadOpened{m_session, id}));
    for (const auto& [path, weight] : m_ready)
    {
        AnnounceOn(path, id);
    }
    return id;
}

ByteCount
Uploads::Write(Instant now, StreamId stream, const SharedBytes& bytes)
{
    const ByteCount taken = m_sender.Write(now, stream, bytes);
    Drain();
    return taken;
}

void
Uploads::OpenDuplex(StreamId id, std::string service)
{
    KWIK_ASSERT(id.value >= m_nextStream);
    m_nextStream = id.value + 1;
    m_streams[id] = {std::move(service), StreamAcquaintance::New};
    m_sender.OnStreamOpened(id, UPLOAD_FIRST_WINDOW);
    m_actions.Push(Event(UploadOpened{m_session, id}));
    for (const auto& [path, weight] : m_ready)
    {
        AnnounceOn(path, id);
    }
}

void
Uploads::OnAnswered(StreamId id)
{
    if (const auto entry = m_streams.find(id); entry != m_streams.end())
    {
        entry->second.acquaintance = StreamAcquaintance::Known;
    }
}

void
Uploads::OnDropped(StreamId id)
{
    if (m_streams.erase(id) > 0)
    {
        m_sender.OnStreamClosed(id);
        m_actions.Push(EndFrames{id});
    }
}

void
Uploads::OnWritten(StreamId stream)
{
    m_sender.OnWritten(stream);
    for (const auto& [path, weight] : m_ready)
    {
        AnnounceOn(path, stream);
    }
}

void
Uploads::OnPathReady(Instant now,
                     PathId path,
                     const Address& server,
                     const CarrierSnapshot& measured)
{
    if (m_ready.emplace(path, WeightOf(m_weights, server)).second)
    {
        for (const auto& [id, stream] : m_streams)
        {
            AnnounceOn(path, id);
        }
    }
    m_sender.OnPathReady(now, PathOf(path, measured));
    Drain();
}

void
Uploads::OnPathJudged(Instant now, PathId path, PathFitness fitness)
{
    m_sender.OnPathJudged(now, path, fitness);
    Drain();
}

void
Uploads::OnPathMeasured(Instant now, PathId path, const CarrierSnapshot& measured)
{
    m_sender.OnPathMeasured(now, PathOf(path, measured));
    Drain();
}

ByteCount
Uploads::OnPathLost(Instant now, PathId path)
{
    m_ready.erase(path);
    const ByteCount owed = m_sender.OnPathLost(now, path);
    Drain();
    return owed;
}

void
Uploads::OnAck(Instant now, const KdpStreamAck& ack)
{
    UploadSender::Acknowledgement heard{ack.stream,
                                        ack.cumulative,
                                        {},
                                        ack.finish == StreamFinish::Final};
    for (const KdpStreamAck::Range& range : ack.ranges)
    {
        heard.ranges.push_back({range.begin, range.end});
    }
    m_sender.OnAcknowledged(now, heard);
    Drain();
}

void
Uploads::OnWindow(Instant now, const KdpStreamWindow& window)
{
    m_sender.OnWindow(now, window.stream, window.limit);
    Drain();
}

void
Uploads::OnTimeout(Instant now)
{
    m_sender.OnTimeout(now);
    Drain();
}

Instant
Uploads::NextTimeout() const
{
    return m_sender.NextTimeout();
}

std::optional<Uploads::Action>
Uploads::PollAction()
{
    return m_actions.Pop();
}

bool
Uploads::IsOpen(StreamId stream) const
{
    return m_streams.contains(stream);
}

bool
Uploads::IsAwaited(PathId path) const
{
    return m_sender.IsCarrying(path);
}

ByteCount
Uploads::Outstanding(PathId path) const
{
    return m_sender.Outstanding(path);
}

ByteCount
Uploads::Remaining() const
{
    return m_sender.Remaining();
}

bool
Uploads::HasUnacknowledged() const
{
    return m_sender.HasUnacknowledged();
}

ByteCount
Uploads::Room(StreamId stream) const
{
    return m_sender.Room(stream);
}

StreamId
Uploads::NextStream() const
{
    return StreamId{m_nextStream};
}

bool
Uploads::HasOpenStreams() const
{
    return m_sender.HasOpenStreams();
}

UploadPath
Uploads::PathOf(PathId path, const CarrierSnapshot& measured) const
{
    UploadPath seen{};
    seen.path = path;
    seen.smoothedRtt = measured.smoothedRtt;
    seen.rttVariance = measured.rttVariance;
    seen.congestionWindow = measured.congestionWindow;
    seen.inFlight = measured.bytesInFlight;
    seen.queued = measured.bytesUnsent;
    if (measured.smoothedRtt > Duration{})
    {
        seen.deliveryRate = MeanRate(measured.congestionWindow, measured.smoothedRtt);
    }
    const auto ready = m_ready.find(path);
    seen.weight = ready == m_ready.end() ? UploadWeight().weight : ready->second;
    return seen;
}

void
Uploads::Drain()
{
    while (auto action = m_sender.PollAction())
    {
        if (auto* segment = std::get_if<UploadSender::SendSegment>(&*action))
        {
            const StreamPart& part = segment->part;
            const auto priority = segment->purpose == SegmentPurpose::Rescued
                                      ? RangePriority::Urgent
                                      : RangePriority::Normal;
            m_actions.Push(SendFrame{segment->path,
                                     {part.stream,
                                      part.bytes.begin,
                                      StreamFinish::Open,
                                      priority,
                                      std::move(segment->bytes)},
                                     segment->purpose});
        }
        else if (const auto* finished = std::get_if<UploadSender::Finished>(&*action))
        {
            m_streams.erase(finished->stream);
            m_actions.Push(Event(UploadFinished{m_session, finished->stream, finished->size}));
            m_actions.Push(EndFrames{finished->stream});
            m_actions.Push(*finished);
        }
        else
        {
            m_actions.Push(std::get<UploadSender::Writable>(*action));
        }
    }
}

void
Uploads::AnnounceOn(PathId path, StreamId id)
{
    const Stream& stream = m_streams.at(id);
    const ByteCount extent = m_sender.Extent(id);
    const auto finish = m_sender.IsWritten(id) ? StreamFinish::Final : StreamFinish::Open;
    if (stream.acquaintance)
    {
        m_actions.Push(Connect{path, {id, extent, finish, *stream.acquaintance, stream.content}});
    }
    else
    {
        m_actions.Push(Announce{path, {id, extent, ByteCount{}, finish, stream.content}});
    }
}

} // namespace kwik

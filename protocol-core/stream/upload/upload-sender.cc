#include "protocol-core/stream/upload/upload-sender.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<UploadSender>);

namespace
{

/// Actions that the queue keeps room for: what one input adds besides segments.
constexpr std::size_t RESERVED_ACTIONS = 1'024;

} // namespace

UploadSender::UploadSender(const UploadConfig& config, std::unique_ptr<UploadScheduler> scheduler)
    : m_config(config),
      m_scheduler(std::move(scheduler))
{
}

void
UploadSender::OnStreamOpened(StreamId stream, ByteCount window)
{
    m_streams[stream].limit = window;
}

ByteCount
UploadSender::Write(Instant now, StreamId id, const SharedBytes& bytes)
{
    Stream& stream = m_streams.at(id);
    KWIK_ASSERT(!stream.isWritten);
    const ByteCount taken = std::min(Room(id), ByteCount{bytes.Size()});
    stream.buffer.Append(bytes.Slice(0, taken.value));
    stream.isShort = taken < ByteCount{bytes.Size()};
    Pump(now);
    return taken;
}

void
UploadSender::OnWritten(StreamId id)
{
    m_streams.at(id).isWritten = true;
}

void
UploadSender::OnStreamClosed(StreamId id)
{
    m_book.Acknowledge({id, {ByteCount{}, ByteCount{UINT64_MAX}}});
    m_streams.erase(id);
}

void
UploadSender::OnPathReady(Instant now, const UploadPath& measured)
{
    m_paths.insert_or_assign(measured.path, Path{measured, false, PathFitness::Fit, now});
    Pump(now);
}

void
UploadSender::OnPathMeasured(Instant now, const UploadPath& measured)
{
    if (const auto entry = m_paths.find(measured.path); entry != m_paths.end())
    {
        entry->second.measured = measured;
        Pump(now);
    }
}

ByteCount
UploadSender::OnPathLost(Instant now, PathId path)
{
    const ByteCount owed = Lose(path);
    m_paths.erase(path);
    Pump(now);
    return owed;
}

void
UploadSender::OnAcknowledged(Instant now, const Acknowledgement& acknowledgement)
{
    const StreamId id = acknowledgement.stream;
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    Stream& stream = entry->second;
    std::vector<Interval> received = acknowledgement.ranges;
    received.push_back({ByteCount{}, acknowledgement.cumulative});
    for (Interval part : received)
    {
        part.end = std::min(part.end, stream.next); // Nobody has what was never sent.
        if (part.IsEmpty())
        {
            continue;
        }
        stream.acknowledged.Add(part);
        stream.lost.Remove(part);
        for (const PathId carrier : m_book.Acknowledge({id, part}))
        {
            m_paths.at(carrier).progress = now;
        }
    }
    ReleaseAcknowledged(id, stream);
    const bool hasAll = stream.isWritten && stream.released == stream.buffer.End();
    if (hasAll && acknowledgement.isWhole)
    {
        m_actions.Push(Finished{id, stream.released});
        m_streams.erase(entry);
    }
    Pump(now);
}

void
UploadSender::OnWindow(Instant now, StreamId id, ByteCount limit)
{
    const auto entry = m_streams.find(id);
    if (entry != m_streams.end() && limit > entry->second.limit)
    {
        entry->second.limit = limit;
        Pump(now);
    }
}

void
UploadSender::OnTimeout(Instant now)
{
    for (auto& [id, path] : m_paths)
    {
        if (StallDeadline(id, path) <= now)
        {
            path.isStalled = true;
            Lose(id);
        }
    }
    Pump(now);
}

Instant
UploadSender::NextTimeout() const
{
    Instant next = m_nextChoice;
    for (const auto& [id, path] : m_paths)
    {
        next = std::min(next, StallDeadline(id, path));
    }
    return next;
}

std::optional<UploadSender::Action>
UploadSender::PollAction()
{
    return m_actions.Pop();
}

void
UploadSender::Pump(Instant now)
{
    UploadView view = View(now);
    while (m_actions.FreeSlots() > RESERVED_ACTIONS)
    {
        const auto choice = m_scheduler->Choose(view);
        if (!choice)
        {
            break;
        }
        if (choice->what == UploadChoice::What::Next)
        {
            SendNext(now, *choice);
        }
        else
        {
            SendCopy(now, *choice);
        }
        view = View(now);
    }
    m_nextChoice = m_scheduler->NextChoice(view);
    const bool isBlocked = view.unsent > ByteCount{} && view.sendable == ByteCount{};
    const bool hasRoom = std::any_of(m_usable.begin(), m_usable.end(), [&](const auto& path) {
        return path.Room() >= m_config.segmentMin;
    });
    m_windowStalls += isBlocked && hasRoom ? 1 : 0;
}

UploadView
UploadSender::View(Instant now)
{
    CollectPaths();
    UploadView view;
    view.now = now;
    view.paths = m_usable;
    view.windowStalls = m_windowStalls;
    view.segmentMin = m_config.segmentMin;
    view.segmentMax = m_config.segmentMax;
    for (const auto& [id, stream] : m_streams)
    {
        view.sendable += Sendable(stream);
        view.unsent += stream.lost.Total() + (stream.buffer.End() - stream.next);
        view.window += SubtractOrZero(stream.limit, stream.released);
    }
    return view;
}

ByteCount
UploadSender::Sendable(const Stream& stream) const
{
    const ByteCount end = std::min(stream.buffer.End(), stream.limit);
    return stream.lost.Total() + SubtractOrZero(end, stream.next);
}

void
UploadSender::SendNext(Instant now, const UploadChoice& choice)
{
    const StreamId id = NextStream();
    Stream& stream = m_streams.at(id);
    const ByteCount room = PayloadWithin(m_paths.at(choice.path).measured.Room());
    const ByteCount longest = std::min(room, m_config.segmentMax);
    KWIK_ASSERT(longest > ByteCount{});
    const auto lost = stream.lost.Within({ByteCount{}, stream.next});
    Interval bytes{stream.next, std::min(stream.buffer.End(), stream.limit)};
    bytes = lost.empty() ? bytes : lost.front();
    bytes.end = std::min(bytes.end, bytes.begin + longest);
    if (lost.empty())
    {
        stream.next = bytes.end;
    }
    stream.lost.Remove(bytes);
    NoteBusy(now, choice.path);
    m_book.Add(now, choice.path, {id, bytes});
    Send(choice.path, {id, bytes}, lost.empty() ? SegmentPurpose::Fresh : SegmentPurpose::Rescued);
    m_scheduler->OnSent(choice, bytes.Length());
}

void
UploadSender::SendCopy(Instant now, const UploadChoice& choice)
{
    const auto candidate = m_book.CandidateFor(choice.path, m_scheduler->CarriersMax());
    KWIK_ASSERT(candidate.has_value());
    const ByteCount longest = PayloadWithin(m_paths.at(choice.path).measured.Room());
    StreamPart part = candidate->part;
    part.bytes.end = std::min(part.bytes.end, part.bytes.begin + longest);
    KWIK_ASSERT(!part.bytes.IsEmpty());
    NoteBusy(now, choice.path);
    m_book.AddCarrier(choice.path, part);
    Send(choice.path, part, SegmentPurpose::Copied);
    m_scheduler->OnSent(choice, part.bytes.Length());
}

void
UploadSender::Send(PathId path, const StreamPart& part, SegmentPurpose purpose)
{
    m_paths.at(path).measured.queued += WireCost(part.bytes.Length());
    m_actions.Push(
        SendSegment{path, part, m_streams.at(part.stream).buffer.Read(part.bytes), purpose});
}

StreamId
UploadSender::NextStream()
{
    auto first = m_streams.end();
    auto next = m_streams.end();
    for (auto entry = m_streams.begin(); entry != m_streams.end(); ++entry)
    {
        if (entry->second.lost.Total() > ByteCount{})
        {
            return entry->first; // What a failed path owed is what the server waits for.
        }
        if (Sendable(entry->second) > ByteCount{})
        {
            first = first == m_streams.end() ? entry : first;
            next = next == m_streams.end() && entry->first > m_served ? entry : next;
        }
    }
    const auto chosen = next == m_streams.end() ? first : next;
    KWIK_ASSERT(chosen != m_streams.end());
    m_served = chosen->first;
    return m_served;
}

ByteCount
UploadSender::Lose(PathId path)
{
    ByteCount owed;
    for (const StreamPart& part : m_book.Drop(path))
    {
        m_streams.at(part.stream).lost.Add(part.bytes);
        owed += part.bytes.Length();
    }
    return owed;
}

void
UploadSender::ReleaseAcknowledged(StreamId id, Stream& stream)
{
    const auto missing = stream.acknowledged.FirstMissing({ByteCount{}, stream.buffer.End()});
    stream.released = missing ? missing->begin : stream.buffer.End();
    stream.buffer.Release(stream.released);
    if (stream.isShort && stream.buffer.Held() + stream.buffer.Held() <= BufferShare())
    {
        stream.isShort = false;
        m_actions.Push(Writable{id});
    }
}

} // namespace kwik

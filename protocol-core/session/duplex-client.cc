#include "protocol-core/session/duplex-client.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<DuplexClient>);

namespace
{

/// What is told after so much: a quarter of the smallest share.
constexpr ByteCount STEP{16U << 10};

/// Who is silent is asked so often before it is given up.
constexpr int ASKED = 4;

} // namespace

DuplexClient::DuplexClient(const DuplexConfig& config)
    : m_config(config)
{
}

void
DuplexClient::OnOpened(StreamId id)
{
    m_streams.try_emplace(id);
}

bool
DuplexClient::OnExtent(PathId path, const KdpStreamExtent& extent)
{
    const auto entry = m_streams.find(extent.stream);
    if (entry == m_streams.end())
    {
        const auto closed = m_closed.find(extent.stream);
        if (closed != m_closed.end() && closed->second)
        {
            const KdpStreamAck ack{extent.stream, *closed->second, StreamFinish::Final, {}};
            m_actions.Push(Tell{path, ack});
        }
        else
        {
            m_actions.Push(Tell{path, KdpStreamReset{extent.stream, ResetCause::Unknown}});
        }
        return false;
    }
    Stream& stream = entry->second;
    stream.extent = std::max(stream.extent, extent.extent);
    if (!std::exchange(stream.isAnswered, true))
    {
        m_actions.Push(Answered{extent.stream});
        Speak(extent.stream, stream);
    }
    return true;
}

void
DuplexClient::OnReset(const KdpStreamReset& reset)
{
    if (m_streams.contains(reset.stream))
    {
        Close(reset.stream, std::nullopt);
        m_actions.Push(Dropped{reset.stream, reset.cause});
    }
}

void
DuplexClient::OnHeard(Instant now, StreamId stream)
{
    if (m_giveUp != NEVER && m_streams.contains(stream))
    {
        m_giveUp = now + m_config.giveUpAfter;
        m_ask = now + m_config.giveUpAfter / ASKED;
    }
}

void
DuplexClient::OnDelivered(StreamId id, ByteCount bytes, StreamFinish finish)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    Stream& stream = entry->second;
    stream.delivered += bytes;
    stream.isReceived = finish == StreamFinish::Final;
    const bool isWorthIt = stream.delivered >= stream.acknowledged + STEP;
    if (stream.isReceived || stream.delivered >= stream.extent || isWorthIt)
    {
        Acknowledge(id, stream);
    }
    if (stream.isReceived && stream.isSent)
    {
        Close(id, stream.delivered);
    }
}

void
DuplexClient::OnConsumed(StreamId id, ByteCount bytes)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    Stream& stream = entry->second;
    stream.consumed += bytes;
    KWIK_ASSERT(stream.consumed <= stream.delivered);
    const ByteCount share = Share();
    const ByteCount gain = SubtractOrZero(stream.consumed + share, stream.limit);
    if (!stream.isReceived && gain.value * 4 >= share.value)
    {
        Speak(id, stream);
    }
}

void
DuplexClient::OnSent(StreamId id)
{
    if (const auto entry = m_streams.find(id); entry != m_streams.end())
    {
        entry->second.isSent = true;
        if (entry->second.isReceived)
        {
            Close(id, entry->second.delivered);
        }
    }
}

void
DuplexClient::OnPathReady(PathId path, PathKind kind)
{
    m_ready.insert_or_assign(path, kind);
    ChooseVoice();
}

void
DuplexClient::OnPathLost(PathId path)
{
    m_ready.erase(path);
    ChooseVoice();
}

void
DuplexClient::OnAwaiting(Instant now, Awaiting awaiting)
{
    if (awaiting == Awaiting::Nothing)
    {
        m_giveUp = NEVER;
        m_ask = NEVER;
    }
    else if (m_giveUp == NEVER)
    {
        m_giveUp = now + m_config.giveUpAfter;
        m_ask = now + m_config.giveUpAfter / ASKED;
    }
}

void
DuplexClient::Reset(StreamId id, ResetCause cause)
{
    if (!m_streams.contains(id))
    {
        return;
    }
    if (m_voice)
    {
        m_actions.Push(Tell{*m_voice, KdpStreamReset{id, cause}});
    }
    Close(id, std::nullopt);
    m_actions.Push(Dropped{id, cause});
}

void
DuplexClient::OnTimeout(Instant now)
{
    if (now >= m_ask && now < m_giveUp)
    {
        m_ask = now + m_config.giveUpAfter / ASKED;
        AskForWord();
    }
    if (now < m_giveUp)
    {
        return;
    }
    m_giveUp = NEVER;
    m_ask = NEVER;
    while (!m_streams.empty())
    {
        Reset(m_streams.begin()->first, ResetCause::TimedOut);
    }
}

Instant
DuplexClient::NextTimeout() const
{
    return std::min(m_giveUp, m_ask);
}

std::optional<DuplexClient::Action>
DuplexClient::PollAction()
{
    return m_actions.Pop();
}

bool
DuplexClient::IsOpen(StreamId stream) const
{
    return m_streams.contains(stream);
}

bool
DuplexClient::IsAnswered(StreamId stream) const
{
    const auto entry = m_streams.find(stream);
    return entry != m_streams.end() && entry->second.isAnswered;
}

bool
DuplexClient::HasStreams() const
{
    return !m_streams.empty();
}

bool
DuplexClient::HasDirectPath() const
{
    return std::any_of(m_ready.begin(), m_ready.end(), [](const auto& entry) {
        return entry.second == PathKind::ToPrimary;
    });
}

bool
DuplexClient::IsAwaited(PathId path) const
{
    return path == m_voice && HasUnanswered();
}

bool
DuplexClient::HasUnanswered() const
{
    return std::any_of(m_streams.begin(), m_streams.end(), [](const auto& entry) {
        return !entry.second.isAnswered;
    });
}

ByteCount
DuplexClient::FirstLimit() const
{
    return Share();
}

void
DuplexClient::Speak(StreamId id, Stream& stream)
{
    const ByteCount limit = std::max(stream.limit, stream.consumed + Share());
    if (limit > stream.limit)
    {
        stream.limit = limit;
        m_actions.Push(Widen{id, limit});
    }
    if (m_voice && stream.isAnswered)
    {
        m_actions.Push(Tell{*m_voice, KdpStreamWindow{id, stream.limit}});
    }
}

void
DuplexClient::Acknowledge(StreamId id, Stream& stream)
{
    if (!m_voice)
    {
        return; // SpeakAgain() makes up for it.
    }
    stream.acknowledged = stream.delivered;
    const auto finish = stream.isReceived ? StreamFinish::Final : StreamFinish::Open;
    m_actions.Push(Tell{*m_voice, KdpStreamAck{id, stream.delivered, finish, {}}});
}

void
DuplexClient::ChooseVoice()
{
    std::optional<PathId> chosen;
    for (const auto& [path, kind] : m_ready)
    {
        if (kind == PathKind::ToPrimary)
        {
            chosen = path;
            break;
        }
        chosen = chosen.value_or(path);
    }
    if (chosen != m_voice)
    {
        m_voice = chosen;
        SpeakAgain();
    }
}

void
DuplexClient::AskForWord()
{
    const auto answered = std::find_if(m_streams.begin(), m_streams.end(), [](const auto& entry) {
        return entry.second.isAnswered;
    });
    if (answered != m_streams.end())
    {
        Acknowledge(answered->first, answered->second);
    }
}

void
DuplexClient::SpeakAgain()
{
    for (auto& [id, stream] : m_streams)
    {
        if (stream.isAnswered)
        {
            Acknowledge(id, stream);
            Speak(id, stream);
        }
    }
}

void
DuplexClient::Close(StreamId id, std::optional<ByteCount> received)
{
    m_streams.erase(id);
    if (m_closed.size() == CLOSED_MAX)
    {
        m_closed.erase(m_closed.begin());
    }
    m_closed.insert_or_assign(id, received);
}

ByteCount
DuplexClient::Share() const
{
    return FairShare(m_config.sessionWindow, m_config.window, m_config.shareMin, m_streams.size());
}

} // namespace kwik

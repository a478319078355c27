#include "protocol-core/quic/send-streams.h"

#include "protocol-core/base/assert.h"

namespace kwik
{

void
SendStreams::Append(CarrierStreamId id, SharedBytes bytes, StreamEnd end)
{
    Stream& stream = m_streams[id];
    KWIK_ASSERT(!stream.isFinalAppended);
    const ByteCount size{bytes.Size()};
    if (size.value > 0)
    {
        stream.kept.push_back(std::move(bytes));
        stream.end += size;
        m_unsent += size;
    }
    stream.isFinalAppended = end == StreamEnd::Final;
    Index(id, stream);
}

void
SendStreams::Prioritise(CarrierStreamId id, StreamRank rank)
{
    Stream& stream = m_streams[id];
    m_sendable.erase({stream.rank, id});
    stream.rank = rank;
    Index(id, stream);
}

void
SendStreams::Forget(CarrierStreamId id)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    m_unsent -= entry->second.end - entry->second.sent;
    m_sendable.erase({entry->second.rank, id});
    m_flowControlled.erase(id);
    m_streams.erase(entry);
}

std::optional<SendStreams::Offer>
SendStreams::Next() const
{
    if (m_sendable.empty())
    {
        return std::nullopt;
    }
    const CarrierStreamId id = m_sendable.begin()->second;
    const Stream& stream = m_streams.at(id);
    Offer offer{id, {}, 0, false};
    ByteCount skip = stream.sent - stream.keptFrom;
    ByteCount offered = stream.sent;
    for (const SharedBytes& piece : stream.kept)
    {
        if (skip.value >= piece.Size())
        {
            skip -= ByteCount{piece.Size()};
            continue;
        }
        if (offer.pieceCount == PIECES_MAX)
        {
            break;
        }
        const ByteView view = piece.View().subspan(skip.value);
        offer.pieces[offer.pieceCount++] = view;
        offered += ByteCount{view.size()};
        skip = {};
    }
    offer.isFinal = stream.isFinalAppended && offered == stream.end;
    return offer;
}

void
SendStreams::OnTaken(CarrierStreamId id, std::size_t count, StreamEnd end)
{
    Stream& stream = m_streams.at(id);
    KWIK_ASSERT(ByteCount{count} <= stream.end - stream.sent);
    stream.sent += ByteCount{count};
    m_unsent -= ByteCount{count};
    stream.isFinalSent = stream.isFinalSent || end == StreamEnd::Final;
    Index(id, stream);
}

void
SendStreams::OnAcknowledged(CarrierStreamId id, ByteCount upTo)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    Stream& stream = entry->second;
    if (upTo > stream.sent)
    {
        return; // Of what was sent before the stream was forgotten and then written to again.
    }
    while (!stream.kept.empty() && stream.keptFrom + ByteCount{stream.kept.front().Size()} <= upTo)
    {
        stream.keptFrom += ByteCount{stream.kept.front().Size()};
        stream.kept.pop_front();
    }
}

void
SendStreams::SetHold(CarrierStreamId id, SendHold hold)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    entry->second.hold = hold;
    if (hold == SendHold::FlowControl)
    {
        m_flowControlled.insert(id);
    }
    Index(id, entry->second);
}

void
SendStreams::OnWindowsRaised()
{
    for (const CarrierStreamId id : std::exchange(m_flowControlled, {}))
    {
        SetHold(id, SendHold::None);
    }
}

bool
SendStreams::Knows(CarrierStreamId id) const
{
    return m_streams.contains(id);
}

ByteCount
SendStreams::Unsent() const
{
    return m_unsent;
}

bool
SendStreams::IsSendable(const Stream& stream)
{
    const bool hasMore =
        stream.sent < stream.end || (stream.isFinalAppended && !stream.isFinalSent);
    return hasMore && stream.hold == SendHold::None;
}

void
SendStreams::Index(CarrierStreamId id, const Stream& stream)
{
    if (IsSendable(stream))
    {
        m_sendable.insert({stream.rank, id});
    }
    else
    {
        m_sendable.erase({stream.rank, id});
    }
}

} // namespace kwik

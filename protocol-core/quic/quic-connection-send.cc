// The sending half of QuicConnection: what the owner writes, and the datagrams it becomes.
#include "protocol-core/quic/quic-address.h"
#include "protocol-core/quic/quic-connection.h"
#include "protocol-core/quic/quic-time.h"

#include <algorithm>
#include <utility>

namespace kwik
{

namespace
{

/// The distance between two stream numbers of one kind (RFC 9000 section 2.1).
constexpr std::uint64_t STREAM_STEP = 4;

constexpr std::uint32_t BATCH_BYTES = 64U << 10;

std::int64_t
Raw(CarrierStreamId stream)
{
    return static_cast<std::int64_t>(stream.value);
}

} // namespace

void
QuicConnection::Write(CarrierStreamId stream, SharedBytes bytes, StreamEnd end)
{
    if (m_isClosed)
    {
        return;
    }
    m_announced -= static_cast<std::int64_t>(bytes.Size());
    if (m_stopped.contains(stream))
    {
        return; // The owner may have written before it read that the peer has given the stream up.
    }
    if (!m_streams.Knows(stream) && ngtcp2_conn_is_local_stream(m_connection, Raw(stream)))
    {
        if (stream >= m_nextLocalStream)
        {
            m_waitingToOpen.insert(stream);
        }
        else if (m_unused.erase(stream) == 0)
        {
            return; // The peer has given the stream up; the owner will read that next.
        }
    }
    m_streams.Append(stream, std::move(bytes), end);
    if (m_waitingToOpen.contains(stream))
    {
        m_streams.SetHold(stream, SendHold::NotOpen);
        OpenLocalStreams();
    }
}

void
QuicConnection::OpenLocalStreams()
{
    while (m_isEstablished && !m_waitingToOpen.empty())
    {
        std::int64_t opened = -1;
        if (ngtcp2_conn_open_bidi_stream(m_connection, &opened, nullptr) != 0)
        {
            return; // The peer's limit; extend_max_local_streams_bidi brings us back.
        }
        const CarrierStreamId stream =
            std::exchange(m_nextLocalStream,
                          CarrierStreamId{m_nextLocalStream.value + STREAM_STEP});
        KWIK_ASSERT(opened == Raw(stream));
        if (m_waitingToOpen.erase(stream) == 0)
        {
            m_unused.insert(stream); // QUIC opens streams in order; the owner need not use them so.
        }
        else if (m_streams.Knows(stream))
        {
            m_streams.SetHold(stream, SendHold::None);
        }
        else
        {
            ngtcp2_conn_shutdown_stream(m_connection, 0, opened, 0);
        }
    }
}

void
QuicConnection::Prioritise(CarrierStreamId stream, StreamRank rank)
{
    if (!m_isClosed && m_streams.Knows(stream))
    {
        m_streams.Prioritise(stream, rank);
    }
}

void
QuicConnection::AbortStream(CarrierStreamId stream)
{
    if (m_isClosed)
    {
        return;
    }
    m_streams.Forget(stream);
    if (!m_waitingToOpen.contains(stream))
    {
        ngtcp2_conn_shutdown_stream(m_connection, 0, Raw(stream), 0);
    }
}

void
QuicConnection::Close(const CarrierFarewell& farewell)
{
    if (m_isClosed)
    {
        return;
    }
    m_isClosed = true;
    m_owesFarewell = true;
    m_farewellReason = farewell.reason;
    ngtcp2_ccerr_set_application_error(&m_farewell,
                                       farewell.code,
                                       AsUint8(AsBytes(m_farewellReason)),
                                       m_farewellReason.size());
}

std::optional<QuicConnection::Written>
QuicConnection::PollDatagram(Instant now, MutableBytes buffer)
{
    m_now = now;
    if (m_owesFarewell)
    {
        return WriteFarewell(now, buffer);
    }
    m_batchLimit = m_batch == 0 ? BatchLimit() : m_batchLimit;
    if (m_isClosed || m_batch >= m_batchLimit)
    {
        return std::nullopt;
    }
    const auto written = WritePacket(now, Carried(now, buffer));
    if (written)
    {
        ++m_batch;
        m_counters.datagramsSent += 1;
        m_counters.datagramBytesSent += ByteCount{written->size};
    }
    if (!written || m_batch == m_batchLimit)
    {
        EndBatch(now);
    }
    return written;
}

MutableBytes
QuicConnection::Carried(Instant now, MutableBytes buffer)
{
    if (!m_isEstablished || !m_context.config.discoversPathMtu)
    {
        return buffer;
    }
    const Duration probeTimeout = ToDuration(ngtcp2_conn_get_pto(m_connection));
    return buffer.first(m_mtuGuard.Limit(now, probeTimeout, buffer.size()));
}

std::uint32_t
QuicConnection::BatchLimit() const
{
    const QuicConfig& config = m_context.config;
    const auto payload =
        static_cast<std::uint32_t>(ngtcp2_conn_get_path_max_tx_udp_payload_size(m_connection));
    const auto quantum = static_cast<std::uint32_t>(ngtcp2_conn_get_send_quantum(m_connection));
    const std::uint32_t least = std::min(config.writeBatch, BATCH_BYTES / payload);
    return std::clamp(quantum / payload, least, std::max(least, config.writeBatchMax));
}

void
QuicConnection::EndBatch(Instant now)
{
    if (m_isClosed)
    {
        return;
    }
    ngtcp2_conn_update_pkt_tx_time(m_connection, ToTimestamp(now));
    AnnounceSpace();
}

void
QuicConnection::AnnounceSpace()
{
    const auto buffer = static_cast<std::int64_t>(m_context.config.sendBuffer.value);
    const auto unsent = static_cast<std::int64_t>(m_streams.Unsent().value);
    const std::int64_t free = buffer - unsent - m_announced;
    if (m_isEstablished && free >= buffer / 4)
    {
        m_announced += free;
        m_events.push_back(CarrierSendSpace{m_id, ByteCount{static_cast<std::uint64_t>(free)}});
    }
}

std::optional<QuicConnection::Written>
QuicConnection::WriteFarewell(Instant now, MutableBytes buffer)
{
    m_owesFarewell = false;
    ngtcp2_path_storage storage;
    ngtcp2_path_storage_zero(&storage);
    ngtcp2_pkt_info info{};
    const ngtcp2_ssize size =
        ngtcp2_conn_write_connection_close(m_connection,
                                           &storage.path,
                                           &info,
                                           reinterpret_cast<std::uint8_t*>(buffer.data()),
                                           buffer.size(),
                                           &m_farewell,
                                           ToTimestamp(now));
    if (size <= 0)
    {
        return std::nullopt;
    }
    return Written{PeerOf(storage.path), static_cast<std::size_t>(size)};
}

std::optional<QuicConnection::Written>
QuicConnection::WritePacket(Instant now, MutableBytes buffer)
{
    ngtcp2_path_storage storage;
    ngtcp2_path_storage_zero(&storage);
    ngtcp2_ssize size = WriteProbe(now, buffer, &storage.path);
    if (size > 0)
    {
        return Written{PeerOf(storage.path), static_cast<std::size_t>(size)};
    }
    const ByteCount unsent = m_streams.Unsent();
    size = NGTCP2_ERR_WRITE_MORE;
    while (size == NGTCP2_ERR_WRITE_MORE)
    {
        size = WriteOffer(now, buffer, &storage.path);
    }
    if (size < 0)
    {
        OnClosedBy(static_cast<int>(size));
        return m_owesFarewell ? WriteFarewell(now, buffer) : std::nullopt;
    }
    if (size == 0)
    {
        return std::nullopt;
    }
    if (m_streams.Unsent() < unsent)
    {
        m_mtuGuard.OnSent(now, static_cast<std::size_t>(size));
    }
    return Written{PeerOf(storage.path), static_cast<std::size_t>(size)};
}

ngtcp2_ssize
QuicConnection::WriteProbe(Instant now, MutableBytes buffer, ngtcp2_path* path)
{
    const std::uint64_t received = m_counters.datagramsReceived;
    if (!m_isEstablished || !m_probe.IsWorthIt(received) ||
        !m_probe.IsDue(now, Snapshot().smoothedRtt))
    {
        return 0;
    }
    ngtcp2_pkt_info info{};
    int isTaken = 0;
    const ngtcp2_ssize size =
        ngtcp2_conn_writev_datagram(m_connection,
                                    path,
                                    &info,
                                    reinterpret_cast<std::uint8_t*>(buffer.data()),
                                    buffer.size(),
                                    &isTaken,
                                    NGTCP2_WRITE_DATAGRAM_FLAG_NONE,
                                    m_probe.Number(),
                                    nullptr,
                                    0,
                                    ToTimestamp(now));
    if (isTaken != 0)
    {
        m_probe.OnSent(now, received);
    }
    return size;
}

void
QuicConnection::ForgetProbeOfAnAbsence(Instant now)
{
    if (m_probe.IsUnderWay() && now > m_counters.lastReceived + Snapshot().smoothedRtt)
    {
        m_probe.OnAbsence(); // The peer was away, or we were: what it waits for is no queue.
    }
}

ngtcp2_ssize
QuicConnection::WriteOffer(Instant now, MutableBytes buffer, ngtcp2_path* path)
{
    const auto offer = m_streams.Next();
    std::array<ngtcp2_vec, SendStreams::PIECES_MAX> pieces{};
    std::size_t offered = 0;
    for (std::size_t i = 0; offer && i < offer->pieceCount; ++i)
    {
        pieces[i] = {const_cast<std::uint8_t*>(AsUint8(offer->pieces[i])), offer->pieces[i].size()};
        offered += offer->pieces[i].size();
    }
    std::uint32_t flags = offer ? NGTCP2_WRITE_STREAM_FLAG_MORE : NGTCP2_WRITE_STREAM_FLAG_NONE;
    flags |= offer && offer->isFinal ? NGTCP2_WRITE_STREAM_FLAG_FIN : 0U;
    ngtcp2_pkt_info info{};
    ngtcp2_ssize taken = -1;
    const ngtcp2_ssize size =
        ngtcp2_conn_writev_stream(m_connection,
                                  path,
                                  &info,
                                  reinterpret_cast<std::uint8_t*>(buffer.data()),
                                  buffer.size(),
                                  &taken,
                                  flags,
                                  offer ? Raw(offer->stream) : -1,
                                  pieces.data(),
                                  offer ? offer->pieceCount : 0,
                                  ToTimestamp(now));
    if (size == NGTCP2_ERR_STREAM_DATA_BLOCKED)
    {
        m_streams.SetHold(offer->stream, SendHold::FlowControl);
        return NGTCP2_ERR_WRITE_MORE;
    }
    if (size == NGTCP2_ERR_STREAM_SHUT_WR || size == NGTCP2_ERR_STREAM_NOT_FOUND)
    {
        m_streams.Forget(offer->stream);
        return NGTCP2_ERR_WRITE_MORE;
    }
    if (offer && taken >= 0)
    {
        const auto count = static_cast<std::size_t>(taken);
        const bool isEnd = offer->isFinal && count == offered;
        m_probe.OnElicited(now, m_counters.datagramsReceived);
        m_streams.OnTaken(offer->stream, count, isEnd ? StreamEnd::Final : StreamEnd::Open);
    }
    return size;
}

} // namespace kwik

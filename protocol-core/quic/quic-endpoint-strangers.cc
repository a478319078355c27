// The second half of QuicEndpoint: datagrams that belong to no connection that it knows.
#include "protocol-core/quic/quic-endpoint.h"

#include <iterator>

namespace kwik
{

namespace
{

/// Smaller datagrams are not reset, so that two endpoints cannot reset each other for ever
/// (RFC 9000 section 10.3.3).
constexpr std::size_t RESET_TRIGGER_MIN = 42;
constexpr std::size_t RESET_RANDOM_BYTES = 22;

} // namespace

void
QuicEndpoint::OnPossibleReset(Instant now,
                              const Address& from,
                              ByteView payload,
                              const std::set<CarrierId>& connections)
{
    for (const CarrierId id : connections)
    {
        if (QuicConnection* connection = Touch(id))
        {
            connection->OnPossibleReset(now, from, payload);
        }
    }
}

void
QuicEndpoint::Accept(Instant now, const Address& from, ByteView payload)
{
    ngtcp2_pkt_hd header;
    if (m_options.acceptance == Acceptance::Refuse ||
        m_handshaking.size() >= m_options.config.handshakesMax ||
        ngtcp2_accept(&header, AsUint8(payload), payload.size()) != 0 ||
        header.version != NGTCP2_PROTO_VER_V1)
    {
        return;
    }
    const CarrierId id{m_nextId++};
    m_handshaking.insert(id);
    m_connections[id].connection =
        std::make_unique<QuicConnection>(now, m_context, id, QuicConnection::Initial{from, header});
    Touch(id)->OnDatagram(now, from, payload);
}

void
QuicEndpoint::NegotiateVersion(const Address& to, const ngtcp2_version_cid& ids)
{
    if (m_options.acceptance == Acceptance::Refuse || m_replies.FreeSlots() == 0)
    {
        return;
    }
    constexpr std::uint32_t VERSIONS[] = {NGTCP2_PROTO_VER_V1};
    Reply reply{to, ByteVector(m_buffer.size())};
    std::array<std::byte, 1> random{};
    m_context.entropy.FillEntropy(random);
    const ngtcp2_ssize size =
        ngtcp2_pkt_write_version_negotiation(reinterpret_cast<std::uint8_t*>(reply.payload.data()),
                                             reply.payload.size(),
                                             std::to_integer<std::uint8_t>(random[0]),
                                             ids.scid,
                                             ids.scidlen,
                                             ids.dcid,
                                             ids.dcidlen,
                                             VERSIONS,
                                             std::size(VERSIONS));
    if (size > 0)
    {
        reply.payload.resize(static_cast<std::size_t>(size));
        m_replies.Push(std::move(reply));
    }
}

void
QuicEndpoint::ResetUnknown(const Address& to, ByteView payload)
{
    if (payload.size() < RESET_TRIGGER_MIN || m_replies.FreeSlots() == 0)
    {
        return;
    }
    const ResetToken token =
        ResetTokenOf(m_context.resetSecret, KeyOf(payload.subspan(1, ConnectionKey::OUR_LENGTH)));
    std::array<std::byte, RESET_RANDOM_BYTES> random{};
    m_context.entropy.FillEntropy(random);
    Reply reply{to, ByteVector(RESET_RANDOM_BYTES + token.size())};
    const ngtcp2_ssize size =
        ngtcp2_pkt_write_stateless_reset(reinterpret_cast<std::uint8_t*>(reply.payload.data()),
                                         reply.payload.size(),
                                         token.data(),
                                         AsUint8(random),
                                         random.size());
    KWIK_ASSERT(size > 0);
    reply.payload.resize(static_cast<std::size_t>(size));
    m_replies.Push(std::move(reply));
}

} // namespace kwik

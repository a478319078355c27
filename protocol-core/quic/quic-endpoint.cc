#include "protocol-core/quic/quic-endpoint.h"

#include <algorithm>
#include <span>

namespace kwik
{

namespace
{

constexpr int DRAIN_PROBE_TIMEOUTS = 3; ///< RFC 9000 section 10.2.

ByteView
ViewOf(const std::uint8_t* data, std::size_t size)
{
    return std::as_bytes(std::span(data, size));
}

} // namespace

QuicEndpoint::QuicEndpoint(const QuicEndpointOptions& options, Entropy& entropy, Prng prng)
    : m_options(options),
      m_identity(options.key, options.offer.priorities),
      m_context{m_options.config,
                m_identity,
                m_options.security,
                m_options.offer,
                options.local,
                ResetSecretOf(options.key),
                entropy,
                prng,
                options.traces},
      m_buffer(options.config.datagramPayload.value)
{
}

QuicEndpoint::~QuicEndpoint() = default;

void
QuicEndpoint::OnClients(ClientKeys demanded, std::vector<KeyPin> allowed)
{
    m_options.security.clientKeys = demanded;
    m_options.security.allowedClients = std::move(allowed);
}

const QuicTotals&
QuicEndpoint::Totals() const
{
    return m_context.totals;
}

CarrierId
QuicEndpoint::Connect(Instant now, const CarrierTarget& target)
{
    const CarrierId id{m_nextId++};
    Entry& entry = m_connections[id];
    entry.connection = std::make_unique<QuicConnection>(now, m_context, id, target);
    entry.dialled = target.peer;
    m_dialled[target.peer].insert(id);
    Touch(id);
    return id;
}

void
QuicEndpoint::Write(CarrierId id, CarrierStreamId stream, SharedBytes bytes, StreamEnd end)
{
    if (QuicConnection* connection = Touch(id))
    {
        connection->Write(stream, std::move(bytes), end);
    }
}

void
QuicEndpoint::Prioritise(CarrierId id, CarrierStreamId stream, StreamRank rank)
{
    if (QuicConnection* connection = Touch(id))
    {
        connection->Prioritise(stream, rank);
    }
}

void
QuicEndpoint::AbortStream(CarrierId id, CarrierStreamId stream)
{
    if (QuicConnection* connection = Touch(id))
    {
        connection->AbortStream(stream);
    }
}

void
QuicEndpoint::Close(Instant, CarrierId id, const CarrierFarewell& farewell)
{
    if (QuicConnection* connection = Touch(id))
    {
        connection->Close(farewell);
    }
}

std::optional<CarrierSnapshot>
QuicEndpoint::Snapshot(CarrierId id) const
{
    const auto entry = m_connections.find(id);
    if (entry == m_connections.end() || entry->second.connection == nullptr)
    {
        return std::nullopt;
    }
    return entry->second.connection->Snapshot();
}

void
QuicEndpoint::OnLocalAddress(Instant now, const Address& local)
{
    m_context.local = local;
    for (const auto& [id, entry] : m_connections)
    {
        if (QuicConnection* connection = Touch(id))
        {
            connection->Migrate(now, local);
        }
    }
}

void
QuicEndpoint::OnDatagram(Instant now, const Address& from, ByteView payload)
{
    if (payload.empty())
    {
        return; // Legal in UDP, and an assertion in ngtcp2.
    }
    ngtcp2_version_cid ids;
    const int status = ngtcp2_pkt_decode_version_cid(&ids,
                                                     AsUint8(payload),
                                                     payload.size(),
                                                     ConnectionKey::OUR_LENGTH);
    if (status == NGTCP2_ERR_VERSION_NEGOTIATION)
    {
        NegotiateVersion(from, ids);
        return;
    }
    if (status != 0 || ids.dcidlen > ConnectionKey::LENGTH_MAX)
    {
        return;
    }
    const auto known = m_byKey.find(KeyOf(ViewOf(ids.dcid, ids.dcidlen)));
    if (known != m_byKey.end())
    {
        const CarrierId id = known->second;
        if (QuicConnection* connection = Touch(id))
        {
            connection->OnDatagram(now, from, payload);
        }
    }
    else if (ids.version != 0)
    {
        Accept(now, from, payload);
    }
    else if (const auto dialled = m_dialled.find(from); dialled != m_dialled.end())
    {
        OnPossibleReset(now, from, payload, std::set<CarrierId>(dialled->second));
    }
    else
    {
        ResetUnknown(from, payload);
    }
}

void
QuicEndpoint::OnTimeout(Instant now)
{
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        const auto entry = m_connections.find(m_deadlines.begin()->second);
        if (entry->second.connection == nullptr)
        {
            Remove(entry);
            continue;
        }
        SetDeadline(entry->first, entry->second, NEVER); // Set again by Settle.
        Touch(entry->first)->OnTimeout(now);
    }
}

Instant
QuicEndpoint::NextTimeout() const
{
    return m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
}

std::optional<CarrierEvent>
QuicEndpoint::PollEvent()
{
    while (!m_eventful.empty())
    {
        const CarrierId id = *m_eventful.begin();
        QuicConnection* connection = Find(id);
        if (auto event = connection != nullptr ? connection->PollEvent() : std::nullopt)
        {
            return event;
        }
        m_eventful.erase(id);
    }
    if (m_lastWords.empty())
    {
        return std::nullopt;
    }
    std::optional<CarrierEvent> event(std::move(m_lastWords.front()));
    m_lastWords.pop_front();
    return event;
}

std::optional<Carrier::Datagram>
QuicEndpoint::PollDatagram(Instant now)
{
    if (auto reply = m_replies.Pop())
    {
        m_reply = std::move(*reply);
        return Datagram{m_reply.to, m_reply.payload};
    }
    while (!m_sending.empty())
    {
        if (const auto datagram = PollDatagramOf(now, *m_sending.begin()))
        {
            return datagram;
        }
    }
    return std::nullopt;
}

std::optional<Carrier::Datagram>
QuicEndpoint::PollDatagramOf(Instant now, CarrierId id)
{
    if (!m_sending.contains(id))
    {
        return std::nullopt;
    }
    Entry& entry = m_connections.at(id);
    const auto written = entry.connection->PollDatagram(now, m_buffer);
    m_eventful.insert(id);
    if (written)
    {
        return Datagram{written->to, ByteView(m_buffer).first(written->size)};
    }
    m_sending.erase(id);
    Settle(now, id, entry);
    return std::nullopt;
}

QuicConnection*
QuicEndpoint::Find(CarrierId id)
{
    const auto entry = m_connections.find(id);
    return entry == m_connections.end() ? nullptr : entry->second.connection.get();
}

QuicConnection*
QuicEndpoint::Touch(CarrierId id)
{
    QuicConnection* connection = Find(id);
    if (connection != nullptr)
    {
        ApplyKeyChanges(id, m_connections.at(id));
        m_eventful.insert(id);
        m_sending.insert(id);
    }
    return connection;
}

void
QuicEndpoint::ApplyKeyChanges(CarrierId id, Entry& entry)
{
    while (const auto change = entry.connection->PollKeyChange())
    {
        if (change->kind == QuicConnection::KeyChange::Kind::Added)
        {
            m_byKey[change->key] = id;
            entry.keys.insert(change->key);
        }
        else
        {
            m_byKey.erase(change->key);
            entry.keys.erase(change->key);
        }
    }
}

void
QuicEndpoint::Settle(Instant now, CarrierId id, Entry& entry)
{
    ApplyKeyChanges(id, entry);
    if (entry.connection->IsEstablished())
    {
        m_handshaking.erase(id);
    }
    if (!entry.connection->IsClosed())
    {
        SetDeadline(id, entry, std::max(entry.connection->NextTimeout(), now + Duration(1)));
        return;
    }
    while (auto event = entry.connection->PollEvent())
    {
        m_lastWords.push_back(std::move(*event));
    }
    m_context.totals.failed += entry.connection->IsEstablished() ? 0 : 1;
    const Duration drain = entry.connection->Snapshot().probeTimeout * DRAIN_PROBE_TIMEOUTS;
    entry.connection.reset();
    Undial(id, entry);
    SetDeadline(id, entry, now + drain);
}

void
QuicEndpoint::Undial(CarrierId id, const Entry& entry)
{
    const auto dialled = entry.dialled ? m_dialled.find(*entry.dialled) : m_dialled.end();
    if (dialled != m_dialled.end() && dialled->second.erase(id) > 0 && dialled->second.empty())
    {
        m_dialled.erase(dialled);
    }
}

void
QuicEndpoint::SetDeadline(CarrierId id, Entry& entry, Instant deadline)
{
    if (deadline == entry.deadline)
    {
        return;
    }
    m_deadlines.erase({entry.deadline, id});
    entry.deadline = deadline;
    if (deadline != NEVER)
    {
        m_deadlines.insert({deadline, id});
    }
}

void
QuicEndpoint::Remove(Entries::iterator entry)
{
    for (const ConnectionKey& key : entry->second.keys)
    {
        m_byKey.erase(key);
    }
    m_deadlines.erase({entry->second.deadline, entry->first});
    m_handshaking.erase(entry->first);
    Undial(entry->first, entry->second);
    m_connections.erase(entry);
}

} // namespace kwik

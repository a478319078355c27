#ifndef KWIK_QUIC_QUIC_ENDPOINT_H
#define KWIK_QUIC_QUIC_ENDPOINT_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/env/carrier.h"
#include "protocol-core/quic/quic-connection.h"

#include <deque>
#include <map>
#include <memory>
#include <set>

namespace kwik
{

/// Whether a host answers clients that it does not know.
enum class Acceptance : std::uint8_t
{
    Refuse,
    Accept,
};

struct QuicEndpointOptions
{
    QuicConfig config;
    KeySeed key;
    Address local;
    Acceptance acceptance;
    QuicTraces traces;
    SecurityConfig security{};
    TlsOffer offer = OfferOf(security.level);
};

/**
 * All QUIC connections behind one UDP socket: finds the connection that a datagram belongs to by
 * its destination connection id, starts new ones, and answers strangers.
 *
 *   known id -> that connection; Initial -> a new connection (Acceptance::Accept);
 *   unknown version -> Version Negotiation; unknown id -> Stateless Reset; anything else is
 * dropped.
 *
 * An unknown id from a host that connections were started to may be that host's Stateless Reset,
 * whose id is random: these connections look for their tokens in it, and nobody answers it.
 *
 * Strangers can have handshakesMax connections that are not established; beyond that an Initial is
 * dropped.
 *
 * A closed connection keeps its ids for three probe timeouts, so that the peer's last datagrams are
 * not answered with resets (RFC 9000 section 10.2).
 */
class QuicEndpoint final : public Carrier
{
  public:
    QuicEndpoint(const QuicEndpointOptions& options, Entropy& entropy, Prng prng);
    ~QuicEndpoint() override;

    /// Whom it lets in from now on; connections that there are stay.
    void OnClients(ClientKeys demanded, std::vector<KeyPin> allowed);
    const QuicTotals& Totals() const;

    CarrierId Connect(Instant now, const CarrierTarget& target) override;
    void Write(CarrierId id, CarrierStreamId stream, SharedBytes bytes, StreamEnd end) override;
    void Prioritise(CarrierId id, CarrierStreamId stream, StreamRank rank) override;
    void AbortStream(CarrierId id, CarrierStreamId stream) override;
    void Close(Instant now, CarrierId id, const CarrierFarewell& farewell) override;
    std::optional<CarrierSnapshot> Snapshot(CarrierId id) const override;
    void OnLocalAddress(Instant now, const Address& local) override;
    void OnDatagram(Instant now, const Address& from, ByteView payload) override;
    void OnTimeout(Instant now) override;
    Instant NextTimeout() const override;
    std::optional<CarrierEvent> PollEvent() override;
    std::optional<Datagram> PollDatagram(Instant now) override;
    std::optional<Datagram> PollDatagramOf(Instant now, CarrierId id) override;

  private:
    struct Entry
    {
        std::unique_ptr<QuicConnection> connection; ///< Null once closed and said so.
        std::set<ConnectionKey> keys;
        std::optional<Address> dialled; ///< As entered in m_dialled; not of accepted ones.
        Instant deadline{NEVER};        ///< As entered in m_deadlines.
    };

    struct Reply
    {
        Address to;
        ByteVector payload;
    };

    using Entries = std::map<CarrierId, Entry>;

    QuicConnection* Find(CarrierId id);
    QuicConnection* Touch(CarrierId id);
    void OnPossibleReset(Instant now,
                         const Address& from,
                         ByteView payload,
                         const std::set<CarrierId>& connections);
    void Undial(CarrierId id, const Entry& entry);
    void Accept(Instant now, const Address& from, ByteView payload);
    void NegotiateVersion(const Address& to, const ngtcp2_version_cid& ids);
    void ResetUnknown(const Address& to, ByteView payload);
    void ApplyKeyChanges(CarrierId id, Entry& entry);
    /// Called when the connection has nothing more to say for now.
    void Settle(Instant now, CarrierId id, Entry& entry);
    void SetDeadline(CarrierId id, Entry& entry, Instant deadline);
    void Remove(Entries::iterator entry);

    QuicEndpointOptions m_options;
    TlsIdentity m_identity;
    QuicContext m_context;
    Entries m_connections;
    std::map<ConnectionKey, CarrierId> m_byKey;
    std::map<Address, std::set<CarrierId>> m_dialled; ///< Live connections that were started here.
    std::set<std::pair<Instant, CarrierId>> m_deadlines;
    std::set<CarrierId> m_eventful;       ///< Connections that may have events to read.
    std::set<CarrierId> m_sending;        ///< Connections that may have datagrams to send.
    std::set<CarrierId> m_handshaking;    ///< Accepted, not established, not yet forgotten.
    std::deque<CarrierEvent> m_lastWords; ///< Unread events of connections that are gone.
    BoundedQueue<Reply, 64> m_replies;    ///< To strangers; what does not fit is not said.
    Reply m_reply;                        ///< The one that was polled last.
    ByteVector m_buffer;
    std::uint32_t m_nextId{1};
};

} // namespace kwik

#endif // KWIK_QUIC_QUIC_ENDPOINT_H

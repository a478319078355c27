#ifndef KWIK_QUIC_QUIC_CONNECTION_H
#define KWIK_QUIC_QUIC_CONNECTION_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/prng.h"
#include "protocol-core/env/entropy.h"
#include "protocol-core/quic/connection-key.h"
#include "protocol-core/quic/path-mtu-guard.h"
#include "protocol-core/quic/quic-config.h"
#include "protocol-core/quic/quic-totals.h"
#include "protocol-core/quic/quic-trace.h"
#include "protocol-core/quic/round-trip-probe.h"
#include "protocol-core/quic/send-streams.h"
#include "protocol-core/quic/tls-session.h"

#include <deque>
#include <memory>
#include <ngtcp2/ngtcp2.h>
#include <optional>
#include <set>
#include <string>

namespace kwik
{

/// What all connections of one endpoint share; outlives them.
struct QuicContext
{
    const QuicConfig& config;
    const TlsIdentity& identity;
    const SecurityConfig& security;
    const TlsOffer& offer;
    Address local;           ///< Of new connections.
    ResetSecret resetSecret; ///< Stateless reset tokens are derived from it.
    Entropy& entropy;
    Prng prng; ///< For what ngtcp2 draws outside cryptography.
    QuicTraces traces;
    QuicTotals totals{};
};

/**
 * One QUIC connection over ngtcp2 and GnuTLS, without I/O: datagrams and time in, datagrams out.
 *
 * Owned and driven by QuicEndpoint. Flow control is opened as fast as bytes arrive, because the
 * layers above bound what they ask for.
 */
class QuicConnection
{
  public:
    /// A connection id of ours that came into use or went out of it.
    struct KeyChange
    {
        enum class Kind : std::uint8_t
        {
            Added,
            Removed,
        };

        Kind kind;
        ConnectionKey key;
    };

    struct Written
    {
        Address to;
        std::size_t size;
    };

    /// The Initial packet with which a client reached us.
    struct Initial
    {
        Address peer;
        ngtcp2_pkt_hd header;
    };

    QuicConnection(Instant now, QuicContext& context, CarrierId id, const CarrierTarget& target);
    QuicConnection(Instant now, QuicContext& context, CarrierId id, const Initial& initial);
    ~QuicConnection();
    QuicConnection(const QuicConnection&) = delete;
    QuicConnection& operator=(const QuicConnection&) = delete;

    void OnDatagram(Instant now, const Address& from, ByteView payload);
    /// A datagram without an id of ours: ends the connection if it has the token of a Stateless
    /// Reset (RFC 9000 section 10.3.1), and is nothing otherwise.
    void OnPossibleReset(Instant now, const Address& from, ByteView payload);
    void OnTimeout(Instant now);
    /// Goes on from another address of ours (RFC 9000 section 9). Where that cannot be, because the
    /// handshake is not confirmed or the peer has given us no spare connection id, the connection
    /// stays as it is, and the peer sees what a NAT that rebinds would show it.
    void Migrate(Instant now, const Address& local);
    Instant NextTimeout() const;
    std::optional<CarrierEvent> PollEvent();
    std::optional<KeyChange> PollKeyChange();
    /// Writes the next datagram into @p buffer; nothing when pacing, window or data forbid it.
    std::optional<Written> PollDatagram(Instant now, MutableBytes buffer);

    void Write(CarrierStreamId stream, SharedBytes bytes, StreamEnd end);
    void Prioritise(CarrierStreamId stream, StreamRank rank);
    void AbortStream(CarrierStreamId stream);
    void Close(const CarrierFarewell& farewell);

    CarrierSnapshot Snapshot() const;
    bool IsEstablished() const;
    /// Once true it stays true: at most a farewell is still to be written.
    bool IsClosed() const;

  private:
    friend struct QuicCallbacks; ///< ngtcp2 calls back in the middle of our calls to it.

    QuicConnection(Instant now, QuicContext& context, CarrierId id, TlsSide side);
    ngtcp2_settings Settings(Duration initialRtt);
    ngtcp2_transport_params TransportParams() const;
    void StartTls(const KeyPin& expectedPeer);
    ConnectionKey NewKey();

    /// ngtcp2's answer to a datagram.
    int Read(Instant now, const Address& from, ByteView payload);
    /// @returns whether the connection may be used.
    bool OnEstablished();
    void OnClosedBy(int error);
    CarrierCloseCause CauseOf(int error) const;
    void OpenLocalStreams();
    std::optional<Written> WriteFarewell(Instant now, MutableBytes buffer);
    std::optional<Written> WritePacket(Instant now, MutableBytes buffer);
    /// A packet that the peer has to acknowledge; 0 when none is due, or congestion forbids it.
    ngtcp2_ssize WriteProbe(Instant now, MutableBytes buffer, ngtcp2_path* path);
    void ForgetProbeOfAnAbsence(Instant now);
    /// Offers one stream to the packet under construction; ngtcp2's result of that.
    ngtcp2_ssize WriteOffer(Instant now, MutableBytes buffer, ngtcp2_path* path);
    /// The part of @p buffer that the path carries.
    MutableBytes Carried(Instant now, MutableBytes buffer);
    std::uint32_t BatchLimit() const;
    void EndBatch(Instant now);
    void AnnounceSpace();

    QuicContext& m_context;
    CarrierId m_id;
    TlsSide m_side;
    ngtcp2_conn* m_connection{nullptr};
    std::unique_ptr<TlsSession> m_tls;

    SendStreams m_streams;
    std::set<CarrierStreamId> m_waitingToOpen; ///< Local streams that the peer does not allow yet.
    std::set<CarrierStreamId> m_unused;        ///< Open local streams that nothing was written to.
    std::set<CarrierStreamId> m_stopped;       ///< Open streams that the peer does not read.
    CarrierStreamId m_nextLocalStream;         ///< The number that the next one to open will have.
    std::deque<CarrierEvent> m_events;
    std::deque<KeyChange> m_keyChanges;
    std::int64_t m_announced{0}; ///< Send space announced and not yet used; may be overdrawn.
    CarrierSnapshot m_counters;
    RoundTripProbe m_probe;
    PathMtuGuard m_mtuGuard;
    std::uint32_t m_batch{0};      ///< Datagrams written since the last timeout or arrival.
    std::uint32_t m_batchLimit{0}; ///< Of this one.
    Instant m_now;                 ///< Of the call under way; ngtcp2's callbacks are not told.

    bool m_hasHeardPeer{false};
    bool m_isEstablished{false};
    bool m_wasReset{false};
    bool m_isClosed{false};
    bool m_owesFarewell{false};
    ngtcp2_ccerr m_farewell{};
    std::string m_farewellReason; ///< m_farewell points into it.
};

} // namespace kwik

#endif // KWIK_QUIC_QUIC_CONNECTION_H

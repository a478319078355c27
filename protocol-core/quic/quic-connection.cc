#include "protocol-core/quic/quic-connection.h"

#include "protocol-core/quic/path-mtu.h"
#include "protocol-core/quic/quic-address.h"
#include "protocol-core/quic/quic-callbacks.h"
#include "protocol-core/quic/quic-time.h"

#include <algorithm>
#include <span>

namespace kwik
{

namespace
{

constexpr std::uint64_t STREAMS_MAX = 1024; ///< Bidirectional streams that a peer may have open.
/// RFC 8446 section 6.2; for what we refuse and TLS has nothing against.
constexpr std::uint8_t ACCESS_DENIED = 49;
constexpr std::uint64_t CONNECTION_IDS = 4; ///< Of the peer's that we keep, for later migration.

ngtcp2_cc_algo
ToNgtcp2(CongestionControl algorithm)
{
    switch (algorithm)
    {
    case CongestionControl::Cubic:
        return NGTCP2_CC_ALGO_CUBIC;
    case CongestionControl::Bbr:
        return NGTCP2_CC_ALGO_BBR;
    case CongestionControl::Reno:
        return NGTCP2_CC_ALGO_RENO;
    }
    KWIK_UNREACHABLE("a congestion controller without a name");
}

ngtcp2_cid
ToNgtcp2(const ConnectionKey& key)
{
    ngtcp2_cid id;
    ngtcp2_cid_init(&id, key.bytes.data(), key.length);
    return id;
}

} // namespace

QuicConnection::QuicConnection(Instant now, QuicContext& context, CarrierId id, TlsSide side)
    : m_context(context),
      m_id(id),
      m_side(side),
      m_nextLocalStream{side == TlsSide::Client ? 0U : 1U},
      m_now(now)
{
    ngtcp2_ccerr_default(&m_farewell);
    m_counters.lastReceived = now;
}

QuicConnection::QuicConnection(Instant now,
                               QuicContext& context,
                               CarrierId id,
                               const CarrierTarget& target)
    : QuicConnection(now, context, id, TlsSide::Client)
{
    std::array<std::byte, ConnectionKey::OUR_LENGTH * 2> destination{};
    m_context.entropy.FillEntropy(destination);
    const ngtcp2_cid destinationId = ToNgtcp2(KeyOf(destination));
    const ngtcp2_cid sourceId = ToNgtcp2(NewKey());
    const ngtcp2_settings settings = Settings(target.initialRtt);
    const ngtcp2_transport_params params = TransportParams();
    const ngtcp2_callbacks callbacks = QuicCallbacks::For(m_side);
    QuicPath path(m_context.local, target.peer);
    const ngtcp2_path view = path.Path();
    KWIK_ASSERT(ngtcp2_conn_client_new(&m_connection,
                                       &destinationId,
                                       &sourceId,
                                       &view,
                                       NGTCP2_PROTO_VER_V1,
                                       &callbacks,
                                       &settings,
                                       &params,
                                       nullptr,
                                       this) == 0);
    StartTls(target.pin);
}

QuicConnection::QuicConnection(Instant now,
                               QuicContext& context,
                               CarrierId id,
                               const Initial& initial)
    : QuicConnection(now, context, id, TlsSide::Server)
{
    m_events.push_back(CarrierAccepted{id, initial.peer});
    m_hasHeardPeer = true;
    const ConnectionKey key = NewKey();
    m_keyChanges.push_back(
        {KeyChange::Kind::Added,
         KeyOf(std::as_bytes(std::span(initial.header.dcid.data, initial.header.dcid.datalen)))});
    const ngtcp2_cid sourceId = ToNgtcp2(key);
    const ngtcp2_settings settings = Settings(std::chrono::nanoseconds(NGTCP2_DEFAULT_INITIAL_RTT));
    ngtcp2_transport_params params = TransportParams();
    params.original_dcid = initial.header.dcid;
    params.original_dcid_present = 1;
    const ResetToken token = ResetTokenOf(m_context.resetSecret, key);
    std::copy(token.begin(), token.end(), params.stateless_reset_token);
    params.stateless_reset_token_present = 1;
    const ngtcp2_callbacks callbacks = QuicCallbacks::For(m_side);
    QuicPath path(m_context.local, initial.peer);
    const ngtcp2_path view = path.Path();
    KWIK_ASSERT(ngtcp2_conn_server_new(&m_connection,
                                       &initial.header.scid,
                                       &sourceId,
                                       &view,
                                       initial.header.version,
                                       &callbacks,
                                       &settings,
                                       &params,
                                       nullptr,
                                       this) == 0);
    StartTls({});
}

QuicConnection::~QuicConnection()
{
    ngtcp2_conn_del(m_connection);
}

ngtcp2_settings
QuicConnection::Settings(Duration initialRtt)
{
    const QuicConfig& config = m_context.config;
    ngtcp2_settings settings;
    ngtcp2_settings_default(&settings);
    settings.initial_ts = ToTimestamp(m_now);
    settings.initial_rtt = ToTimespan(initialRtt);
    settings.cc_algo = ToNgtcp2(config.congestionControl);
    settings.handshake_timeout = ToTimespan(config.handshakeTimeout);
    SetDatagramSizes(config, settings);
    settings.rand_ctx.native_handle = this;
    if (m_context.traces.qlog != nullptr)
    {
        settings.qlog_write = QuicCallbacks::OnQlog;
    }
    return settings;
}

ngtcp2_transport_params
QuicConnection::TransportParams() const
{
    const QuicConfig& config = m_context.config;
    ngtcp2_transport_params params;
    ngtcp2_transport_params_default(&params);
    params.initial_max_stream_data_bidi_local = config.streamWindow.value;
    params.initial_max_stream_data_bidi_remote = config.streamWindow.value;
    params.initial_max_data = config.connectionWindow.value;
    params.initial_max_streams_bidi = STREAMS_MAX;
    params.max_idle_timeout = ToTimespan(config.idleTimeout);
    params.max_ack_delay = ToTimespan(config.maxAckDelay);
    params.active_connection_id_limit = CONNECTION_IDS;
    params.max_datagram_frame_size = RoundTripProbe::FRAME_MAX;
    return params;
}

void
QuicConnection::StartTls(const KeyPin& expectedPeer)
{
    m_tls = std::make_unique<TlsSession>(m_context.identity,
                                         TlsSession::Options{m_side,
                                                             expectedPeer,
                                                             m_connection,
                                                             m_context.traces.keyLog,
                                                             m_context.security,
                                                             m_context.offer});
    ngtcp2_conn_set_tls_native_handle(m_connection, m_tls->Native());
    // Half the idle time, so that one lost PING does not end an idle connection.
    ngtcp2_conn_set_keep_alive_timeout(m_connection, ToTimespan(m_context.config.idleTimeout / 2));
}

ConnectionKey
QuicConnection::NewKey()
{
    std::array<std::byte, ConnectionKey::OUR_LENGTH> id{};
    m_context.entropy.FillEntropy(id);
    const ConnectionKey key = KeyOf(id);
    m_keyChanges.push_back({KeyChange::Kind::Added, key});
    return key;
}

void
QuicConnection::OnDatagram(Instant now, const Address& from, ByteView payload)
{
    if (m_isClosed)
    {
        return;
    }
    m_now = now;
    m_batch = 0;
    m_counters.datagramsReceived += 1;
    m_counters.datagramBytesReceived += ByteCount{payload.size()};
    const auto before = static_cast<std::ptrdiff_t>(m_events.size());
    if (const int error = Read(now, from, payload); error != 0)
    {
        OnClosedBy(error);
        return;
    }
    ForgetProbeOfAnAbsence(now);
    m_counters.lastReceived = now;
    // Before what the datagram brought, so that its reader knows the newest measurements.
    m_events.insert(m_events.begin() + before, CarrierHeard{m_id, Snapshot()});
    if (!m_hasHeardPeer)
    {
        m_hasHeardPeer = true;
        m_events.push_front(CarrierReplied{m_id});
    }
    // The datagram may have raised the window of the connection, of which no callback tells.
    m_streams.OnWindowsRaised();
}

void
QuicConnection::OnPossibleReset(Instant now, const Address& from, ByteView payload)
{
    if (m_isClosed)
    {
        return;
    }
    m_now = now;
    if (const int error = Read(now, from, payload); error != 0)
    {
        OnClosedBy(error);
    }
}

int
QuicConnection::Read(Instant now, const Address& from, ByteView payload)
{
    // Our end is where QUIC believes it to be; a NAT or a move that failed may know better.
    QuicPath path(LocalOf(*ngtcp2_conn_get_path(m_connection)), from);
    const ngtcp2_path view = path.Path();
    const ngtcp2_pkt_info info{};
    return ngtcp2_conn_read_pkt(m_connection,
                                &view,
                                &info,
                                AsUint8(payload),
                                payload.size(),
                                ToTimestamp(now));
}

void
QuicConnection::OnTimeout(Instant now)
{
    if (m_isClosed)
    {
        return;
    }
    m_now = now;
    m_batch = 0;
    if (const int error = ngtcp2_conn_handle_expiry(m_connection, ToTimestamp(now)); error != 0)
    {
        OnClosedBy(error);
    }
}

void
QuicConnection::Migrate(Instant now, const Address& local)
{
    if (m_isClosed || m_side == TlsSide::Server)
    {
        return;
    }
    m_now = now;
    m_batch = 0;
    QuicPath path(local, PeerOf(*ngtcp2_conn_get_path(m_connection)));
    const ngtcp2_path view = path.Path();
    static_cast<void>(
        ngtcp2_conn_initiate_immediate_migration(m_connection, &view, ToTimestamp(now)));
}

Instant
QuicConnection::NextTimeout() const
{
    return m_isClosed ? NEVER : ToInstant(ngtcp2_conn_get_expiry(m_connection));
}

std::optional<CarrierEvent>
QuicConnection::PollEvent()
{
    if (m_events.empty())
    {
        return std::nullopt;
    }
    std::optional<CarrierEvent> event(std::move(m_events.front()));
    m_events.pop_front();
    return event;
}

std::optional<QuicConnection::KeyChange>
QuicConnection::PollKeyChange()
{
    if (m_keyChanges.empty())
    {
        return std::nullopt;
    }
    const KeyChange change = m_keyChanges.front();
    m_keyChanges.pop_front();
    return change;
}

bool
QuicConnection::OnEstablished()
{
    if (!m_tls->IsCompleteEnough())
    {
        return false;
    }
    m_isEstablished = true;
    m_context.totals.established += 1;
    m_events.push_back(CarrierEstablished{m_id, m_tls->PeerKey()});
    OpenLocalStreams();
    AnnounceSpace();
    return true;
}

CarrierCloseCause
QuicConnection::CauseOf(int error) const
{
    switch (error)
    {
    case NGTCP2_ERR_DRAINING:
        return m_wasReset ? CarrierCloseCause::PeerForgot : CarrierCloseCause::PeerClosed;
    case NGTCP2_ERR_IDLE_CLOSE:
        return CarrierCloseCause::IdleTimeout;
    case NGTCP2_ERR_HANDSHAKE_TIMEOUT:
        return CarrierCloseCause::HandshakeTimeout;
    case NGTCP2_ERR_CRYPTO:
    case NGTCP2_ERR_CALLBACK_FAILURE:
        return CarrierCloseCause::HandshakeFailed;
    default:
        return CarrierCloseCause::ProtocolError;
    }
}

void
QuicConnection::OnClosedBy(int error)
{
    const CarrierCloseCause cause = CauseOf(error);
    CarrierFarewell heard{0, ngtcp2_strerror(error)};
    std::optional<Violation> violation;
    if (cause == CarrierCloseCause::PeerClosed)
    {
        const ngtcp2_ccerr* said = ngtcp2_conn_get_ccerr(m_connection);
        heard = {said->error_code,
                 std::string(AsText(std::as_bytes(std::span(said->reason, said->reasonlen))))};
    }
    else if (cause == CarrierCloseCause::HandshakeFailed)
    {
        const std::uint8_t alert = ngtcp2_conn_get_tls_alert(m_connection);
        violation = m_tls->Fault(alert);
        ngtcp2_ccerr_set_tls_alert(&m_farewell, alert == 0 ? ACCESS_DENIED : alert, nullptr, 0);
        m_owesFarewell = true;
    }
    else if (cause == CarrierCloseCause::ProtocolError && error != NGTCP2_ERR_DROP_CONN)
    {
        ngtcp2_ccerr_set_liberr(&m_farewell, error, nullptr, 0);
        m_owesFarewell = true;
    }
    m_isClosed = true;
    m_events.push_back(CarrierClosed{m_id, cause, std::move(heard), violation});
}

bool
QuicConnection::IsEstablished() const
{
    return m_isEstablished;
}

bool
QuicConnection::IsClosed() const
{
    return m_isClosed;
}

CarrierSnapshot
QuicConnection::Snapshot() const
{
    ngtcp2_conn_info info;
    ngtcp2_conn_get_conn_info(m_connection, &info);
    CarrierSnapshot snapshot = m_counters;
    snapshot.smoothedRtt = ToDuration(info.smoothed_rtt);
    snapshot.currentRtt = std::max(snapshot.smoothedRtt, m_probe.RoundTrip(m_now));
    snapshot.minRtt = ToDuration(info.min_rtt);
    snapshot.probeTimeout = ToDuration(ngtcp2_conn_get_pto(m_connection));
    snapshot.congestionWindow = ByteCount{info.cwnd};
    snapshot.rttVariance = ToDuration(info.rttvar);
    snapshot.bytesInFlight = ByteCount{info.bytes_in_flight};
    snapshot.bytesUnsent = m_streams.Unsent();
    return snapshot;
}

} // namespace kwik

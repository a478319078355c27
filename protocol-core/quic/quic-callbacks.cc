#include "protocol-core/quic/quic-callbacks.h"

#include "protocol-core/quic/quic-connection.h"

#include <algorithm>
#include <ngtcp2/ngtcp2_crypto.h>

namespace kwik
{

namespace
{

QuicConnection&
Self(void* user)
{
    return *static_cast<QuicConnection*>(user);
}

CarrierStreamId
StreamOf(int64_t id)
{
    return {static_cast<std::uint64_t>(id)};
}

MutableBytes
Writable(uint8_t* data, size_t size)
{
    return std::as_writable_bytes(std::span(data, size));
}

} // namespace

void
QuicCallbacks::OnQlog(void* user, uint32_t, const void* data, size_t size)
{
    QuicConnection& self = Self(user);
    self.m_context.traces.qlog->OnQlog(self.m_id,
                                       ByteView(static_cast<const std::byte*>(data), size));
}

void
QuicCallbacks::FillRandom(uint8_t* out, size_t size, const ngtcp2_rand_ctx* context)
{
    Self(context->native_handle).m_context.prng.Fill(Writable(out, size));
    if (size > 0)
    {
        // An odd first byte would clear the fixed bit of our packets (RFC 9287), which hides them
        // from packet analysers.
        out[0] = static_cast<uint8_t>(out[0] & 0xfe);
    }
}

int
QuicCallbacks::NewConnectionId(ngtcp2_conn*,
                               ngtcp2_cid* id,
                               uint8_t* token,
                               size_t length,
                               void* user)
{
    QuicConnection& self = Self(user);
    KWIK_ASSERT(length == ConnectionKey::OUR_LENGTH);
    const ConnectionKey key = self.NewKey();
    ngtcp2_cid_init(id, key.bytes.data(), key.length);
    const ResetToken reset = ResetTokenOf(self.m_context.resetSecret, key);
    std::copy(reset.begin(), reset.end(), token);
    return 0;
}

int
QuicCallbacks::RemoveConnectionId(ngtcp2_conn*, const ngtcp2_cid* id, void* user)
{
    Self(user).m_keyChanges.push_back({QuicConnection::KeyChange::Kind::Removed,
                                       KeyOf(std::as_bytes(std::span(id->data, id->datalen)))});
    return 0;
}

int
QuicCallbacks::PathChallengeData(ngtcp2_conn*, uint8_t* out, void* user)
{
    Self(user).m_context.entropy.FillEntropy(Writable(out, NGTCP2_PATH_CHALLENGE_DATALEN));
    return 0;
}

int
QuicCallbacks::HandshakeCompleted(ngtcp2_conn*, void* user)
{
    return Self(user).OnEstablished() ? 0 : NGTCP2_ERR_CALLBACK_FAILURE;
}

int
QuicCallbacks::StatelessReset(ngtcp2_conn*, const ngtcp2_pkt_stateless_reset*, void* user)
{
    Self(user).m_wasReset = true;
    return 0;
}

int
QuicCallbacks::StreamsAllowed(ngtcp2_conn*, uint64_t, void* user)
{
    Self(user).OpenLocalStreams();
    return 0;
}

int
QuicCallbacks::ProbeAcknowledged(ngtcp2_conn*, uint64_t number, void* user)
{
    Self(user).m_probe.OnAcknowledged(Self(user).m_now, number);
    return 0;
}

int
QuicCallbacks::ProbeLost(ngtcp2_conn*, uint64_t number, void* user)
{
    Self(user).m_probe.OnLost(number);
    return 0;
}

void
QuicCallbacks::SetCrypto(ngtcp2_callbacks& callbacks, TlsSide side)
{
    if (side == TlsSide::Client)
    {
        callbacks.client_initial = ngtcp2_crypto_client_initial_cb;
        callbacks.recv_retry = ngtcp2_crypto_recv_retry_cb;
    }
    else
    {
        callbacks.recv_client_initial = ngtcp2_crypto_recv_client_initial_cb;
    }
    callbacks.recv_crypto_data = ngtcp2_crypto_recv_crypto_data_cb;
    callbacks.encrypt = ngtcp2_crypto_encrypt_cb;
    callbacks.decrypt = ngtcp2_crypto_decrypt_cb;
    callbacks.hp_mask = ngtcp2_crypto_hp_mask_cb;
    callbacks.update_key = ngtcp2_crypto_update_key_cb;
    callbacks.delete_crypto_aead_ctx = ngtcp2_crypto_delete_crypto_aead_ctx_cb;
    callbacks.delete_crypto_cipher_ctx = ngtcp2_crypto_delete_crypto_cipher_ctx_cb;
    callbacks.version_negotiation = ngtcp2_crypto_version_negotiation_cb;
}

int
QuicCallbacks::StreamClosed(ngtcp2_conn* connection, std::int64_t stream, void* user)
{
    QuicConnection& self = Self(user);
    self.m_context.totals.packetsLost += ngtcp2_conn_get_stream_loss_count(connection, stream);
    self.m_streams.Forget(StreamOf(stream));
    self.m_stopped.erase(StreamOf(stream));
    if (!ngtcp2_conn_is_local_stream(connection, stream))
    {
        ngtcp2_conn_extend_max_streams_bidi(connection, 1);
    }
    return 0;
}

void
QuicCallbacks::SetStreams(ngtcp2_callbacks& callbacks)
{
    callbacks.recv_stream_data = [](ngtcp2_conn* connection,
                                    uint32_t flags,
                                    int64_t stream,
                                    uint64_t,
                                    const uint8_t* data,
                                    size_t size,
                                    void* user,
                                    void*) {
        QuicConnection& self = Self(user);
        const bool isFinal = (flags & NGTCP2_STREAM_DATA_FLAG_FIN) != 0;
        self.m_events.push_back(CarrierBytes{self.m_id,
                                             StreamOf(stream),
                                             SharedBytes(std::as_bytes(std::span(data, size))),
                                             isFinal ? StreamEnd::Final : StreamEnd::Open});
        ngtcp2_conn_extend_max_stream_offset(connection, stream, size);
        ngtcp2_conn_extend_max_offset(connection, size);
        return 0;
    };
    callbacks.acked_stream_data_offset =
        [](ngtcp2_conn*, int64_t stream, uint64_t offset, uint64_t size, void* user, void*) {
            Self(user).m_mtuGuard.OnAcknowledged();
            Self(user).m_streams.OnAcknowledged(StreamOf(stream), ByteCount{offset + size});
            return 0;
        };
    callbacks.stream_close =
        [](ngtcp2_conn* connection, uint32_t, int64_t stream, uint64_t, void* user, void*) {
            return StreamClosed(connection, stream, user);
        };
    callbacks.stream_reset =
        [](ngtcp2_conn*, int64_t stream, uint64_t, uint64_t, void* user, void*) {
            QuicConnection& self = Self(user);
            self.m_events.push_back(
                CarrierStreamAborted{self.m_id, StreamOf(stream), StreamHalf::Inbound});
            return 0;
        };
    callbacks.stream_stop_sending = [](ngtcp2_conn*, int64_t stream, uint64_t, void* user, void*) {
        QuicConnection& self = Self(user);
        self.m_streams.Forget(StreamOf(stream));
        self.m_stopped.insert(StreamOf(stream));
        self.m_events.push_back(
            CarrierStreamAborted{self.m_id, StreamOf(stream), StreamHalf::Outbound});
        return 0;
    };
}

ngtcp2_callbacks
QuicCallbacks::For(TlsSide side)
{
    ngtcp2_callbacks callbacks{};
    SetCrypto(callbacks, side);
    SetStreams(callbacks);
    callbacks.rand = FillRandom;
    callbacks.get_new_connection_id = NewConnectionId;
    callbacks.remove_connection_id = RemoveConnectionId;
    callbacks.get_path_challenge_data = PathChallengeData;
    callbacks.handshake_completed = HandshakeCompleted;
    callbacks.recv_stateless_reset = StatelessReset;
    callbacks.extend_max_local_streams_bidi = StreamsAllowed;
    callbacks.ack_datagram = ProbeAcknowledged;
    callbacks.lost_datagram = ProbeLost;
    return callbacks;
}

} // namespace kwik

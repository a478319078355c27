#ifndef KWIK_SESSION_CLIENT_PATH_H
#define KWIK_SESSION_CLIENT_PATH_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/id.h"
#include "protocol-core/path/path.h"
#include "protocol-core/session/carrier-actions.h"
#include "protocol-core/session/kcp-channel.h"
#include "protocol-core/wire/kdp/kdp-codec.h"

#include <map>
#include <optional>
#include <string_view>
#include <variant>

namespace kwik
{

/**
 * A client's end of one path: the life of the path, its control stream, and its range streams.
 *
 * Decides nothing about sessions: it hands messages up and carries requests out.
 */
class ClientPath
{
  public:
    using KcpMessage = KcpChannel::Message;

    struct KcpReceived
    {
        KcpMessage message;
    };

    struct KdpReceived
    {
        std::optional<RangeId> range; ///< The request that it answers; none for pushed frames.
        KdpMessage message;
    };

    /// The server has sent all it will send for a request.
    struct RangeEnded
    {
        RangeId range;
    };

    /// The server has sent all it will send unrequested on one QUIC stream.
    struct PushEnded
    {
        StreamId stream;
    };

    struct Violated
    {
        std::string_view reason;
    };

    using Action = std::variant<Path::ChangeState,
                                KcpReceived,
                                KdpReceived,
                                RangeEnded,
                                PushEnded,
                                Violated,
                                WriteStream,
                                RankStream,
                                AbortStream,
                                CloseConnection>;

    ClientPath(const PathConfig& config, const Address& server);

    void OnOpened(Instant now);
    void OnReplied(Instant now);
    void OnHeard(Instant now, const CarrierSnapshot& snapshot);
    void OnBytes(Instant now, CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end);
    void OnStreamAborted(CarrierStreamId stream);
    /// The connection has room for @p space bytes more.
    void OnSendSpace(Instant now, ByteCount space);
    void OnHelloAccepted(Instant now, SessionId session);
    /// Whether anything is awaited on this path: only then does silence count.
    void OnExpectation(Instant now, Path::Expectation expectation);
    /// The connection is gone.
    void OnClosed(Instant now, PathCause cause);
    /// Ends the path from this side.
    void Close(Instant now, PathCause cause, FarewellCode code);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    void SendKcp(Instant now, KcpMessage message);
    void SendKdpControl(const KdpMessage& message);
    void RequestRange(RangeId range, const KdpRangeRequest& request);
    void TrimRange(RangeId range, ByteCount end);
    void AbandonRange(RangeId range);

    const Address& Server() const;
    PathState State() const;
    KcpCounts ControlCounts() const;
    const CarrierSnapshot& Measured() const;

  private:
    struct RangeStream
    {
        CarrierStreamId stream;
        KdpDecoder decoder;
    };

    struct PushStream
    {
        KdpDecoder decoder;
        std::optional<StreamId> carries;
    };

    void Drain();
    void WriteKcp(Instant now);
    void ReadKcp(ByteView bytes);
    void ReadRange(RangeId range, const SharedBytes& bytes, StreamEnd end);
    void ReadPush(CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end);
    /// @returns the stream of the last data frame, if there was one.
    std::optional<StreamId> ReadMessages(KdpDecoder& decoder, std::optional<RangeId> range);
    void EndRange(RangeId range);
    void Write(CarrierStreamId stream, ByteVector bytes, StreamEnd end);

    Path m_path;
    Address m_server;
    KcpChannel m_kcp;
    KdpDecoder m_control;
    CarrierSnapshot m_measured;
    CarrierStreamId m_nextStream{FIRST_RANGE_STREAM};
    std::map<RangeId, RangeStream> m_ranges;
    std::map<CarrierStreamId, RangeId> m_rangeOf;
    std::map<CarrierStreamId, PushStream> m_pushes;
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_CLIENT_PATH_H

#ifndef KWIK_SESSION_CLIENT_PATH_H
#define KWIK_SESSION_CLIENT_PATH_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/id.h"
#include "protocol-core/path/path.h"
#include "protocol-core/session/carrier-actions.h"
#include "protocol-core/session/expected-bytes.h"
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
        Violation kind;
        std::string_view detail;
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

    /// @p id is the number of the path in its session; 0 of a path that is of no session.
    ClientPath(const PathConfig& config, const Address& server, PathId id);

    void OnOpened(Instant now);
    /// What the connection tells; that it is established or closed is its owner's to act upon.
    void OnCarrier(Instant now, const CarrierEvent& event);
    /// The hello will prove that the path is of this session.
    void OnSessionClaimed(SessionId session);
    void OnHelloAccepted(Instant now, SessionId session);
    /// Whether anything is awaited on this path: only then does silence count.
    void OnExpectation(Instant now, Path::Expectation expectation);
    /// The connection is gone.
    void OnClosed(Instant now, PathCause cause);
    /// Ends the path from this side.
    void Close(Instant now, PathCause cause, FarewellCode code);
    /// Ends the path because its server has broken the rules.
    void CloseFor(Instant now, Violation violation, std::string_view detail);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    void SendKcp(Instant now, KcpMessage message);
    void SendKdpControl(const KdpMessage& message);
    void RequestRange(RangeId range, const KdpRangeRequest& request);
    void TrimRange(RangeId range, ByteCount end);
    void AbandonRange(RangeId range);
    /// Sends a frame of an upload; those of one stream share a QUIC stream.
    void SendFrame(const KdpData& frame);
    /// No more frames of the upload will be sent.
    void EndFrames(StreamId stream);

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

    void OnReplied(Instant now);
    void OnHeard(Instant now, const CarrierSnapshot& snapshot);
    void OnBytes(Instant now, CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end);
    void OnStreamAborted(CarrierStreamId stream);
    /// The connection has room for @p space bytes more.
    void OnSendSpace(Instant now, ByteCount space);
    void Drain();
    void WriteKcp(Instant now);
    void ReadKcp(ByteView bytes);
    void ReadRange(RangeId range, const SharedBytes& bytes, StreamEnd end);
    void ReadPush(CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end);
    /// @returns the stream of the last data frame, if there was one.
    std::optional<StreamId> ReadMessages(ExpectedBytes::Lane lane,
                                         KdpDecoder& decoder,
                                         std::optional<RangeId> range);
    void EndRange(RangeId range);
    void TellDuplicates();
    void Violate(Violation kind, std::string_view detail);
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
    std::map<StreamId, CarrierStreamId> m_uploads;
    ExpectedBytes m_expected;
    bool m_isViolated{false};    ///< What else has come is not read.
    bool m_hasDuplicates{false}; ///< As was told.
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_CLIENT_PATH_H

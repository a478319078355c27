#ifndef KWIK_SESSION_RANGE_SERVER_H
#define KWIK_SESSION_RANGE_SERVER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/session/carrier-actions.h"
#include "protocol-core/session/session-config.h"
#include "protocol-core/stream/interval-set.h"
#include "protocol-core/wire/kdp/kdp-codec.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kwik
{

/**
 * A server's sending half of one path: answers range requests with data frames.
 *
 * Urgent ranges go first, then in the order in which they were asked for; each takes what room the
 * carrier's send buffer has. What a range carries is read frame by frame, so a range that is
 * trimmed or abandoned costs nothing beyond what was sent.
 *
 * A client that asks for more than it reads meets PUSHES_MAX and CONTROL_BACKLOG_MAX. After the
 * first violation nothing is read any more.
 */
class RangeServer
{
  public:
    static constexpr std::size_t PUSHES_MAX = 1024; ///< First windows under way at a time.
    /// Answers beyond the room in the carrier's send buffer, in bytes.
    static constexpr std::int64_t CONTROL_BACKLOG_MAX = 1 << 20;
    /// Contents whose Lookup is remembered.
    static constexpr std::size_t LOOKUPS_MAX = 4096;

    /// How large is this content?
    struct Lookup
    {
        std::string content;
    };

    /// Read these bytes for the transfer on this QUIC stream.
    struct Read
    {
        CarrierStreamId transfer;
        std::string content;
        ByteCount offset;
        ByteCount length;
    };

    /// A transfer has started whose content another server holds.
    struct RelayStarted
    {
        CarrierStreamId transfer;
        KdpRangeRequest request;
    };

    /// As Read, of a transfer that is relayed.
    struct RelayRead
    {
        CarrierStreamId transfer;
        ByteCount offset;
        ByteCount length;
    };

    struct RelayEnded
    {
        CarrierStreamId transfer;
    };

    /// As Read, of what a stream that goes in both directions carries to the client.
    struct DuplexRead
    {
        CarrierStreamId transfer;
        StreamId stream;
        Interval bytes;
    };

    /// A part of an upload or of a stream that goes in both directions, for whoever has these.
    struct Uploaded
    {
        KdpMessage message;
    };

    struct Violated
    {
        std::string_view reason;
    };

    using Action = std::variant<Lookup,
                                Read,
                                RelayStarted,
                                RelayRead,
                                RelayEnded,
                                DuplexRead,
                                Uploaded,
                                Violated,
                                WriteStream,
                                RankStream>;

    explicit RangeServer(const ServerConfig& config);

    /// Bytes of a QUIC stream that the client has opened for a range, or of the KDP control stream.
    void OnBytes(CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end);
    void OnStreamAborted(CarrierStreamId stream, StreamHalf half);
    void OnSendSpace(ByteCount space);
    /// The answer to Lookup; nothing when this server has no such content.
    void OnContentSize(const std::string& content, std::optional<ByteCount> size);
    /// Another answer to Lookup: this server does not hold the content, but can fetch ranges of it.
    void OnContentElsewhere(const std::string& content);
    /// The answer to Read and RelayRead, shorter than asked for when there is no more; those of one
    /// transfer come in the order of the questions.
    void OnContent(CarrierStreamId transfer, SharedBytes bytes);
    /// Something other than ranges was written on the connection.
    void OnOtherWrite(ByteCount bytes);
    void SendControl(const KdpMessage& message);
    /// Streams that go in both directions are another server's: their ranges are relayed.
    void OnDuplexElsewhere();
    /// Sends these bytes of such a stream unasked; all of one stream share a QUIC stream.
    void Push(StreamId stream, Interval bytes);
    /// No more of it is pushed.
    void EndPush(StreamId stream);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

  private:
    /// What the client sends on one QUIC stream.
    struct Inbound
    {
        KdpDecoder decoder;
        bool hasAsked{false}; ///< For a range; the answer ends the stream, so there is but one.
        bool isUpload{false};
    };

    struct Transfer
    {
        StreamId stream;
        std::string content;
        ByteCount asked; ///< Read from the content up to here.
        ByteCount end;
        RangePriority priority;
        ByteCount sent; ///< Written to the carrier up to here.
        bool isRelayed{false};
        bool isFeed{false}; ///< Goes on when there is more: of a stream in both directions.
    };

    struct Waiting
    {
        CarrierStreamId stream;
        KdpMessage message;
    };

    void OnMessage(CarrierStreamId stream, KdpMessage message);
    void Ask(CarrierStreamId stream, const std::string& content, KdpMessage message);
    void Answer(const Waiting& waiting, std::optional<ByteCount> size);
    void StartStream(const KdpStreamOpen& open, ByteCount size);
    void StartRange(CarrierStreamId stream, const KdpRangeRequest& request, ByteCount size);
    void StartRelay(CarrierStreamId stream, const KdpRangeRequest& request);
    std::vector<Waiting> TakeWaiting(const std::string& content);
    void Ask(const Transfer& transfer, CarrierStreamId stream, ByteCount length);
    void Erase(CarrierStreamId stream);
    void StartDuplexRange(CarrierStreamId stream, const KdpRangeRequest& request);
    void Start(CarrierStreamId stream, Transfer transfer);
    void Trim(CarrierStreamId stream, ByteCount end);
    void Serve();
    std::optional<CarrierStreamId> NextTransfer() const;
    void Finish(CarrierStreamId stream);
    void Violate(std::string_view reason);
    void Write(CarrierStreamId stream, SharedBytes bytes, StreamEnd end);

    ServerConfig m_config;
    std::map<CarrierStreamId, Inbound> m_inbound;
    std::map<CarrierStreamId, Transfer> m_transfers;
    std::map<std::string, std::vector<Waiting>> m_waiting; ///< By the content they ask for.
    std::map<std::string, ByteCount> m_sizes;
    std::set<std::string> m_elsewhere;           ///< Contents that other servers hold.
    std::set<StreamId> m_pushed;                 ///< Streams whose first window is under way.
    std::map<StreamId, CarrierStreamId> m_feeds; ///< Where Push() writes.
    bool m_isDuplexElsewhere{false};
    CarrierStreamId m_nextPush{FIRST_PUSH_STREAM};
    std::int64_t m_space{0}; ///< Room in the carrier's send buffer; control may overdraw it.
    bool m_isViolated{false};
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_RANGE_SERVER_H

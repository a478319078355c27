#ifndef KWIK_SESSION_RANGE_SERVER_H
#define KWIK_SESSION_RANGE_SERVER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/session/carrier-actions.h"
#include "protocol-core/session/session-config.h"
#include "protocol-core/wire/kdp/kdp-codec.h"

#include <map>
#include <optional>
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
 */
class RangeServer
{
  public:
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

    struct Violated
    {
        std::string_view reason;
    };

    using Action = std::variant<Lookup, Read, Violated, WriteStream, RankStream>;

    explicit RangeServer(const ServerConfig& config);

    /// Bytes of a QUIC stream that the client has opened for a range, or of the KDP control stream.
    void OnBytes(CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end);
    void OnStreamAborted(CarrierStreamId stream);
    void OnSendSpace(ByteCount space);
    /// The answer to Lookup; nothing when this server has no such content.
    void OnContentSize(const std::string& content, std::optional<ByteCount> size);
    /// The answer to Read; those of one transfer come in the order of the questions.
    void OnContent(CarrierStreamId transfer, SharedBytes bytes);
    /// Something other than ranges was written on the connection.
    void OnOtherWrite(ByteCount bytes);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

  private:
    /// What the client sends on one QUIC stream.
    struct Inbound
    {
        KdpDecoder decoder;
        bool hasAsked{false}; ///< For a range; the answer ends the stream, so there is but one.
    };

    struct Transfer
    {
        StreamId stream;
        std::string content;
        ByteCount asked; ///< Read from the content up to here.
        ByteCount end;
        RangePriority priority;
        ByteCount sent; ///< Written to the carrier up to here.
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
    void Start(CarrierStreamId stream, Transfer transfer);
    void Trim(CarrierStreamId stream, ByteCount end);
    void Serve();
    std::optional<CarrierStreamId> NextTransfer() const;
    void Finish(CarrierStreamId stream);
    void SendControl(const KdpMessage& message);
    void Write(CarrierStreamId stream, SharedBytes bytes, StreamEnd end);

    ServerConfig m_config;
    std::map<CarrierStreamId, Inbound> m_inbound;
    std::map<CarrierStreamId, Transfer> m_transfers;
    std::map<std::string, std::vector<Waiting>> m_waiting; ///< By the content they ask for.
    std::map<std::string, ByteCount> m_sizes;
    CarrierStreamId m_nextPush{FIRST_PUSH_STREAM};
    std::int64_t m_space{0}; ///< Room in the carrier's send buffer; control may overdraw it.
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_RANGE_SERVER_H

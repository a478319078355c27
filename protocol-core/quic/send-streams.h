#ifndef KWIK_QUIC_SEND_STREAMS_H
#define KWIK_QUIC_SEND_STREAMS_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/units.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace kwik
{

/// Why a stream that has something to send is passed over.
enum class SendHold : std::uint8_t
{
    None,
    NotOpen,     ///< The peer does not allow this many streams yet.
    FlowControl, ///< The peer's receive window is full.
};

/**
 * What one connection still has to send, and what it has to keep until it is acknowledged.
 *
 * Decides which stream is sent next: the lowest rank first, then the lowest stream number. A stream
 * on hold is passed over.
 */
class SendStreams
{
  public:
    static constexpr std::size_t PIECES_MAX = 4;

    /// The next unsent bytes of one stream, in up to PIECES_MAX pieces.
    struct Offer
    {
        CarrierStreamId stream;
        std::array<ByteView, PIECES_MAX> pieces;
        std::size_t pieceCount;
        bool isFinal; ///< The pieces reach the end of the stream, so FIN may go with them.
    };

    void Append(CarrierStreamId stream, SharedBytes bytes, StreamEnd end);
    void Prioritise(CarrierStreamId stream, StreamRank rank);
    /// Forgets the stream: what is unsent is not sent, what is unacknowledged is not kept.
    void Forget(CarrierStreamId stream);

    std::optional<Offer> Next() const;
    /// @p count bytes of the offer, and its FIN if @p end says so, are now in a packet.
    void OnTaken(CarrierStreamId stream, std::size_t count, StreamEnd end);
    void OnAcknowledged(CarrierStreamId stream, ByteCount upTo);
    void SetHold(CarrierStreamId stream, SendHold hold);
    /// Lets every stream go that waits for flow control.
    void OnWindowsRaised();

    bool Knows(CarrierStreamId stream) const;
    ByteCount Unsent() const;

  private:
    struct Stream
    {
        StreamRank rank{StreamRank::Normal};
        std::deque<SharedBytes> kept; ///< From the first unacknowledged byte on.
        ByteCount keptFrom;           ///< Stream offset of the first kept byte.
        ByteCount sent;               ///< Stream offset of the first unsent byte.
        ByteCount end;                ///< Stream offset behind the last byte appended.
        bool isFinalAppended{false};
        bool isFinalSent{false};
        SendHold hold{SendHold::None};
    };

    using Key = std::pair<StreamRank, CarrierStreamId>;

    static bool IsSendable(const Stream& stream);
    void Index(CarrierStreamId id, const Stream& stream);

    std::map<CarrierStreamId, Stream> m_streams;
    std::set<Key> m_sendable;
    std::set<CarrierStreamId> m_flowControlled;
    ByteCount m_unsent;
};

} // namespace kwik

#endif // KWIK_QUIC_SEND_STREAMS_H

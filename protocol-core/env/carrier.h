#ifndef KWIK_ENV_CARRIER_H
#define KWIK_ENV_CARRIER_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"

#include <optional>

namespace kwik
{

/**
 * The secure, reliable, multi-stream carrier of paths: QUIC (room `quic`) in every world.
 *
 * Sans-I/O, in the shape of a machine: datagrams and time go in, datagrams and CarrierEvents come
 * out. After any call the owner drains PollEvent() and PollDatagram() until both are empty, then
 * reads NextTimeout(). Calls that name an unknown or closed connection are ignored, because the
 * owner may not have read CarrierClosed yet.
 */
class Carrier
{
  public:
    struct Datagram
    {
        Address to;
        ByteView payload; ///< Valid until the next call to the carrier.
    };

    virtual ~Carrier() = default;

    /// Starts a connection. CarrierEstablished or CarrierClosed will follow.
    virtual CarrierId Connect(Instant now, const CarrierTarget& target) = 0;

    /**
     * Appends @p bytes to a stream, opening it when @p stream is the next local stream number.
     *
     * The bytes are kept until the peer has acknowledged them. Nothing is refused; the bound is the
     * caller's: it writes bulk data only into the room that CarrierSendSpace announced.
     */
    virtual void Write(CarrierId id, CarrierStreamId stream, SharedBytes bytes, StreamEnd end) = 0;

    /// Streams of a lower rank are sent first; equal ranks in order of their numbers.
    virtual void Prioritise(CarrierId id, CarrierStreamId stream, StreamRank rank) = 0;

    /// Gives up both directions of a stream (RESET_STREAM and STOP_SENDING).
    virtual void AbortStream(CarrierId id, CarrierStreamId stream) = 0;

    /// Ends the connection; CarrierClosed does not follow.
    virtual void Close(Instant now, CarrierId id, const CarrierFarewell& farewell) = 0;

    /// What the connection measures; nothing for an unknown connection.
    virtual std::optional<CarrierSnapshot> Snapshot(CarrierId id) const = 0;

    /// The host's address is another one: connections that it has started move there.
    virtual void OnLocalAddress(Instant now, const Address& local) = 0;

    virtual void OnDatagram(Instant now, const Address& from, ByteView payload) = 0;
    virtual void OnTimeout(Instant now) = 0;
    virtual Instant NextTimeout() const = 0;
    virtual std::optional<CarrierEvent> PollEvent() = 0;
    virtual std::optional<Datagram> PollDatagram(Instant now) = 0;
    /// The next one of this connection alone, before those of all others.
    virtual std::optional<Datagram> PollDatagramOf(Instant now, CarrierId id) = 0;
};

} // namespace kwik

#endif // KWIK_ENV_CARRIER_H

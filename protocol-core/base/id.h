#ifndef KWIK_BASE_ID_H
#define KWIK_BASE_ID_H

#include <compare>
#include <cstdint>

namespace kwik
{

/// A number that means only one thing: two ids with different tags never mix.
template <typename TAG, typename REP = std::uint32_t>
struct Id
{
    using Representation = REP;
    REP value{};
    auto operator<=>(const Id&) const = default;
};

/// A session as its client numbers it: unique in one host, never on the wire.
using SessionHandle = Id<struct SessionHandleTag>;
/// A session as its primary names it: unique over all hosts (KCP `connection_id`, as 16 hex
/// digits).
using SessionId = Id<struct SessionIdTag, std::uint64_t>;
/// A path of one session; never reused, so an event names one attempt to reach one server.
using PathId = Id<struct PathTag>;
/// An ordered, reliable byte stream of a session, whichever paths carry it.
using StreamId = Id<struct StreamTag, std::uint64_t>;

/// A stream, told apart from those of other sessions of the same host.
struct SessionStream
{
    SessionHandle session;
    StreamId stream;
    auto operator<=>(const SessionStream&) const = default;
};

/// A stream of a client, as its server tells it apart from those of other sessions.
struct ServedStream
{
    SessionId session;
    StreamId stream;
    auto operator<=>(const ServedStream&) const = default;
};

/// A socket of a host, whichever side it is on; never used again.
using SocketId = Id<struct SocketTag>;

/// One connection of the carrier: one QUIC connection with one peer.
using CarrierId = Id<struct CarrierTag>;
/// One stream of one carrier connection (RFC 9000 section 2.1 numbering).
using CarrierStreamId = Id<struct CarrierStreamTag, std::uint64_t>;

/// One request for a range of a stream; unique in one session.
using RangeId = Id<struct RangeTag, std::uint64_t>;

} // namespace kwik

#endif // KWIK_BASE_ID_H

#ifndef KWIK_ENV_DATAGRAM_SOCKET_H
#define KWIK_ENV_DATAGRAM_SOCKET_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"

#include <cstdint>
#include <span>

namespace kwik
{

enum class SendStatus : std::uint8_t
{
    Sent,
    Blocked,     ///< Dropped: the local queue is full. The protocol treats it as loss.
    Unreachable, ///< Dropped: the local interface or route is gone.
};

/// An unreliable, unordered carrier of datagrams, bound to one local address.
class DatagramSocket
{
  public:
    struct Arrival
    {
        Address from;
        ByteView payload;
    };

    class Listener
    {
      public:
        /// @p payload is valid only during the call.
        virtual void OnDatagram(Instant now, const Address& from, ByteView payload) = 0;

        /// Datagrams that came together, in order; the same as each by itself, and cheaper for a
        /// listener that wants it so.
        virtual void OnDatagrams(Instant now, std::span<const Arrival> arrivals)
        {
            for (const Arrival& arrival : arrivals)
            {
                OnDatagram(now, arrival.from, arrival.payload);
            }
        }

        /// The host has moved to another network: this is the socket's address from now on. Worlds
        /// whose hosts do not move never call it.
        virtual void OnLocalAddress(Instant, const Address&)
        {
        }

      protected:
        ~Listener() = default;
    };

    virtual ~DatagramSocket() = default;
    virtual SendStatus Send(const Address& to, ByteView payload) = 0;
    virtual Address LocalAddress() const = 0;
};

} // namespace kwik

#endif // KWIK_ENV_DATAGRAM_SOCKET_H

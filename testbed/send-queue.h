#ifndef KWIK_TESTBED_SEND_QUEUE_H
#define KWIK_TESTBED_SEND_QUEUE_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bytes.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kwik::testbed
{

/// How datagrams that leave together are handed to the kernel, from the cheapest on.
enum class SendMode : std::uint8_t
{
    Segmented, ///< Those of one size to one place as one: UDP_SEGMENT (Linux 4.18).
    Batched,   ///< One call for all, sendmmsg.
};

/// Whether an error of sending says nothing of the way: the queue is full, or the datagram is
/// larger than the device takes.
bool IsAboutOneDatagram(int error);

/**
 * The datagrams that a socket sends in one turn of the event loop, in their order.
 *
 * Where the kernel or the device refuses UDP_SEGMENT (EIO before Linux 6.11 on devices without
 * checksum offload; EINVAL where a segment does not fit the MTU) what was refused is sent by
 * itself, and so is everything from then on. What finds the kernel's queue full is dropped, as by a
 * network.
 *
 * Bounds: DATAGRAMS_MAX and BYTES_MAX; the owner flushes before more is added.
 */
class SendQueue
{
  public:
    static constexpr std::size_t DATAGRAMS_MAX = 256;
    static constexpr std::size_t BYTES_MAX = 512U << 10;

    explicit SendQueue(SendMode mode);

    bool IsEmpty() const;
    bool HasRoomFor(std::size_t bytes) const;
    /// @pre HasRoomFor its size
    void Add(const Address& to, ByteView payload);
    /// Hands all to the socket @p handle. @returns a place that cannot be reached, if one was found
    std::optional<Address> Flush(int handle);
    /// What is done from now on.
    SendMode Mode() const;

  private:
    struct Datagram
    {
        Address to;
        std::size_t offset;
        std::size_t size;
    };

    /// Datagrams that are handed over as one message.
    struct Run
    {
        std::size_t first;
        std::size_t count;
        std::size_t bytes;
    };

    struct Calls;

    std::vector<Run> Runs(std::size_t from) const;
    /// @returns how many of the runs the kernel took.
    std::size_t Hand(int handle, const std::vector<Run>& runs);
    bool Joins(const Run& run, const Datagram& last, const Datagram& next) const;

    SendMode m_mode;
    std::vector<Datagram> m_datagrams;
    ByteVector m_bytes;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_SEND_QUEUE_H

#include "testbed/send-queue.h"

#include "protocol-core/base/assert.h"
#include "testbed/socket-address.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/udp.h>
#include <sys/socket.h>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t SEGMENTS_MAX = 64;    // UDP_MAX_SEGMENTS before Linux 6.9.
constexpr std::size_t MESSAGE_MAX = 65'507; // What an IPv4 packet holds of UDP.

/// Errors that say nothing of the way to the peer, only that it must not be one message.
bool
IsAboutSegments(int error)
{
    return error == EIO || error == EINVAL || error == EMSGSIZE || error == EOPNOTSUPP;
}

} // namespace

bool
IsAboutOneDatagram(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS || error == EMSGSIZE;
}

/// The arguments of one sendmmsg call.
struct SendQueue::Calls
{
    struct alignas(cmsghdr) Control
    {
        std::array<std::byte, CMSG_SPACE(sizeof(std::uint16_t))> bytes{};
    };

    explicit Calls(std::size_t count)
        : messages(count),
          pieces(count),
          peers(count),
          controls(count)
    {
    }

    void Set(std::size_t at, const Address& to, std::byte* bytes, std::size_t size)
    {
        peers[at] = ToSocketAddress(to);
        pieces[at] = {bytes, size};
        msghdr& header = messages[at].msg_hdr;
        header.msg_name = &peers[at];
        header.msg_namelen = sizeof(sockaddr_in);
        header.msg_iov = &pieces[at];
        header.msg_iovlen = 1;
    }

    void Split(std::size_t at, std::uint16_t segment)
    {
        msghdr& header = messages[at].msg_hdr;
        header.msg_control = controls[at].bytes.data();
        header.msg_controllen = controls[at].bytes.size();
        cmsghdr* const control = CMSG_FIRSTHDR(&header);
        control->cmsg_level = SOL_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof(segment));
        std::memcpy(CMSG_DATA(control), &segment, sizeof(segment));
    }

    std::vector<mmsghdr> messages;
    std::vector<iovec> pieces;
    std::vector<sockaddr_in> peers;
    std::vector<Control> controls;
};

SendQueue::SendQueue(SendMode mode)
    : m_mode(mode)
{
    m_bytes.reserve(BYTES_MAX);
}

bool
SendQueue::IsEmpty() const
{
    return m_datagrams.empty();
}

bool
SendQueue::HasRoomFor(std::size_t bytes) const
{
    return m_datagrams.size() < DATAGRAMS_MAX && m_bytes.size() + bytes <= BYTES_MAX;
}

void
SendQueue::Add(const Address& to, ByteView payload)
{
    KWIK_ASSERT(HasRoomFor(payload.size()));
    m_datagrams.push_back({to, m_bytes.size(), payload.size()});
    m_bytes.insert(m_bytes.end(), payload.begin(), payload.end());
}

SendMode
SendQueue::Mode() const
{
    return m_mode;
}

bool
SendQueue::Joins(const Run& run, const Datagram& last, const Datagram& next) const
{
    const std::size_t segment = m_datagrams[run.first].size;
    // All but the last segment have the same size; none may be empty.
    return m_mode == SendMode::Segmented && next.to == last.to && last.size == segment &&
           next.size <= segment && next.size > 0 && run.count < SEGMENTS_MAX &&
           run.bytes + next.size <= MESSAGE_MAX;
}

std::vector<SendQueue::Run>
SendQueue::Runs(std::size_t from) const
{
    std::vector<Run> runs;
    for (std::size_t i = from; i < m_datagrams.size(); ++i)
    {
        if (i > from && Joins(runs.back(), m_datagrams[i - 1], m_datagrams[i]))
        {
            runs.back().count += 1;
            runs.back().bytes += m_datagrams[i].size;
        }
        else
        {
            runs.push_back({i, 1, m_datagrams[i].size});
        }
    }
    return runs;
}

std::size_t
SendQueue::Hand(int handle, const std::vector<Run>& runs)
{
    Calls calls(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i)
    {
        const Datagram& first = m_datagrams[runs[i].first];
        calls.Set(i, first.to, m_bytes.data() + first.offset, runs[i].bytes);
        if (runs[i].count > 1)
        {
            calls.Split(i, static_cast<std::uint16_t>(first.size));
        }
    }
    const int sent = ::sendmmsg(handle,
                                calls.messages.data(),
                                static_cast<unsigned int>(runs.size()),
                                MSG_DONTWAIT);
    return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}

std::optional<Address>
SendQueue::Flush(int handle)
{
    std::optional<Address> unreachable;
    std::size_t done = 0; // Datagrams.
    while (done < m_datagrams.size())
    {
        const std::vector<Run> runs = Runs(done);
        const std::size_t taken = Hand(handle, runs);
        const int error =
            errno; // Of the first one; why a later one was not taken is said next time.
        if (taken > 0)
        {
            done = taken < runs.size() ? runs[taken].first : m_datagrams.size();
        }
        else if (runs[0].count > 1 && IsAboutSegments(error))
        {
            m_mode = SendMode::Batched;
        }
        else if (error != EINTR)
        {
            unreachable = IsAboutOneDatagram(error) ? unreachable : m_datagrams[done].to;
            done += runs[0].count; // Lost.
        }
    }
    m_datagrams.clear();
    m_bytes.clear();
    return unreachable;
}

} // namespace kwik::testbed

#include "testbed/lab/netlink-request.h"

#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-error.h"

#include <array>
#include <cerrno>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t LONGEST_ANSWER = 8192;

/// 0 or a positive errno.
int
AnswerOf(int socket)
{
    alignas(nlmsghdr) std::array<std::byte, LONGEST_ANSWER> answer{};
    const ssize_t size = ::recv(socket, answer.data(), answer.size(), 0);
    if (size < 0)
    {
        return errno;
    }
    const auto* header = reinterpret_cast<const nlmsghdr*>(answer.data());
    if (static_cast<std::size_t>(size) < NLMSG_LENGTH(sizeof(nlmsgerr)) ||
        header->nlmsg_type != NLMSG_ERROR)
    {
        return EPROTO;
    }
    return -static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;
}

} // namespace

NetlinkRequest::NetlinkRequest(std::uint16_t type, std::uint16_t flags)
{
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    Append(header);
}

void
NetlinkRequest::Attribute(std::uint16_t type, const void* bytes, std::size_t size)
{
    const std::size_t begin = BeginNested(type);
    AppendBytes(bytes, size);
    EndNested(begin);
}

void
NetlinkRequest::Text(std::uint16_t type, std::string_view text)
{
    const std::string terminated(text);
    Attribute(type, terminated.c_str(), terminated.size() + 1);
}

std::size_t
NetlinkRequest::BeginNested(std::uint16_t type)
{
    const std::size_t begin = m_bytes.size();
    rtattr attribute{};
    attribute.rta_type = type;
    Append(attribute);
    return begin;
}

/// What follows is aligned.
void
NetlinkRequest::EndNested(std::size_t begin)
{
    const auto length = static_cast<std::uint16_t>(m_bytes.size() - begin);
    std::memcpy(m_bytes.data() + begin + offsetof(rtattr, rta_len), &length, sizeof length);
    m_bytes.resize(NLMSG_ALIGN(m_bytes.size()));
}

int
NetlinkRequest::Ask()
{
    const auto length = static_cast<std::uint32_t>(m_bytes.size());
    std::memcpy(m_bytes.data() + offsetof(nlmsghdr, nlmsg_len), &length, sizeof length);
    const FileHandle socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    if (!socket.IsOpen() || ::send(socket.Number(), m_bytes.data(), m_bytes.size(), 0) < 0)
    {
        return errno;
    }
    return AnswerOf(socket.Number());
}

void
NetlinkRequest::Demand(std::string_view what)
{
    const int error = Ask();
    if (error != 0)
    {
        errno = error;
        FailBySystem(what);
    }
}

void
NetlinkRequest::AppendBytes(const void* bytes, std::size_t size)
{
    const std::size_t begin = m_bytes.size();
    m_bytes.resize(begin + size);
    std::memcpy(m_bytes.data() + begin, bytes, size);
}

} // namespace kwik::testbed

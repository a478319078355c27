#ifndef KWIK_TESTS_LAB_LAB_SUPPORT_H
#define KWIK_TESTS_LAB_LAB_SUPPORT_H

#include "testbed/lab/lab.h"

#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>

namespace kwik::testbed
{

/// Who builds a lab.
enum class As
{
    Started, ///< Whoever started the test.
    Nobody,  ///< A user without any rights; whoever started the test if that is not root.
};

/// Gives up the rights of root, if there are any, for good.
void Become(As who);

/// Whether this user may, as far as the machine lets users.
bool CanBuildLabs();

/// Building a lab changes a process for good: runs @p story in a child, whose failures are ours.
void Apart(As who, const std::function<void()>& story);

/// 172.16.0.1 and on.
Address HostAddress(std::size_t host);
/// 10.0.0.1, 10.0.0.2, 10.0.0.5 and on.
Address LinkAddress(std::size_t link, std::size_t end);

/// 100 Mbit/s and 1 ms, without losses.
DirectionShape QuickShape();
/// Two hosts and the link between them.
LabSpec Pair(const DirectionShape& shape, PortKind ports = PortKind::Auto);
/// client - router - server, and client - server over a second router.
LabSpec Diamond(PortKind ports = PortKind::Auto);

/// A UDP socket of a host.
class HostSocket
{
  public:
    /// On all addresses of the host, or on @p from.
    HostSocket(Lab& lab, std::size_t host, const Address& from = {});
    ~HostSocket();
    HostSocket(const HostSocket&) = delete;
    HostSocket& operator=(const HostSocket&) = delete;

    /// @return what errno says, or 0
    int Send(const Address& to, const std::string& payload);
    /// Waits for a datagram; nothing when none has come after a while.
    std::optional<std::string> Receive(int patience_ms = 5000);
    /// Of the last datagram.
    Address Sender() const;
    std::uint16_t Port() const;
    int File() const;

  private:
    int m_socket;
    Address m_sender{};
};

/// Waits until the counters are as @p isSo wants them; false when they are not after a while.
bool Await(const Lab& lab,
           LinkDirection where,
           const std::function<bool(const DirectionCounters&)>& isSo);

/// Whether the process has ended after a while, and how, as waitpid says.
std::optional<int> StatusOf(pid_t program);

} // namespace kwik::testbed

#endif // KWIK_TESTS_LAB_LAB_SUPPORT_H

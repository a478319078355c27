#include "testbed/kwikd/service-manager.h"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

std::string
Take(const char* name)
{
    const char* const value = std::getenv(name);
    std::string taken = value == nullptr ? "" : value;
    ::unsetenv(name);
    return taken;
}

std::optional<std::int64_t>
NumberIn(const std::string& text)
{
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && rest == end && number > 0 ? std::optional(number) : std::nullopt;
}

} // namespace

ServiceManager
ServiceManager::OfThisProcess()
{
    const auto period = NumberIn(Take("WATCHDOG_USEC"));
    const auto whose = NumberIn(Take("WATCHDOG_PID"));
    const bool isOurs = period && (!whose || *whose == ::getpid());
    return {Take("NOTIFY_SOCKET"),
            isOurs ? std::optional(std::chrono::microseconds(*period)) : std::nullopt};
}

ServiceManager::ServiceManager(std::string socket,
                               std::optional<std::chrono::microseconds> watchdog)
    : m_socket(std::move(socket)),
      m_watchdog(watchdog)
{
}

void
ServiceManager::Ready(std::string_view status) const
{
    Tell("READY=1\nSTATUS=" + std::string(status));
}

void
ServiceManager::Reloading() const
{
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
    Tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.count()));
}

void
ServiceManager::Stopping(std::string_view status) const
{
    Tell("STOPPING=1\nSTATUS=" + std::string(status));
}

void
ServiceManager::Alive() const
{
    Tell("WATCHDOG=1");
}

std::optional<std::chrono::microseconds>
ServiceManager::AlivePeriod() const
{
    return m_watchdog ? std::optional(*m_watchdog / 2) : std::nullopt;
}

void
ServiceManager::Tell(const std::string& text) const
{
    sockaddr_un address{};
    if (m_socket.empty() || m_socket.size() >= sizeof(address.sun_path))
    {
        return;
    }
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, m_socket.data(), m_socket.size());
    if (m_socket.front() == '@')
    {
        address.sun_path[0] = '\0'; // An abstract name (unix(7)).
    }
    const int handle = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (handle < 0)
    {
        return;
    }
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + m_socket.size());
    // The manager that does not listen has its own way to notice.
    ::sendto(handle,
             text.data(),
             text.size(),
             MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address),
             size);
    ::close(handle);
}

} // namespace kwik::testbed

#ifndef KWIK_TESTBED_KWIKD_SERVICE_MANAGER_H
#define KWIK_TESTBED_KWIKD_SERVICE_MANAGER_H

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kwik::testbed
{

/**
 * Tells the service manager that has started this process how it does, in the words of
 * sd_notify(3): one datagram to the socket that NOTIFY_SOCKET names. Without a manager nothing is
 * told.
 */
class ServiceManager
{
  public:
    /// What systemd has put into the environment, which is taken out of it.
    static ServiceManager OfThisProcess();

    /// @p socket is a path, or an abstract name that begins with '@'.
    ServiceManager(std::string socket, std::optional<std::chrono::microseconds> watchdog);

    void Ready(std::string_view status) const;
    void Reloading() const;
    void Stopping(std::string_view status) const;
    void Alive() const;
    /// How often Alive() has to be said; nothing when nobody waits for it.
    std::optional<std::chrono::microseconds> AlivePeriod() const;

  private:
    void Tell(const std::string& text) const;

    std::string m_socket;
    std::optional<std::chrono::microseconds> m_watchdog;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_SERVICE_MANAGER_H

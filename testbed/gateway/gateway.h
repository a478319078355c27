#ifndef KWIK_TESTBED_GATEWAY_GATEWAY_H
#define KWIK_TESTBED_GATEWAY_GATEWAY_H

#include "testbed/gateway/gateway-options.h"
#include "testbed/gateway/joint.h"
#include "testbed/kwik-socket.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kwik::testbed
{

/**
 * Joins TCP connections with Kwik streams: takes TCP clients and dials, or takes streams and
 * connects them to TCP servers. A thread takes the clients of each service, and each joint has two.
 */
class Gateway
{
  public:
    /// Where lines for people go; several threads call it, one at a time.
    using Log = std::function<void(const std::string& line)>;

    /// Begins. Throws std::runtime_error with what is not possible.
    Gateway(GatewayOptions options, Log log);
    /// Takes nobody more, and gives what goes on some seconds to end.
    ~Gateway();

    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// For each service where it is ("accepting 127.0.0.1:8080 for web"), and the server's address.
    std::vector<std::string> Places() const;

  private:
    void OpenNode();
    bool IsDialling() const;
    void TakeTcp(TcpListener listener, const GatewayService& service);
    void TakeKwik(KwikListener listener, const GatewayService& service);
    void JoinFromTcp(TcpStream tcp, const GatewayService& service);
    /// Any server, from the one that answered last on. Error Closed: all of this is ending.
    Result<KwikConnection> Dial(const GatewayService& service, const std::string& who);
    void JoinFromKwik(KwikConnection kwik, const GatewayService& service);
    void Tell(const GatewayService& service, const std::string& who, const JointEnding& ending);
    void Say(const std::string& line);
    /// Runs @p work on a thread of its own, of which there are as many as are allowed.
    void Start(std::function<void()> work);
    /// @returns false when there is no room until the end.
    bool WaitForRoom();

    GatewayOptions m_options;
    Log m_log;
    std::unique_ptr<KwikNode> m_node;
    Interruption m_end;
    std::vector<std::string> m_places;
    std::vector<std::thread> m_takers;

    mutable std::mutex m_mutex; ///< Of what follows, and of the log.
    std::condition_variable m_changed;
    std::size_t m_usual{0}; ///< Which of the servers answered last.
    std::size_t m_joints{0};
    bool m_isEnding{false};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_GATEWAY_GATEWAY_H

#ifndef KWIK_TESTBED_ASIO_ENVIRONMENT_H
#define KWIK_TESTBED_ASIO_ENVIRONMENT_H

#include "protocol-core/env/environment.h"
#include "testbed/loop-observer.h"
#include "testbed/real-clock.h"
#include "testbed/udp-socket.h"

#include <boost/asio/io_context.hpp>
#include <set>

namespace kwik::testbed
{

/// Lets a Host run over real UDP sockets: Boost.Asio's event loop supplies readiness and timers.
class AsioEnvironment final : public Environment
{
  public:
    /// @p address is where sockets are bound; its port is not looked at.
    AsioEnvironment(boost::asio::io_context& loop, const RealClock& clock, const Address& address);

    /// How sockets that are opened from now on send and receive.
    void Use(const DatagramModes& modes);
    /// From now on; it outlives what the environment has made.
    void Observe(LoopObserver* observer);
    /// The NAT before this host forgets it: what it sends comes from another port from now on, and
    /// what is sent to the old one is lost. The host does not notice. @returns whether there was
    /// one
    bool Rebind();
    /// The host is at another of the machine's addresses from now on, and is told so. @returns
    /// whether it is one
    bool Move(const Address& address);

    Instant Now() const override;
    std::uint64_t Seed(std::string_view label) override;
    void FillEntropy(MutableBytes out) override;
    std::unique_ptr<Timer> NewTimer(Timer::Listener& listener) override;
    Result<std::unique_ptr<DatagramSocket>> OpenDatagram(
        std::uint16_t port,
        DatagramSocket::Listener& listener) override;

  private:
    boost::asio::io_context& m_loop;
    const RealClock& m_clock;
    Address m_address;
    DatagramModes m_modes;
    LoopObserver* m_observer{nullptr};
    std::set<UdpSocket*> m_sockets; ///< That are open.
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_ASIO_ENVIRONMENT_H

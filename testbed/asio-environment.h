#ifndef KWIK_TESTBED_ASIO_ENVIRONMENT_H
#define KWIK_TESTBED_ASIO_ENVIRONMENT_H

#include "protocol-core/env/environment.h"
#include "testbed/real-clock.h"

#include <boost/asio/io_context.hpp>

namespace kwik::testbed
{

/// Lets a Host run over real UDP sockets: Boost.Asio's event loop supplies readiness and timers.
class AsioEnvironment final : public Environment
{
  public:
    /// @p address is where sockets are bound; its port is not looked at.
    AsioEnvironment(boost::asio::io_context& loop, const RealClock& clock, const Address& address);

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
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_ASIO_ENVIRONMENT_H

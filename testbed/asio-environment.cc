#include "testbed/asio-environment.h"

#include "protocol-core/base/assert.h"
#include "testbed/udp-socket.h"

#include <algorithm>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/random.h>

namespace kwik::testbed
{

namespace
{

/// Room for a burst of a fast sender while this process does something else.
constexpr int SOCKET_BUFFER_BYTES = 4 << 20;

class AsioTimer final : public Timer
{
  public:
    AsioTimer(boost::asio::io_context& loop, const RealClock& clock, Listener& listener)
        : m_clock(clock),
          m_listener(listener),
          m_timer(loop),
          m_isAlive(std::make_shared<bool>(true))
    {
    }

    ~AsioTimer() override
    {
        *m_isAlive = false;
    }

    void Arm(Instant deadline) override
    {
        m_deadline = deadline;
        if (deadline == NEVER)
        {
            m_timer.cancel();
            return;
        }
        m_timer.expires_at(m_clock.ToSteady(deadline));
        m_timer.async_wait(
            [this, isAlive = m_isAlive, deadline](const boost::system::error_code& error) {
                if (*isAlive && !error && m_deadline == deadline)
                {
                    m_deadline = NEVER;
                    m_listener.OnTimer(std::max(m_clock.Now(), deadline));
                }
            });
    }

  private:
    const RealClock& m_clock;
    Listener& m_listener;
    boost::asio::steady_timer m_timer;
    Instant m_deadline{NEVER};
    std::shared_ptr<bool> m_isAlive; ///< Shared with handlers that may outlive the timer.
};

/// What people are told.
std::string_view
BindFailure(const boost::system::error_code& error)
{
    if (error == boost::asio::error::address_in_use)
    {
        return "address already in use";
    }
    if (error == boost::asio::error::access_denied)
    {
        return "permission denied";
    }
    return error == boost::system::errc::address_not_available ? "not an address of this machine"
                                                               : "bind refused";
}

} // namespace

AsioEnvironment::AsioEnvironment(boost::asio::io_context& loop,
                                 const RealClock& clock,
                                 const Address& address)
    : m_loop(loop),
      m_clock(clock),
      m_address(address)
{
}

Instant
AsioEnvironment::Now() const
{
    return m_clock.Now();
}

std::uint64_t
AsioEnvironment::Seed(std::string_view)
{
    std::uint64_t seed = 0;
    FillEntropy(std::as_writable_bytes(std::span(&seed, 1)));
    return seed;
}

void
AsioEnvironment::FillEntropy(MutableBytes out)
{
    while (!out.empty())
    {
        const ssize_t got = ::getrandom(out.data(), out.size(), 0);
        KWIK_ASSERT(got > 0);
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

std::unique_ptr<Timer>
AsioEnvironment::NewTimer(Timer::Listener& listener)
{
    return std::make_unique<AsioTimer>(m_loop, m_clock, listener);
}

Result<std::unique_ptr<DatagramSocket>>
AsioEnvironment::OpenDatagram(std::uint16_t port, DatagramSocket::Listener& listener)
{
    using boost::asio::ip::udp;
    boost::asio::ip::address_v4::bytes_type bytes{};
    std::copy_n(m_address.ip.begin() + 12, bytes.size(), bytes.begin());
    boost::system::error_code error;
    udp::socket socket(m_loop);
    socket.open(udp::v4(), error);
    if (error)
    {
        return Error{ErrorCode::Exhausted, "socket"};
    }
    socket.bind(udp::endpoint(boost::asio::ip::address_v4(bytes), port), error);
    if (error)
    {
        return Error{ErrorCode::Refused, BindFailure(error)};
    }
    boost::system::error_code ignored; // The kernel's limit may be lower; that costs speed only.
    socket.set_option(boost::asio::socket_base::receive_buffer_size(SOCKET_BUFFER_BYTES), ignored);
    socket.set_option(boost::asio::socket_base::send_buffer_size(SOCKET_BUFFER_BYTES), ignored);
    return std::unique_ptr<DatagramSocket>(
        std::make_unique<UdpSocket>(m_clock, std::move(socket), listener));
}

} // namespace kwik::testbed

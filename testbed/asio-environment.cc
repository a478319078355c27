#include "testbed/asio-environment.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <sys/random.h>

namespace kwik::testbed
{

namespace
{

class AsioTimer final : public Timer
{
  public:
    AsioTimer(boost::asio::io_context& loop,
              const RealClock& clock,
              Listener& listener,
              LoopObserver* observer)
        : m_clock(clock),
          m_listener(listener),
          m_observer(observer),
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
        // One that is armed too late is not served too late.
        const auto due = std::max(m_clock.ToSteady(deadline), std::chrono::steady_clock::now());
        m_timer.expires_at(due);
        m_timer.async_wait(
            [this, isAlive = m_isAlive, deadline, due](const boost::system::error_code& error) {
                if (*isAlive && !error && m_deadline == deadline)
                {
                    Serve(deadline, due);
                }
            });
    }

  private:
    void Serve(Instant deadline, std::chrono::steady_clock::time_point due)
    {
        m_deadline = NEVER;
        if (m_observer != nullptr)
        {
            m_observer->OnTimerServed(due);
        }
        m_listener.OnTimer(std::max(m_clock.Now(), deadline));
    }

    const RealClock& m_clock;
    Listener& m_listener;
    LoopObserver* m_observer;
    boost::asio::steady_timer m_timer;
    Instant m_deadline{NEVER};
    std::shared_ptr<bool> m_isAlive; ///< Shared with handlers that may outlive the timer.
};

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
    return std::make_unique<AsioTimer>(m_loop, m_clock, listener, m_observer);
}

void
AsioEnvironment::Use(const DatagramModes& modes)
{
    m_modes = modes;
}

void
AsioEnvironment::Observe(LoopObserver* observer)
{
    m_observer = observer;
}

bool
AsioEnvironment::Rebind()
{
    return std::all_of(m_sockets.begin(), m_sockets.end(), [](UdpSocket* socket) {
        return socket->Rebind();
    });
}

bool
AsioEnvironment::Move(const Address& address)
{
    m_address = address;
    return std::all_of(m_sockets.begin(), m_sockets.end(), [&address](UdpSocket* socket) {
        return socket->Move(address);
    });
}

Result<std::unique_ptr<DatagramSocket>>
AsioEnvironment::OpenDatagram(std::uint16_t port, DatagramSocket::Listener& listener)
{
    Address local = m_address;
    local.port = port;
    boost::asio::ip::udp::socket socket(m_loop);
    if (const auto error = OpenAt(socket, local))
    {
        return Error{*error == NO_SOCKET ? ErrorCode::Exhausted : ErrorCode::Refused, *error};
    }
    return std::unique_ptr<DatagramSocket>(std::make_unique<UdpSocket>(
        UdpSocket::Owner{m_loop, m_clock, listener, m_observer, m_sockets, m_modes},
        std::move(socket)));
}

} // namespace kwik::testbed

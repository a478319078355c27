#include "testbed/socket-loop.h"

#include "protocol-core/quic/quic-endpoint.h"

namespace kwik::testbed
{

std::uint64_t
Changes::Seen() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

void
Changes::Add()
{
    const std::lock_guard lock(m_mutex);
    m_count += 1;
    m_changed.notify_all();
}

bool
Changes::WaitBeyond(std::uint64_t seen, std::optional<SocketClock::time_point> deadline) const
{
    std::unique_lock lock(m_mutex);
    const auto hasMore = [this, seen] { return m_count > seen; };
    if (deadline)
    {
        return m_changed.wait_until(lock, *deadline, hasMore);
    }
    m_changed.wait(lock, hasMore);
    return true;
}

void
SocketSeat::OnSocketReady(Instant, SocketId)
{
    changes.Add();
}

ListenerSeat::ListenerSeat(SocketLoop& loop, std::string name, std::size_t backlog)
    : service(std::move(name)),
      m_loop(loop),
      m_backlog(backlog)
{
}

SocketObserver*
ListenerSeat::OnSocketOffered(Instant, SocketId socket, const Address& client)
{
    if (!isOpen || waiting.size() >= m_backlog)
    {
        return nullptr;
    }
    auto seat = std::make_shared<SocketSeat>();
    seat->socket = socket;
    seat->peer = client;
    m_loop.Keep(seat);
    waiting.push_back(seat);
    changes.Add();
    return seat.get();
}

std::optional<ByteCount>
NothingToServe::SizeOf(std::string_view) const
{
    return std::nullopt;
}

SharedBytes
NothingToServe::Read(std::string_view, ByteCount, ByteCount) const
{
    return {};
}

SocketLoop::SocketLoop(const KwikNodeOptions& options)
    : m_work(m_io.get_executor()),
      m_environment(m_io, m_clock, options.listen),
      m_events(options.events)
{
}

Result<std::shared_ptr<SocketLoop>>
SocketLoop::Start(const KwikNodeOptions& options)
{
    std::shared_ptr<SocketLoop> loop(new SocketLoop(options));
    const auto opened = loop->Open(options);
    if (!opened.IsOk())
    {
        return opened.Failure();
    }
    loop->m_thread = std::thread([self = loop.get()] { self->m_io.run(); });
    return loop;
}

SocketLoop::~SocketLoop()
{
    Stop(Duration{});
}

Result<std::monostate>
SocketLoop::Open(const KwikNodeOptions& options)
{
    const auto newCarrier = [this, quic = options.quic, key = options.endpoint.key](
                                const Address& local) {
        const QuicEndpointOptions made{quic, key, local, Acceptance::Accept, {nullptr, nullptr}};
        return std::make_unique<QuicEndpoint>(made,
                                              m_environment,
                                              Prng(m_environment.Seed("quic")));
    };
    auto hub = SocketHub::Open({m_environment, *this, m_nothing, options.endpoint, newCarrier},
                               options.listen.port,
                               options.limits);
    if (!hub.IsOk())
    {
        return hub.Failure();
    }
    m_hub = std::move(hub.Value());
    m_address = m_hub->Kwik().LocalAddress();
    return std::monostate();
}

void
SocketLoop::Drain(Duration drainFor)
{
    const auto deadline = SocketClock::now() + drainFor;
    while (true)
    {
        const std::uint64_t seen = m_closed.Seen();
        const auto left = Ask([](SocketHub& hub) { return hub.Sockets(); }, std::size_t{0});
        if (left == 0 || !m_closed.WaitBeyond(seen, deadline))
        {
            return;
        }
    }
}

void
SocketLoop::Stop(Duration drainFor)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_isOpen || !m_thread.joinable())
        {
            return;
        }
    }
    Ask(
        [this](SocketHub& hub) {
            for (const auto& [socket, seat] : m_seats)
            {
                hub.Close(socket);
            }
            return true;
        },
        true);
    Drain(drainFor);
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = false;
        boost::asio::post(m_io, [this] {
            m_hub->CloseSessions();
            m_hub.reset();
            m_work.reset();
            m_io.stop();
        });
    }
    m_thread.join();
    for (const auto& [socket, seat] : m_seats)
    {
        seat->changes.Add(); // Whoever waits finds that it is over.
    }
    for (const auto& [service, seat] : m_listening)
    {
        seat->changes.Add();
    }
}

void
SocketLoop::Keep(std::shared_ptr<SocketSeat> seat)
{
    const SocketId socket = seat->socket;
    m_seats[socket] = std::move(seat);
}

void
SocketLoop::Release(SocketId socket)
{
    m_seats.erase(socket);
}

void
SocketLoop::Keep(std::shared_ptr<ListenerSeat> seat)
{
    const std::string service = seat->service;
    m_listening[service] = std::move(seat);
}

void
SocketLoop::Release(const std::string& service)
{
    m_listening.erase(service);
}

Address
SocketLoop::LocalAddress() const
{
    return m_address;
}

Instant
SocketLoop::InstantOf(std::optional<SocketClock::time_point> deadline) const
{
    return deadline ? m_clock.FromSteady(*deadline) : NEVER;
}

void
SocketLoop::OnEvent(Instant now, const Event& event)
{
    const auto* change = std::get_if<SocketStateChanged>(&event);
    if (change != nullptr && change->to == SocketState::Closed)
    {
        m_closed.Add();
    }
    if (m_events != nullptr)
    {
        m_events->OnEvent(now, event);
    }
}

} // namespace kwik::testbed

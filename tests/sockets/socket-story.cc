#include "tests/sockets/socket-story.h"

#include "protocol-core/quic/quic-endpoint.h"
#include "protocol-core/trust/key-pin.h"

#include <algorithm>

namespace kwik::test
{

namespace
{

constexpr std::uint16_t PORT = 4433;
constexpr std::size_t FIRST_CLIENT = 1'000;
constexpr ByteCount PIECE{32U << 10};

SigningSeed
KeyOf(std::size_t host)
{
    SigningSeed seed{};
    Prng(host).Fork("key").Fill(seed);
    return seed;
}

Address
AddressOf(std::size_t host)
{
    const bool isClient = host >= FIRST_CLIENT;
    const std::size_t number = isClient ? host - FIRST_CLIENT : host;
    return Ipv4((isClient ? 0x0a000001 : 0x0a010001) + static_cast<std::uint32_t>(number), PORT);
}

} // namespace

SocketStory::SocketStory(const Options& options)
    : world(options.seed),
      m_options(options)
{
    m_clients.resize(1 + options.others.size());
    m_servers.resize(options.links.size());
    for (std::size_t i = 0; i < m_servers.size(); ++i)
    {
        world.Connect(AddressOf(FIRST_CLIENT), AddressOf(i), options.links[i]);
        if (i > 0)
        {
            const LinkShape backbone{BitRate{1'000'000'000}, std::chrono::milliseconds(5)};
            world.Connect(AddressOf(0), AddressOf(i), backbone);
        }
        m_servers[i].env =
            std::make_unique<SimEnvironment>(world, "server " + std::to_string(i), AddressOf(i));
        Restart(i);
    }
    for (std::size_t i = 0; i < m_clients.size(); ++i)
    {
        const std::size_t self = FIRST_CLIENT + i;
        if (i > 0)
        {
            world.Connect(AddressOf(self), AddressOf(0), options.others[i - 1]);
        }
        m_clients[i].env =
            std::make_unique<SimEnvironment>(world, "client " + std::to_string(i), AddressOf(self));
        m_clients[i].hub = Open(*m_clients[i].env, self);
    }
}

void
SocketStory::Reshape(std::size_t link, const std::function<void(LinkShape&)>& change)
{
    world.Reshape(AddressOf(FIRST_CLIENT), AddressOf(link), change);
}

void
SocketStory::Crash(std::size_t server)
{
    m_servers[server].hub.reset();
}

void
SocketStory::Restart(std::size_t server)
{
    m_servers[server].hub = Open(*m_servers[server].env, server);
}

ServerInfo
SocketStory::InfoOf(std::size_t server) const
{
    return {AddressOf(server), PinOf(PublicKeyOf(KeyOf(server))), "test"};
}

SocketHub&
SocketStory::Server(std::size_t server)
{
    return *m_servers[server].hub;
}

SocketHub&
SocketStory::Client(std::size_t client)
{
    return *m_clients[client].hub;
}

std::unique_ptr<SocketHub>
SocketStory::Open(SimEnvironment& env, std::size_t self)
{
    const bool isClient = self >= FIRST_CLIENT;
    EndpointConfig config;
    config.name = (isClient ? "client " : "server ") + std::to_string(self % FIRST_CLIENT);
    config.session = m_options.session;
    config.server = m_options.server;
    config.key = KeyOf(self);
    config.pin = PinOf(PublicKeyOf(config.key));
    for (std::size_t i = 0; !isClient && i < m_servers.size(); ++i)
    {
        if (i != self)
        {
            config.directory.push_back(InfoOf(i));
        }
    }
    const auto newCarrier = [&env, isClient, key = config.key](const Address& local) {
        const QuicEndpointOptions options{QuicConfig{},
                                          key,
                                          local,
                                          isClient ? Acceptance::Refuse : Acceptance::Accept,
                                          {nullptr, nullptr}};
        return std::make_unique<QuicEndpoint>(options, env, Prng(env.Seed("quic")));
    };
    EventLog& events = isClient ? clientEvents : serverEvents;
    auto hub =
        SocketHub::Open({env, events, m_nothing, config, newCarrier}, PORT, m_options.limits);
    return std::move(hub.Value());
}

Talker::Talker(SocketHub& hub, ByteCount size)
    : m_hub(hub),
      m_size(size)
{
}

void
Talker::Hold(SocketId id)
{
    socket = id;
}

void
Talker::OnSocketReady(Instant now, SocketId id)
{
    socket = id;
    Go(now);
}

void
Talker::Go(Instant now)
{
    if (reading == Reading::Eager)
    {
        Read(now);
    }
    Write();
}

bool
Talker::IsWhole(ByteCount expected) const
{
    return m_isFinished && endedAt && read == expected && corrupted == ByteCount{};
}

std::byte
Talker::ByteAt(std::uint64_t offset)
{
    return static_cast<std::byte>((offset * 2'654'435'761U) >> 24);
}

void
Talker::Write()
{
    while (written < m_size)
    {
        ByteVector piece(std::min(PIECE, m_size - written).value);
        for (std::size_t i = 0; i < piece.size(); ++i)
        {
            piece[i] = ByteAt(written.value + i);
        }
        const SocketWrite done = m_hub.Write(socket, SharedBytes(std::move(piece)));
        written += done.taken;
        if (done.status != SocketStatus::Ok)
        {
            last = done.status;
            return;
        }
    }
    if (!std::exchange(m_isFinished, true))
    {
        m_hub.CloseWrite(socket);
    }
}

void
Talker::Read(Instant now)
{
    SocketRead got = m_hub.Read(socket, PIECE);
    while (got.status == SocketStatus::Ok)
    {
        for (std::size_t i = 0; i < got.bytes.Size(); ++i)
        {
            corrupted += ByteCount{got.bytes.View()[i] == ByteAt(read.value + i) ? 0U : 1U};
        }
        read += ByteCount{got.bytes.Size()};
        if (onRead)
        {
            onRead();
        }
        got = m_hub.Read(socket, PIECE);
    }
    last = got.status;
    if (got.status == SocketStatus::EndOfStream && !endedAt)
    {
        endedAt = now;
        if (closesAtEnd && m_isFinished)
        {
            m_hub.Close(socket);
        }
    }
}

Service::Service(SocketHub& hub)
    : m_hub(hub)
{
}

SocketObserver*
Service::OnSocketOffered(Instant, SocketId socket, const Address&)
{
    if (accepted == most)
    {
        return nullptr;
    }
    accepted += 1;
    waiting[socket];
    return this;
}

void
Service::OnSocketReady(Instant, SocketId socket)
{
    Echo(socket);
}

void
Service::Echo(SocketId socket)
{
    std::vector<SharedBytes>& kept = waiting[socket];
    while (true)
    {
        if (kept.empty())
        {
            SocketRead got = m_hub.Read(socket, PIECE);
            if (got.status == SocketStatus::EndOfStream && ended.insert(socket).second)
            {
                m_hub.CloseWrite(socket);
                m_hub.Close(socket);
            }
            if (got.status != SocketStatus::Ok)
            {
                return;
            }
            kept.push_back(std::move(got.bytes));
        }
        const std::size_t size = kept.front().Size();
        const SocketWrite done = m_hub.Write(socket, kept.front());
        kept.front() = kept.front().Slice(done.taken.value, size - done.taken.value);
        if (kept.front().Size() > 0)
        {
            return;
        }
        kept.clear();
    }
}

} // namespace kwik::test

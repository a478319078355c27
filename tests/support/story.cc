#include "tests/support/story.h"

#include "protocol-core/quic/quic-endpoint.h"
#include "protocol-core/trust/key-pin.h"

#include <algorithm>

namespace kwik::test
{

namespace
{

constexpr std::uint16_t PORT = 4433;
constexpr std::size_t CLIENT = SIZE_MAX;

SigningSeed
KeyOfHost(std::size_t host)
{
    SigningSeed seed{};
    Prng(host).Fork("key").Fill(seed);
    return seed;
}

} // namespace

void
EventLog::OnEvent(Instant now, const Event& event)
{
    entries.push_back({now, event});
}

CheckedDownload::CheckedDownload(std::string name)
    : content(std::move(name))
{
}

void
CheckedDownload::OnStreamBytes(Instant now,
                               SessionStream,
                               const SharedBytes& bytes,
                               StreamFinish finish)
{
    const ByteCount size{bytes.Size()};
    const SharedBytes expected = GeneratedContent().Read(content, delivered, size);
    if (!std::equal(bytes.View().begin(), bytes.View().end(), expected.View().begin()))
    {
        corrupted += size;
    }
    if (lastDelivery != NEVER)
    {
        longestGap = std::max(longestGap, now - lastDelivery);
    }
    lastDelivery = now;
    delivered += size;
    if (finish == StreamFinish::Final)
    {
        finishedAt = now;
    }
}

void
CheckedDownload::OnStreamRefused(Instant, SessionStream)
{
    wasRefused = true;
}

void
CheckedDownload::OnSessionEnded(Instant, SessionHandle, SessionEnd end)
{
    ended = end;
}

bool
CheckedDownload::IsDone() const
{
    return finishedAt || ended || wasRefused;
}

void
CheckedUploads::OnUploadBytes(Instant now,
                              const Upload& upload,
                              const SharedBytes& bytes,
                              StreamFinish finish)
{
    ByteCount& reached = m_reached[{upload.session, upload.stream}];
    const ByteCount size{bytes.Size()};
    const SharedBytes expected = GeneratedContent().Read(upload.content, reached, size);
    if (!std::equal(bytes.View().begin(), bytes.View().end(), expected.View().begin()))
    {
        corrupted += size;
    }
    reached += size;
    delivered += size;
    if (finish == StreamFinish::Final)
    {
        finished += 1;
        finishedAt = now;
    }
}

void
UploadingApplication::Open(Host& host, SessionHandle session, const std::string& content)
{
    const SessionStream id{session, host.OpenUpload(session, content)};
    m_feeds.emplace(id, UploadFeed{host, id, m_source, content}).first->second.Feed();
}

void
UploadingApplication::OnStreamBytes(Instant, SessionStream, const SharedBytes&, StreamFinish)
{
}

void
UploadingApplication::OnStreamRefused(Instant, SessionStream)
{
}

void
UploadingApplication::OnSessionEnded(Instant, SessionHandle, SessionEnd)
{
    hasEnded = true;
}

void
UploadingApplication::OnUploadWritable(Instant, SessionStream id)
{
    m_feeds.at(id).Feed();
}

void
UploadingApplication::OnUploadFinished(Instant now, SessionStream)
{
    finished += 1;
    finishedAt = now;
}

Story::Story(const Options& options)
    : world(options.seed),
      m_options(options),
      m_clientEnv(std::make_unique<SimEnvironment>(world, "client", ClientAddress()))
{
    m_servers.resize(options.links.size());
    for (std::size_t i = 0; i < m_servers.size(); ++i)
    {
        world.Connect(ClientAddress(), ServerAddress(i), options.links[i]);
        if (options.empty.contains(i) || options.joined.contains(i))
        {
            const LinkShape backbone{BitRate{1'000'000'000}, std::chrono::milliseconds(5)};
            world.Connect(ServerAddress(0), ServerAddress(i), backbone);
        }
        m_servers[i].env = std::make_unique<SimEnvironment>(world,
                                                            "server " + std::to_string(i),
                                                            ServerAddress(i));
        Restart(i);
    }
    client = NewHost(*m_clientEnv, clientEvents, CLIENT);
}

Story::~Story() = default;

void
Story::Download(ByteCount size)
{
    download = std::make_unique<CheckedDownload>(GeneratedName(size, 7));
    const SessionHandle session = client->Dial(InfoOf(0), *download);
    client->OpenStream(session, download->content);
}

void
Story::Upload(ByteCount size)
{
    const SessionHandle session = client->Dial(InfoOf(0), upload);
    upload.Open(*client, session, GeneratedName(size, 7));
}

void
Story::Crash(std::size_t server)
{
    m_servers[server].host.reset();
}

void
Story::Restart(std::size_t server)
{
    m_servers[server].host = NewHost(*m_servers[server].env, serverEvents, server);
}

Host&
Story::ServerHost(std::size_t server)
{
    return *m_servers[server].host;
}

void
Story::Reshape(std::size_t link, const std::function<void(LinkShape&)>& change)
{
    world.Reshape(ClientAddress(), ServerAddress(link), change);
}

SimEnvironment&
Story::ClientEnvironment()
{
    return *m_clientEnv;
}

SimEnvironment&
Story::ServerEnvironment(std::size_t server)
{
    return *m_servers[server].env;
}

KeyPin
Story::ClientPin()
{
    return PinOf(PublicKeyOf(KeyOfHost(CLIENT)));
}

Address
Story::ClientAddress() const
{
    return Ipv4(0x0a000001, PORT);
}

Address
Story::ServerAddress(std::size_t server) const
{
    return Ipv4(0x0a010001 + static_cast<std::uint32_t>(server), PORT);
}

ServerInfo
Story::InfoOf(std::size_t server) const
{
    return {ServerAddress(server), PinOf(PublicKeyOf(KeyOfHost(server))), "test"};
}

std::unique_ptr<Host>
Story::NewHost(Environment& env, EventSink& events, std::size_t self)
{
    EndpointConfig config;
    config.name = self == CLIENT ? "client" : "server " + std::to_string(self);
    config.session = m_options.session;
    config.server = m_options.server;
    config.security = m_options.security;
    if (const auto capacity = m_options.capacities.find(self);
        capacity != m_options.capacities.end())
    {
        config.server.capacity = capacity->second;
    }
    config.key = KeyOfHost(self);
    config.pin = PinOf(PublicKeyOf(config.key));
    for (std::size_t i = 0; self != CLIENT && i < m_servers.size(); ++i)
    {
        if (i != self)
        {
            config.directory.push_back(InfoOf(i));
        }
    }
    const auto newCarrier = [this, &env, self, config](const Address& local) {
        const QuicEndpointOptions options{m_options.quic,
                                          config.key,
                                          local,
                                          self == CLIENT ? Acceptance::Refuse : Acceptance::Accept,
                                          {nullptr, nullptr},
                                          CarrierSecurity(config)};
        return std::make_unique<QuicEndpoint>(options, env, Prng(env.Seed("quic")));
    };
    const bool isEmpty = m_options.empty.contains(self);
    const ContentSource& content =
        isEmpty ? static_cast<const ContentSource&>(m_nothing) : m_content;
    UploadSink& sink = self == 0 ? uploaded : astray;
    auto host = Host::Open({env, events, content, config, newCarrier, &sink}, PORT);
    return std::move(host.Value());
}

} // namespace kwik::test

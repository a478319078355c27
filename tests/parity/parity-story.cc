#include "tests/parity/parity-story.h"

#include "protocol-core/quic/quic-endpoint.h"
#include "protocol-core/trust/key-pin.h"

namespace kwik::test
{

namespace
{

constexpr std::uint16_t PORT = 4433;
constexpr std::uint64_t SEED = 11;
constexpr const char* SERVERS[] = {"primary", "mirror"};
constexpr const char* HOSTS[] = {"client", "primary", "mirror"};

SigningSeed
KeyOf(const std::string& host)
{
    SigningSeed key{};
    Prng(SEED).Fork("key").Fork(host).Fill(key);
    return key;
}

} // namespace

WorldPlan
ParityStory::Plan()
{
    using namespace std::chrono_literals;
    return {SEED,
            {{"client", "primary", BitRate{100'000'000}, 5ms},
             {"client", "mirror", BitRate{50'000'000}, 20ms},
             {"primary", "mirror", BitRate{100'000'000}, 10ms}}};
}

ParityStory::ParityStory(World& world, ByteCount size, ByteCount crashAt)
    : m_world(world),
      m_crashAt(crashAt),
      m_checker(GeneratedName(size, SEED))
{
    for (const char* server : SERVERS)
    {
        m_hosts[server] = NewHost(server);
    }
    m_hosts["client"] = NewHost("client");
    const SessionHandle session = m_hosts["client"]->Dial(InfoOf("primary"), *this);
    m_hosts["client"]->OpenStream(session, GeneratedName(size, SEED));
}

ParityStory::~ParityStory() = default;

bool
ParityStory::Run(Duration limit)
{
    return m_world.RunUntil([this] { return IsOver(); }, limit);
}

const std::vector<ToldEvent>&
ParityStory::Told() const
{
    return m_told;
}

std::vector<std::string>
ParityStory::Plot() const
{
    std::vector<std::string> plot;
    for (const ToldEvent& told : m_told)
    {
        // How many ranges, how many bytes outstanding, and random ids are not part of the plot.
        const bool isCounting =
            told.text.starts_with("range_requested") || told.text.starts_with("failover_started") ||
            told.text.starts_with("session_named") || told.text.starts_with("server_path_accepted");
        if (!isCounting)
        {
            plot.push_back(told.text);
        }
        if (told.text.find("\"to\":\"closed\"") != std::string::npos)
        {
            // From here on it depends on how long the rest takes whether there is time to dial
            // again; and where all hosts share a thread, the others are silent while the client
            // checks what it got at once.
            break;
        }
    }
    return plot;
}

const DeliveryChecker&
ParityStory::Checker() const
{
    return m_checker;
}

void
ParityStory::OnEvent(Instant now, const Event& event)
{
    if (m_isFinished && m_isDeadPathClosed)
    {
        return; // Worlds differ in how soon they look whether the story is over.
    }
    std::string text = std::string(KindOf(event)) + " " + DetailOf(event);
    for (const char* host : HOSTS)
    {
        Address address = m_world.AddressOf(host);
        address.port = PORT;
        const std::string dotted = ToString(address);
        if (const auto at = text.find(dotted); at != std::string::npos)
        {
            text.replace(at, dotted.size(), host);
        }
    }
    if (const auto* change = std::get_if<PathStateChanged>(&event))
    {
        m_isDeadPathClosed = m_isDeadPathClosed || change->to == PathState::Closed;
    }
    m_told.push_back({now, text});
}

void
ParityStory::OnStreamBytes(Instant, SessionStream, const SharedBytes& bytes, StreamFinish finish)
{
    m_checker.OnBytes(bytes.View());
    m_isFinished = finish == StreamFinish::Final;
    if (m_checker.Delivered() >= m_crashAt && m_hosts.contains("primary"))
    {
        m_hosts.erase("primary");
    }
}

void
ParityStory::OnStreamRefused(Instant, SessionStream)
{
}

void
ParityStory::OnSessionEnded(Instant, SessionHandle, SessionEnd)
{
}

std::unique_ptr<Host>
ParityStory::NewHost(const std::string& name)
{
    const bool isServer = name != "client";
    EndpointConfig config;
    config.name = name;
    config.key = KeyOf(name);
    config.pin = PinOf(PublicKeyOf(config.key));
    for (const char* server : SERVERS)
    {
        if (isServer && name != server)
        {
            config.directory.push_back(InfoOf(server));
        }
    }
    Environment& env = m_world.EnvironmentOf(name);
    const auto newCarrier = [&env, isServer, key = config.key](const Address& local) {
        return std::make_unique<QuicEndpoint>(
            QuicEndpointOptions{{},
                                key,
                                local,
                                isServer ? Acceptance::Accept : Acceptance::Refuse,
                                {}},
            env,
            Prng(env.Seed("quic")));
    };
    EventSink& sink = *this;
    auto host = Host::Open({env, sink, m_content, config, newCarrier}, PORT);
    return std::move(host.Value());
}

ServerInfo
ParityStory::InfoOf(const std::string& name) const
{
    Address address = m_world.AddressOf(name);
    address.port = PORT;
    return {address, PinOf(PublicKeyOf(KeyOf(name))), {}};
}

bool
ParityStory::IsOver() const
{
    return m_isFinished && m_isDeadPathClosed;
}

} // namespace kwik::test

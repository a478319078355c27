#include "testbed/gateway/gateway.h"

#include "protocol-core/trust/key-pin.h"
#include "testbed/gateway/repeating-far-end.h"
#include "testbed/key-file.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr std::chrono::seconds END_WITHIN{10};

/// A server of which nothing is heard for so long is given up where another one can be dialled.
constexpr std::chrono::seconds SILENCE{5};

[[noreturn]] void
Fail(const std::string& what, const Error& error)
{
    throw std::runtime_error(what + ": " + std::string(error.where));
}

} // namespace

Gateway::Gateway(GatewayOptions options, Log log)
    : m_options(std::move(options)),
      m_log(std::move(log))
{
    // Everything that may be refused comes before the first thread.
    std::vector<TcpListener> entrances;
    for (const GatewayService& service : m_options.services)
    {
        if (IsDialling())
        {
            auto listener = TcpListener::Open(service.tcp);
            if (!listener.IsOk())
            {
                Fail("cannot accept at " + ToString(service.tcp), listener.Failure());
            }
            m_places.push_back("accepting " + listener.Value().Address() + " for " + service.name);
            entrances.push_back(std::move(listener.Value()));
        }
    }
    OpenNode();
    std::vector<KwikListener> exits;
    for (const GatewayService& service : m_options.services)
    {
        if (!IsDialling())
        {
            auto listener = m_node->Listen(service.name);
            if (!listener.IsOk())
            {
                Fail("cannot serve " + service.name, listener.Failure());
            }
            m_places.push_back("forwarding " + service.name + " to " + ToString(service.tcp));
            exits.push_back(std::move(listener.Value()));
        }
    }
    for (std::size_t i = 0; i < entrances.size(); ++i)
    {
        m_takers.emplace_back(&Gateway::TakeTcp,
                              this,
                              std::move(entrances[i]),
                              std::cref(m_options.services[i]));
    }
    for (std::size_t i = 0; i < exits.size(); ++i)
    {
        m_takers.emplace_back(&Gateway::TakeKwik,
                              this,
                              std::move(exits[i]),
                              std::cref(m_options.services[i]));
    }
}

void
Gateway::OpenNode()
{
    KwikNodeOptions options;
    options.listen = m_options.listen;
    options.endpoint.name = "kwik-gateway";
    options.endpoint.key =
        m_options.keyFile.empty() ? NewKey() : LoadOrCreateKey(m_options.keyFile);
    options.endpoint.pin = PinOf(PublicKeyOf(options.endpoint.key));
    options.endpoint.directory = m_options.peers;
    options.quic.congestionControl = m_options.congestionControl;
    const auto& services = m_options.services;
    if (std::any_of(services.begin(), services.end(), std::mem_fn(&GatewayService::isRepeatable)))
    {
        options.endpoint.session.duplex.giveUpAfter = SILENCE;
        options.quic.idleTimeout = 2 * SILENCE; // A PING each SILENCE, so that silence is noticed.
    }
    auto node = KwikNode::Open(options);
    if (!node.IsOk())
    {
        Fail("cannot listen on " + ToString(m_options.listen), node.Failure());
    }
    m_node = std::move(node.Value());
    if (!IsDialling())
    {
        m_places.push_back("listening " + ToString(m_node->LocalAddress()) + " pin " +
                           ToHex(options.endpoint.pin));
    }
}

bool
Gateway::IsDialling() const
{
    return !m_options.servers.empty();
}

Gateway::~Gateway()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    m_end.Raise();
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, END_WITHIN, [this] { return m_joints == 0; });
    lock.unlock();
    m_node->Stop(); // From now on all its calls fail.
    for (std::thread& taker : m_takers)
    {
        taker.join();
    }
    lock.lock();
    m_changed.wait(lock, [this] { return m_joints == 0; });
}

std::vector<std::string>
Gateway::Places() const
{
    return m_places;
}

void
Gateway::TakeTcp(TcpListener listener, const GatewayService& service)
{
    while (WaitForRoom())
    {
        auto tcp = listener.Accept(m_end);
        if (!tcp.IsOk())
        {
            return;
        }
        auto shared = std::make_shared<TcpStream>(std::move(tcp.Value()));
        Start([this, shared, &service] { JoinFromTcp(std::move(*shared), service); });
    }
}

void
Gateway::TakeKwik(KwikListener listener, const GatewayService& service)
{
    while (WaitForRoom())
    {
        auto kwik = listener.Accept();
        if (!kwik.IsOk())
        {
            return;
        }
        auto shared = std::make_shared<KwikConnection>(std::move(kwik.Value()));
        Start([this, shared, &service] { JoinFromKwik(std::move(*shared), service); });
    }
}

void
Gateway::JoinFromTcp(TcpStream tcp, const GatewayService& service)
{
    const std::string who = tcp.Peer();
    auto kwik = Dial(service, who);
    if (!kwik.IsOk())
    {
        tcp.Abort();
        Say(service.name + ": " + who + " was turned away: " + std::string(kwik.Failure().where));
        return;
    }
    if (service.isRepeatable)
    {
        RepeatingFarEnd end(std::move(kwik.Value()),
                            [this, &service, who] { return Dial(service, who + " goes on"); });
        Tell(service, who, Join(tcp, end));
        return;
    }
    PlainFarEnd end(std::move(kwik.Value()));
    Tell(service, who, Join(tcp, end));
}

Result<KwikConnection>
Gateway::Dial(const GatewayService& service, const std::string& who)
{
    Error error{ErrorCode::Closed, "the gateway is ending"};
    const std::size_t count = m_options.servers.size();
    std::unique_lock lock(m_mutex);
    const std::size_t first = m_usual;
    for (std::size_t i = 0; i < count && !m_isEnding; ++i)
    {
        const std::size_t chosen = (first + i) % count;
        const ServerInfo& server = m_options.servers[chosen];
        lock.unlock();
        DialConfig config{server, service.name};
        if (count > 1)
        {
            config.deadline = SocketClock::now() + SILENCE;
        }
        auto kwik = m_node->DialWithConfig(config);
        lock.lock();
        if (kwik.IsOk())
        {
            if (chosen != m_usual)
            {
                m_log(service.name + ": " + who + " at " + ToString(server.address));
            }
            m_usual = chosen;
            return kwik;
        }
        error = kwik.Failure();
    }
    return m_isEnding ? Error{ErrorCode::Closed, "the gateway is ending"} : error;
}

void
Gateway::JoinFromKwik(KwikConnection kwik, const GatewayService& service)
{
    const std::string who = ToString(kwik.Peer());
    auto tcp = TcpStream::Connect(service.tcp, m_end);
    if (!tcp.IsOk())
    {
        kwik.Abort();
        Say(service.name + ": " + who + " was turned away: " + ToString(service.tcp) + ": " +
            std::string(tcp.Failure().where));
        return;
    }
    PlainFarEnd end(std::move(kwik));
    Tell(service, who, Join(tcp.Value(), end));
}

void
Gateway::Tell(const GatewayService& service, const std::string& who, const JointEnding& ending)
{
    Say(service.name + ": " + who + " to Kwik " + std::to_string(ending.toKwik.value) +
        " bytes, to TCP " + std::to_string(ending.toTcp.value) + " bytes" +
        (ending.failure.empty() ? "" : ", then failed: " + ending.failure));
}

void
Gateway::Say(const std::string& line)
{
    const std::lock_guard lock(m_mutex);
    m_log(line);
}

void
Gateway::Start(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_joints;
    }
    const auto leave = [this] {
        // Held to the end: who waits for the last one may destroy all of this behind it.
        const std::lock_guard lock(m_mutex);
        --m_joints;
        m_changed.notify_all();
    };
    try
    {
        std::thread([work = std::move(work), leave] {
            work();
            leave();
        }).detach();
    }
    catch (const std::system_error& error)
    {
        Say(std::string("a client was turned away: ") + error.what());
        leave();
    }
}

bool
Gateway::WaitForRoom()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_joints < m_options.most || m_isEnding; });
    return !m_isEnding;
}

} // namespace kwik::testbed

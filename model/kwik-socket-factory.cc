#include "model/kwik-socket-factory.h"

#include "protocol-core/quic/quic-endpoint.h"

#include <ns3/abort.h>
#include <ns3/log.h>
#include <ns3/simulator.h>
#include <ns3/trace-source-accessor.h>
#include <ns3/uinteger.h>

namespace ns3::kwiklab
{

NS_LOG_COMPONENT_DEFINE("KwikSocketFactory");
NS_OBJECT_ENSURE_REGISTERED(KwikSocketFactory);

TypeId
KwikSocketFactory::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::KwikSocketFactory")
            .SetParent<SocketFactory>()
            .SetGroupName("Kwik")
            .AddConstructor<KwikSocketFactory>()
            .AddAttribute("Port",
                          "The UDP port of the node's Kwik host.",
                          UintegerValue(4433),
                          MakeUintegerAccessor(&KwikSocketFactory::m_port),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("Address",
                          "The address of the node's Kwik host; one of the node's.",
                          Ipv4AddressValue(),
                          MakeIpv4AddressAccessor(&KwikSocketFactory::m_address),
                          MakeIpv4AddressChecker())
            .AddAttribute("SndBufSize",
                          "What a socket takes before the peer has acknowledged it, in bytes.",
                          UintegerValue(4U << 20),
                          MakeUintegerAccessor(&KwikSocketFactory::m_sendBuffer),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("RcvBufSize",
                          "What a socket holds until the application reads it, in bytes.",
                          UintegerValue(4U << 20),
                          MakeUintegerAccessor(&KwikSocketFactory::m_receiveBuffer),
                          MakeUintegerChecker<uint32_t>(1))
            .AddTraceSource("Event",
                            "A fact that the protocol reports.",
                            MakeTraceSourceAccessor(&KwikSocketFactory::m_event),
                            "ns3::kwiklab::KwikSocketFactory::EventTracedCallback");
    return tid;
}

KwikSocketFactory::KwikSocketFactory()
    : m_seed(CreateObject<UniformRandomVariable>())
{
}

KwikSocketFactory::~KwikSocketFactory() = default;

void
KwikSocketFactory::SetUp(KwikSocketSetup setup)
{
    m_setup = std::move(setup);
}

int64_t
KwikSocketFactory::AssignStreams(int64_t stream)
{
    m_seed->SetStream(stream);
    return 1;
}

Ptr<Socket>
KwikSocketFactory::CreateSocket()
{
    if (!IsOpen())
    {
        Open();
    }
    auto socket = CreateObject<KwikSocket>();
    socket->SetFactory(this);
    return socket;
}

std::string
KwikSocketFactory::ServiceOf(uint16_t port)
{
    return "port " + std::to_string(port);
}

const kwik::ServerInfo*
KwikSocketFactory::ServerAt(Ipv4Address address) const
{
    const auto entry = m_setup->servers.find(address);
    return entry == m_setup->servers.end() ? nullptr : &entry->second;
}

Ipv4Address
KwikSocketFactory::LocalAddress() const
{
    return m_address;
}

bool
KwikSocketFactory::IsOpen() const
{
    return m_hub != nullptr;
}

kwik::SocketHub&
KwikSocketFactory::Hub()
{
    return *m_hub;
}

void
KwikSocketFactory::Keep(kwik::SocketId socket, Ptr<KwikSocket> held)
{
    m_sockets[socket] = held;
}

void
KwikSocketFactory::Release(kwik::SocketId socket)
{
    if (const auto entry = m_sockets.find(socket); entry != m_sockets.end())
    {
        // Whoever calls may be that socket.
        Simulator::ScheduleNow([held = entry->second] {});
        m_sockets.erase(entry);
    }
}

void
KwikSocketFactory::Open()
{
    NS_ABORT_MSG_UNLESS(m_setup, "KwikSocketFactory::SetUp was not called");
    const auto high = static_cast<std::uint64_t>(m_seed->GetInteger(0, UINT32_MAX));
    const auto low = static_cast<std::uint64_t>(m_seed->GetInteger(0, UINT32_MAX));
    m_environment =
        std::make_unique<Ns3Environment>(GetObject<Node>(), m_address, high << 32 | low);
    kwik::EndpointConfig endpoint = m_setup->endpoint;
    endpoint.session.upload.buffer = kwik::ByteCount{m_sendBuffer};
    endpoint.server.duplex.buffer = kwik::ByteCount{m_sendBuffer};
    endpoint.session.duplex.window = kwik::ByteCount{m_receiveBuffer};
    endpoint.server.duplex.window = kwik::ByteCount{m_receiveBuffer};
    const auto newCarrier = [this](const kwik::Address& local) {
        return std::make_unique<kwik::QuicEndpoint>(
            kwik::QuicEndpointOptions{m_setup->quic,
                                      m_setup->endpoint.key,
                                      local,
                                      kwik::Acceptance::Accept,
                                      {nullptr, nullptr}},
            *m_environment,
            kwik::Prng(m_environment->Seed("quic")));
    };
    auto hub = kwik::SocketHub::Open({*m_environment, *this, *this, endpoint, newCarrier},
                                     m_port,
                                     m_setup->limits);
    NS_ABORT_MSG_UNLESS(hub.IsOk(),
                        "KwikSocketFactory: the port is taken or the address is not ours");
    m_hub = std::move(hub.Value());
}

void
KwikSocketFactory::OnEvent(kwik::Instant now, const kwik::Event& event)
{
    NS_LOG_INFO(kwik::KindOf(event) << " " << kwik::DetailOf(event));
    m_event(now, event);
}

std::optional<kwik::ByteCount>
KwikSocketFactory::SizeOf(std::string_view) const
{
    return std::nullopt;
}

kwik::SharedBytes
KwikSocketFactory::Read(std::string_view, kwik::ByteCount, kwik::ByteCount) const
{
    return {};
}

void
KwikSocketFactory::DoInitialize()
{
    if (!IsOpen())
    {
        Open();
    }
    SocketFactory::DoInitialize();
}

void
KwikSocketFactory::DoDispose()
{
    m_sockets.clear();
    m_hub.reset();
    m_environment.reset();
    SocketFactory::DoDispose();
}

} // namespace ns3::kwiklab

#include "model/kwik-application.h"

#include "protocol-core/quic/quic-endpoint.h"

#include <ns3/assert.h>
#include <ns3/enum.h>
#include <ns3/log.h>
#include <ns3/trace-source-accessor.h>
#include <ns3/uinteger.h>

namespace ns3::kwiklab
{

NS_LOG_COMPONENT_DEFINE("KwikApplication");
NS_OBJECT_ENSURE_REGISTERED(KwikApplication);

namespace
{

/// ns-3 3.43 wants the enum's type named, 3.37 does not allow it.
template <typename ENUM, typename MEMBER>
auto
EnumAccessor(MEMBER member)
{
    if constexpr (requires { MakeEnumAccessor<ENUM>(member); })
    {
        return MakeEnumAccessor<ENUM>(member);
    }
    else
    {
        return MakeEnumAccessor(member);
    }
}

} // namespace

TypeId
KwikApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::kwiklab::KwikApplication")
            .SetParent<ns3::Application>()
            .SetGroupName("Kwik")
            .AddConstructor<KwikApplication>()
            .AddAttribute("Port",
                          "The UDP port of the host.",
                          UintegerValue(4433),
                          MakeUintegerAccessor(&KwikApplication::m_port),
                          MakeUintegerChecker<uint16_t>())
            .AddAttribute("Address",
                          "The address of the host; one of its node's.",
                          Ipv4AddressValue(),
                          MakeIpv4AddressAccessor(&KwikApplication::m_address),
                          MakeIpv4AddressChecker())
            .AddAttribute("Role",
                          "Whether the host answers clients.",
                          EnumValue(KWIK_CLIENT),
                          EnumAccessor<KwikRole>(&KwikApplication::m_role),
                          MakeEnumChecker(KWIK_CLIENT, "Client", KWIK_SERVER, "Server"));
    static const TypeId complete = AddTraceSources(tid);
    return complete;
}

TypeId
KwikApplication::AddTraceSources(TypeId tid)
{
    return tid
        .AddTraceSource("Event",
                        "A fact that the protocol reports.",
                        MakeTraceSourceAccessor(&KwikApplication::m_event),
                        "ns3::kwiklab::KwikApplication::EventTracedCallback")
        .AddTraceSource("Delivery",
                        "Bytes of a stream reach the application, in order.",
                        MakeTraceSourceAccessor(&KwikApplication::m_delivery),
                        "ns3::kwiklab::KwikApplication::DeliveryTracedCallback")
        .AddTraceSource("Refusal",
                        "No server has what a stream was to carry.",
                        MakeTraceSourceAccessor(&KwikApplication::m_refusal),
                        "ns3::kwiklab::KwikApplication::RefusalTracedCallback")
        .AddTraceSource("End",
                        "A session of this host has ended.",
                        MakeTraceSourceAccessor(&KwikApplication::m_end),
                        "ns3::kwiklab::KwikApplication::EndTracedCallback")
        .AddTraceSource("Uploaded",
                        "Bytes of an upload reach this server, in order.",
                        MakeTraceSourceAccessor(&KwikApplication::m_uploaded),
                        "ns3::kwiklab::KwikApplication::UploadedTracedCallback")
        .AddTraceSource("UploadFinished",
                        "The primary has every byte of an upload of this host.",
                        MakeTraceSourceAccessor(&KwikApplication::m_uploadFinished),
                        "ns3::kwiklab::KwikApplication::UploadFinishedTracedCallback")
        .AddTraceSource("Datagram",
                        "The host hands a datagram to its UDP socket.",
                        MakeTraceSourceAccessor(&KwikApplication::m_datagram),
                        "ns3::kwiklab::KwikApplication::DatagramTracedCallback");
}

KwikApplication::KwikApplication()
    : m_seed(CreateObject<UniformRandomVariable>())
{
}

KwikApplication::~KwikApplication() = default;

void
KwikApplication::SetUp(const KwikHostSetup& setup)
{
    m_setup = setup;
}

int64_t
KwikApplication::AssignStreams(int64_t stream)
{
    m_seed->SetStream(stream);
    return 1;
}

void
KwikApplication::StartApplication()
{
    NS_LOG_FUNCTION(this);
    Open();
}

void
KwikApplication::StopApplication()
{
    NS_LOG_FUNCTION(this);
    Crash();
}

void
KwikApplication::Open()
{
    NS_ASSERT_MSG(m_setup, "KwikApplication::SetUp was not called");
    if (!m_environment)
    {
        const auto high = static_cast<std::uint64_t>(m_seed->GetInteger(0, UINT32_MAX));
        const auto low = static_cast<std::uint64_t>(m_seed->GetInteger(0, UINT32_MAX));
        m_environment = std::make_unique<Ns3Environment>(GetNode(), m_address, high << 32 | low);
        m_environment->Observe([this](kwik::Instant now,
                                      const kwik::Address& to,
                                      kwik::ByteView payload) { m_datagram(now, to, payload); });
    }
    const auto newCarrier = [this](const kwik::Address& local) {
        return std::make_unique<kwik::QuicEndpoint>(
            kwik::QuicEndpointOptions{m_setup->quic,
                                      m_setup->endpoint.key,
                                      local,
                                      m_role == KWIK_SERVER ? kwik::Acceptance::Accept
                                                            : kwik::Acceptance::Refuse,
                                      m_setup->traces,
                                      kwik::CarrierSecurity(m_setup->endpoint)},
            *m_environment,
            kwik::Prng(m_environment->Seed("quic")));
    };
    kwik::HostParts parts{*m_environment,
                          *this,
                          *m_setup->content,
                          m_setup->endpoint,
                          newCarrier,
                          this};
    auto host = kwik::Host::Open(std::move(parts), m_port);
    NS_ABORT_MSG_UNLESS(host.IsOk(),
                        "KwikApplication: the port is taken or the address is not ours");
    m_host = std::move(host.Value());
}

void
KwikApplication::Crash()
{
    NS_LOG_FUNCTION(this);
    m_feeds.clear();
    m_host.reset();
    Resume(); // A process that starts afresh is not suspended.
}

void
KwikApplication::Restart()
{
    NS_LOG_FUNCTION(this);
    if (!m_host)
    {
        Open();
    }
}

bool
KwikApplication::IsRunning() const
{
    return m_host != nullptr;
}

void
KwikApplication::Suspend()
{
    if (m_environment)
    {
        m_environment->Suspend();
    }
}

void
KwikApplication::Resume()
{
    if (m_environment)
    {
        m_environment->Resume();
    }
}

void
KwikApplication::Rebind()
{
    if (m_environment)
    {
        m_environment->Rebind();
    }
}

void
KwikApplication::Move(Ipv4Address address, Ptr<NetDevice> device)
{
    m_address = address;
    if (m_environment)
    {
        m_environment->Move(address, device);
    }
}

kwik::SessionHandle
KwikApplication::Dial(const kwik::ServerInfo& primary)
{
    return m_host->Dial(primary, *this);
}

kwik::StreamId
KwikApplication::OpenStream(kwik::SessionHandle session, std::string content)
{
    return m_host->OpenStream(session, std::move(content));
}

void
KwikApplication::ReadUpTo(kwik::SessionStream stream, kwik::ByteCount limit)
{
    if (m_host)
    {
        m_host->ReadUpTo(stream, limit);
    }
}

kwik::StreamId
KwikApplication::StartUpload(kwik::SessionHandle session,
                             const kwik::ContentSource& source,
                             const std::string& content)
{
    const kwik::SessionStream upload{session, m_host->OpenUpload(session, content)};
    m_feeds.emplace(upload, kwik::UploadFeed{*m_host, upload, source, content})
        .first->second.Feed();
    return upload.stream;
}

void
KwikApplication::CloseSession(kwik::SessionHandle session)
{
    m_host->CloseSession(session);
}

kwik::SessionReport
KwikApplication::Report(kwik::SessionHandle session) const
{
    return m_host->Report(session);
}

void
KwikApplication::OnEvent(kwik::Instant now, const kwik::Event& event)
{
    NS_LOG_INFO(kwik::KindOf(event) << " " << kwik::DetailOf(event));
    m_event(now, event);
}

void
KwikApplication::OnStreamBytes(kwik::Instant now,
                               kwik::SessionStream stream,
                               const kwik::SharedBytes& bytes,
                               kwik::StreamFinish finish)
{
    m_delivery(now, stream, bytes.View(), finish);
}

void
KwikApplication::OnStreamRefused(kwik::Instant now, kwik::SessionStream stream)
{
    m_refusal(now, stream);
}

void
KwikApplication::OnSessionEnded(kwik::Instant now,
                                kwik::SessionHandle session,
                                kwik::SessionEnd end)
{
    m_end(now, session, end);
}

void
KwikApplication::OnUploadWritable(kwik::Instant /*now*/, kwik::SessionStream upload)
{
    if (const auto feed = m_feeds.find(upload); feed != m_feeds.end())
    {
        feed->second.Feed();
    }
}

void
KwikApplication::OnUploadFinished(kwik::Instant now, kwik::SessionStream upload)
{
    m_feeds.erase(upload);
    m_uploadFinished(now, upload);
}

void
KwikApplication::OnUploadBytes(kwik::Instant now,
                               const Upload& upload,
                               const kwik::SharedBytes& bytes,
                               kwik::StreamFinish finish)
{
    m_uploaded(now, upload, bytes.View(), finish);
}

void
KwikApplication::DoDispose()
{
    m_feeds.clear();
    m_host.reset();
    m_environment.reset();
    ns3::Application::DoDispose();
}

} // namespace ns3::kwiklab

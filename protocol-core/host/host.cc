#include "protocol-core/host/host.h"

#include <algorithm>

namespace kwik
{

/// Carries out what the endpoint asks for: one overload an action.
struct Host::Executor
{
    Host& host;
    Instant now;

    void operator()(Endpoint::Connect& action)
    {
        const CarrierId carrier = host.m_carrier->Connect(now, action.target);
        host.m_endpoint.OnConnecting(action.owner, carrier);
        if (std::holds_alternative<InquiryOwner>(action.owner))
        {
            // A client waits for the answer; that there is no way is known before the link is full.
            while (const auto first = host.m_carrier->PollDatagramOf(now, carrier))
            {
                host.Send(now, *first);
            }
        }
    }

    void operator()(Endpoint::OnCarrier<WriteStream>& action)
    {
        WriteStream& write = action.what;
        host.m_carrier->Write(action.carrier, write.stream, std::move(write.bytes), write.end);
    }

    void operator()(Endpoint::OnCarrier<RankStream>& action)
    {
        host.m_carrier->Prioritise(action.carrier, action.what.stream, action.what.rank);
    }

    void operator()(Endpoint::OnCarrier<AbortStream>& action)
    {
        host.m_carrier->AbortStream(action.carrier, action.what.stream);
    }

    void operator()(Endpoint::OnCarrier<CloseConnection>& action)
    {
        host.m_carrier->Close(now, action.carrier, action.what.farewell);
    }

    void operator()(Endpoint::OnCarrier<RangeServer::Lookup>& action)
    {
        const std::string& name = action.what.content;
        host.m_endpoint.OnContentSize(now, action.carrier, name, host.m_parts.content.SizeOf(name));
    }

    void operator()(Endpoint::OnCarrier<RangeServer::Read>& action)
    {
        const RangeServer::Read& read = action.what;
        host.m_endpoint.OnContent(
            now,
            action.carrier,
            read.transfer,
            host.m_parts.content.Read(read.content, read.offset, read.length));
    }

    void operator()(DeliverBytes& action)
    {
        host.m_applications.at(action.session)
            ->OnStreamBytes(now, {action.session, action.stream}, action.bytes, action.finish);
    }

    void operator()(RefuseStream& action)
    {
        host.m_applications.at(action.session)
            ->OnStreamRefused(now, {action.session, action.stream});
    }

    void operator()(UploadedBytes& action)
    {
        if (host.m_parts.uploads != nullptr)
        {
            host.m_parts.uploads->OnUploadBytes(now,
                                                {action.session, action.stream, action.content},
                                                action.bytes,
                                                action.finish);
        }
    }

    void operator()(ResumeUpload& action)
    {
        host.m_applications.at(action.upload.session)->OnUploadWritable(now, action.upload);
    }

    void operator()(FinishUpload& action)
    {
        host.m_applications.at(action.upload.session)->OnUploadFinished(now, action.upload);
    }

    void operator()(AnswerStream& action)
    {
        host.m_applications.at(action.stream.session)->OnStreamAnswered(now, action.stream);
    }

    void operator()(DropStream& action)
    {
        host.m_applications.at(action.stream.session)
            ->OnStreamDropped(now, action.stream, action.cause);
    }

    void operator()(OfferStream& action)
    {
        StreamAcceptor* streams = host.m_parts.streams;
        const StreamAcceptor::Offer offer{action.stream, action.client, action.service};
        if (streams != nullptr &&
            streams->OnStreamOffered(now, offer) == StreamAcceptor::Verdict::Accept)
        {
            host.m_endpoint.Accept(now, action.stream);
        }
        else
        {
            host.m_endpoint.Reset(now, action.stream, ResetCause::Refused);
        }
    }

    void operator()(ServedBytes& action)
    {
        if (StreamAcceptor* streams = host.m_parts.streams)
        {
            streams->OnServedBytes(now, action.stream, action.bytes, action.finish);
        }
    }

    void operator()(ResumeServed& action)
    {
        if (StreamAcceptor* streams = host.m_parts.streams)
        {
            streams->OnServedWritable(now, action.stream);
        }
    }

    void operator()(FinishServed& action)
    {
        if (StreamAcceptor* streams = host.m_parts.streams)
        {
            streams->OnServedSent(now, action.stream);
        }
    }

    void operator()(EndServed& action)
    {
        if (StreamAcceptor* streams = host.m_parts.streams)
        {
            streams->OnServedEnded(now, action.stream, action.cause);
        }
    }

    void operator()(EndSession& action)
    {
        host.m_applications.at(action.session)->OnSessionEnded(now, action.session, action.end);
    }

    void operator()(Event& event)
    {
        host.m_parts.events.OnEvent(now, event);
    }
};

Host::Host(HostParts parts)
    : m_parts(std::move(parts)),
      m_endpoint(m_parts.config, Prng(m_parts.env.Seed("endpoint"))),
      m_timer(m_parts.env.NewTimer(*this))
{
}

Host::~Host() = default;

Result<std::unique_ptr<Host>>
Host::Open(HostParts parts, std::uint16_t port)
{
    std::unique_ptr<Host> host(new Host(std::move(parts)));
    auto socket = host->m_parts.env.OpenDatagram(port, *host);
    if (!socket.IsOk())
    {
        return socket.Failure();
    }
    host->m_socket = std::move(socket.Value());
    host->m_carrier = host->m_parts.newCarrier(host->m_socket->LocalAddress());
    return host;
}

SessionHandle
Host::Dial(const ServerInfo& primary, Application& application)
{
    const Instant now = m_parts.env.Now();
    const SessionHandle session = m_endpoint.Dial(now, primary);
    m_applications[session] = &application;
    Pump(now);
    return session;
}

StreamId
Host::OpenStream(SessionHandle session, std::string content)
{
    const Instant now = m_parts.env.Now();
    const StreamId stream = m_endpoint.OpenStream(now, session, std::move(content));
    Pump(now);
    return stream;
}

void
Host::ReadUpTo(SessionStream stream, ByteCount limit)
{
    const Instant now = m_parts.env.Now();
    m_endpoint.ReadUpTo(now, stream, limit);
    Pump(now);
}

StreamId
Host::OpenUpload(SessionHandle session, std::string content)
{
    const Instant now = m_parts.env.Now();
    const StreamId upload = m_endpoint.OpenUpload(now, session, std::move(content));
    Pump(now);
    return upload;
}

ByteCount
Host::Write(SessionStream upload, const SharedBytes& bytes, StreamFinish finish)
{
    const Instant now = m_parts.env.Now();
    const ByteCount taken = m_endpoint.Write(now, upload, bytes, finish);
    Pump(now);
    return taken;
}

void
Host::CloseSession(SessionHandle session)
{
    const Instant now = m_parts.env.Now();
    m_endpoint.CloseSession(now, session);
    Pump(now);
}

Address
Host::LocalAddress() const
{
    return m_socket->LocalAddress();
}

SessionReport
Host::Report(SessionHandle session) const
{
    return m_endpoint.Report(session);
}

std::optional<std::string>
Host::Command(SessionId session, ControlDesk::Command command)
{
    const Instant now = m_parts.env.Now();
    auto name = m_endpoint.Command(now, session, std::move(command));
    Pump(now);
    return name;
}

void
Host::Announce(std::vector<Capability> capabilities)
{
    const Instant now = m_parts.env.Now();
    m_endpoint.OnCapabilities(now, std::move(capabilities));
    Pump(now);
}

std::optional<SessionPicture>
Host::PictureOf(SessionId session) const
{
    return m_endpoint.PictureOf(session);
}

void
Host::OnTimer(Instant now)
{
    m_armedFor = NEVER;
    m_carrier->OnTimeout(now);
    m_endpoint.OnTimeout(now);
    Pump(now);
}

void
Host::OnDatagram(Instant now, const Address& from, ByteView payload)
{
    m_carrier->OnDatagram(now, from, payload);
    Pump(now);
}

void
Host::OnDatagrams(Instant now, std::span<const DatagramSocket::Arrival> arrivals)
{
    for (const DatagramSocket::Arrival& arrival : arrivals)
    {
        m_carrier->OnDatagram(now, arrival.from, arrival.payload);
    }
    Pump(now); // One answer to all of them.
}

void
Host::OnLocalAddress(Instant now, const Address& local)
{
    m_carrier->OnLocalAddress(now, local);
    Pump(now);
}

void
Host::Pump(Instant now)
{
    if (m_isPumping)
    {
        return; // The pump that called the application goes on until all are quiet.
    }
    m_isPumping = true;
    bool isMoving = true;
    while (isMoving)
    {
        isMoving = PumpEvents(now);
        isMoving = PumpActions(now) || isMoving;
        isMoving = isMoving || PumpDatagrams(now);
    }
    m_isPumping = false;
    Arm();
}

bool
Host::PumpEvents(Instant now)
{
    bool hasMoved = false;
    while (const auto event = m_carrier->PollEvent())
    {
        m_endpoint.OnCarrierEvent(now, *event);
        // One datagram may end a gap and free megabytes of events; their actions must not pile up.
        PumpActions(now);
        hasMoved = true;
    }
    return hasMoved;
}

bool
Host::PumpActions(Instant now)
{
    bool hasMoved = false;
    while (auto action = m_endpoint.PollAction())
    {
        std::visit(Executor{*this, now}, *action);
        hasMoved = true;
    }
    return hasMoved;
}

bool
Host::PumpDatagrams(Instant now)
{
    bool hasMoved = false;
    while (const auto datagram = m_carrier->PollDatagram(now))
    {
        Send(now, *datagram);
        hasMoved = true;
    }
    return hasMoved;
}

void
Host::Send(Instant now, const Carrier::Datagram& datagram)
{
    const Address to = datagram.to;
    if (m_socket->Send(to, datagram.payload) == SendStatus::Unreachable)
    {
        m_endpoint.OnUnreachable(now, to);
    }
}

void
Host::Arm()
{
    const Instant next = std::min(m_carrier->NextTimeout(), m_endpoint.NextTimeout());
    if (next != m_armedFor)
    {
        m_armedFor = next;
        m_timer->Arm(next);
    }
}

} // namespace kwik

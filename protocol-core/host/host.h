#ifndef KWIK_HOST_HOST_H
#define KWIK_HOST_HOST_H

#include "protocol-core/endpoint/endpoint.h"
#include "protocol-core/env/carrier.h"
#include "protocol-core/env/content-source.h"
#include "protocol-core/env/environment.h"
#include "protocol-core/env/event-sink.h"
#include "protocol-core/host/stream-acceptor.h"

#include <functional>
#include <memory>

namespace kwik
{

/// The program that uses sessions: receives what they deliver, in order.
class Application
{
  public:
    virtual void OnStreamBytes(Instant now,
                               SessionStream stream,
                               const SharedBytes& bytes,
                               StreamFinish finish) = 0;
    virtual void OnStreamRefused(Instant now, SessionStream stream) = 0;
    virtual void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) = 0;

    /// The upload takes bytes again, after a Write() that took less than it was given.
    virtual void OnUploadWritable(Instant /*now*/, SessionStream /*upload*/)
    {
    }

    /// The server has every byte of the upload.
    virtual void OnUploadFinished(Instant /*now*/, SessionStream /*upload*/)
    {
    }

    /// The server has taken a stream in both directions.
    virtual void OnStreamAnswered(Instant /*now*/, SessionStream /*stream*/)
    {
    }

    /// A stream in both directions is over before its time.
    virtual void OnStreamDropped(Instant /*now*/, SessionStream /*stream*/, ResetCause /*cause*/)
    {
    }

  protected:
    ~Application() = default;
};

/// What a server does with the bytes that clients upload to it; they come in order.
class UploadSink
{
  public:
    struct Upload
    {
        SessionId session;
        StreamId stream;
        const std::string& content; ///< As its client names it.
    };

    virtual void OnUploadBytes(Instant now,
                               const Upload& upload,
                               const SharedBytes& bytes,
                               StreamFinish finish) = 0;

  protected:
    ~UploadSink() = default;
};

/// Makes the carrier of a host once the host's address is known.
using CarrierFactory = std::function<std::unique_ptr<Carrier>(const Address& local)>;

/// What a host is made of. The references outlive the host.
struct HostParts
{
    Environment& env;
    EventSink& events;
    const ContentSource& content;
    EndpointConfig config;
    CarrierFactory newCarrier;
    UploadSink* uploads{nullptr};     ///< Without one, what is uploaded here is dropped.
    StreamAcceptor* streams{nullptr}; ///< Without one, streams in both directions are refused.
};

/**
 * Joins one Endpoint and one Carrier to one Environment. This is the only place where the core
 * meets the world, and the same object code serves the in-process world, ns-3 and real sockets.
 */
class Host final : private Timer::Listener, private DatagramSocket::Listener
{
  public:
    /// Binds to @p port (0: any). Errors: as Environment::OpenDatagram.
    static Result<std::unique_ptr<Host>> Open(HostParts parts, std::uint16_t port);
    ~Host();

    SessionHandle Dial(const ServerInfo& primary, Application& application);
    StreamId OpenStream(SessionHandle session, std::string content);
    /// The application takes the stream's bytes below @p limit only, and says so as it reads on.
    void ReadUpTo(SessionStream stream, ByteCount limit);
    StreamId OpenUpload(SessionHandle session, std::string content);
    /// As ClientSession::Write; OnUploadWritable follows when not all was taken.
    ByteCount Write(SessionStream upload, const SharedBytes& bytes, StreamFinish finish);
    void CloseSession(SessionHandle session);

    /// As Endpoint::OpenDuplex; its bytes come to the session's application.
    StreamId OpenDuplex(SessionHandle session, std::string service);
    /// As DuplexServer::Write.
    ByteCount Write(const ServedStream& stream, const SharedBytes& bytes, StreamFinish finish);
    /// So much of what a stream in both directions has brought is read: more may come.
    void Consume(const DuplexStream& stream, ByteCount bytes);
    void Reset(const DuplexStream& stream, ResetCause cause);
    ByteCount Room(const DuplexStream& stream) const;

    Address LocalAddress() const;
    /// @pre the session was dialled here
    SessionReport Report(SessionHandle session) const;
    /// As Endpoint::Command.
    std::optional<std::string> Command(SessionId session, ControlDesk::Command command);
    /// As Endpoint::OnCapabilities.
    void Announce(std::vector<Capability> capabilities);
    /// As a server that ends soon: takes no more clients, and tells those that there are, which go
    /// elsewhere as soon as they can.
    void Leave();
    /// Ends what is left, and tells it.
    void EndServing();
    ServedPaths Served() const;
    /// As Endpoint::OnTerms.
    void OnTerms(const ServerTerms& terms);
    /// As Endpoint::PictureOf.
    std::optional<SessionPicture> PictureOf(SessionId session) const;

  private:
    explicit Host(HostParts parts);

    void OnTimer(Instant now) override;
    void OnDatagram(Instant now, const Address& from, ByteView payload) override;
    void OnDatagrams(Instant now, std::span<const DatagramSocket::Arrival> arrivals) override;
    void OnLocalAddress(Instant now, const Address& local) override;

    /// Carries messages between endpoint, carrier and world until all are quiet, then arms the
    /// timer.
    void Pump(Instant now);
    bool PumpEvents(Instant now);
    bool PumpActions(Instant now);
    bool PumpDatagrams(Instant now);
    void Send(Instant now, const Carrier::Datagram& datagram);
    void Arm();

    struct Executor; ///< Carries out one Endpoint::Action.

    HostParts m_parts;
    std::unique_ptr<DatagramSocket> m_socket;
    std::unique_ptr<Carrier> m_carrier;
    Endpoint m_endpoint;
    std::unique_ptr<Timer> m_timer;
    Instant m_armedFor{NEVER};
    std::map<SessionHandle, Application*> m_applications;
    bool m_isPumping{false}; ///< An application called us from inside Pump.
};

} // namespace kwik

#endif // KWIK_HOST_HOST_H

#ifndef KWIK_MODEL_KWIK_APPLICATION_H
#define KWIK_MODEL_KWIK_APPLICATION_H

#include "model/ns3-environment.h"
#include "protocol-core/env/event-sink.h"
#include "protocol-core/host/host.h"
#include "protocol-core/host/upload-feed.h"
#include "protocol-core/quic/quic-config.h"
#include "protocol-core/quic/quic-trace.h"

#include <ns3/application.h>
#include <ns3/ipv4-address.h>
#include <ns3/random-variable-stream.h>
#include <ns3/traced-callback.h>

#include <map>
#include <memory>
#include <string>

namespace ns3::kwiklab
{

/// Whether a host answers clients.
enum KwikRole
{
    KWIK_CLIENT,
    KWIK_SERVER,
};

/// What a KwikApplication needs beyond its attributes. The pointers outlive the application.
struct KwikHostSetup
{
    kwik::EndpointConfig endpoint;
    kwik::QuicConfig quic;
    const kwik::ContentSource* content;
    kwik::QuicTraces traces{nullptr, nullptr};
};

/**
 * One Kwik host on an ns-3 node: the same kwik::Host that runs over real sockets.
 *
 * StartApplication opens the host, StopApplication (and Crash) drops it with all its state and
 * without a word to its peers, as when the power fails; Restart opens it again with the same keys.
 */
class KwikApplication : public Application,
                        private kwik::EventSink,
                        private kwik::Application,
                        private kwik::UploadSink
{
  public:
    static TypeId GetTypeId();

    KwikApplication();
    ~KwikApplication() override;

    /// Before StartApplication.
    void SetUp(const KwikHostSetup& setup);
    /// The random variable streams that decide the host's seed; @returns how many were used.
    int64_t AssignStreams(int64_t stream);

    void Crash();
    void Restart();
    bool IsRunning() const;
    /// The process stands still, and goes on where it was; a crash ends it all the same.
    void Suspend();
    void Resume();
    /// The NAT before the host forgets it.
    void Rebind();
    /// The host moves to another of its node's networks.
    void Move(Ipv4Address address, Ptr<NetDevice> device);

    /// Opens a session with @p primary. @pre IsRunning()
    kwik::SessionHandle Dial(const kwik::ServerInfo& primary);
    kwik::StreamId OpenStream(kwik::SessionHandle session, std::string content);
    /// As kwik::Host::ReadUpTo; nothing when the host is down.
    void ReadUpTo(kwik::SessionStream stream, kwik::ByteCount limit);
    /// Uploads @p content of @p source, which outlives the application.
    kwik::StreamId StartUpload(kwik::SessionHandle session,
                               const kwik::ContentSource& source,
                               const std::string& content);
    void CloseSession(kwik::SessionHandle session);
    /// Of a session that this application has dialled since it was started.
    kwik::SessionReport Report(kwik::SessionHandle session) const;

    using EventTracedCallback = void (*)(kwik::Instant, const kwik::Event&);
    using DeliveryTracedCallback = void (*)(kwik::Instant,
                                            kwik::SessionStream,
                                            kwik::ByteView,
                                            kwik::StreamFinish);
    using UploadedTracedCallback = void (*)(kwik::Instant,
                                            const kwik::UploadSink::Upload&,
                                            kwik::ByteView,
                                            kwik::StreamFinish);
    using UploadFinishedTracedCallback = void (*)(kwik::Instant, kwik::SessionStream);
    using DatagramTracedCallback = void (*)(kwik::Instant, const kwik::Address&, kwik::ByteView);

  protected:
    void DoDispose() override;

  private:
    void StartApplication() override;
    void StopApplication() override;

    void OnEvent(kwik::Instant now, const kwik::Event& event) override;
    void OnStreamBytes(kwik::Instant now,
                       kwik::SessionStream stream,
                       const kwik::SharedBytes& bytes,
                       kwik::StreamFinish finish) override;
    void OnStreamRefused(kwik::Instant now, kwik::SessionStream stream) override;
    void OnSessionEnded(kwik::Instant now,
                        kwik::SessionHandle session,
                        kwik::SessionEnd end) override;
    void OnUploadWritable(kwik::Instant now, kwik::SessionStream upload) override;
    void OnUploadFinished(kwik::Instant now, kwik::SessionStream upload) override;
    void OnUploadBytes(kwik::Instant now,
                       const Upload& upload,
                       const kwik::SharedBytes& bytes,
                       kwik::StreamFinish finish) override;

    static TypeId AddTraceSources(TypeId tid);
    void Open();

    uint16_t m_port{0};
    Ipv4Address m_address;
    KwikRole m_role{KWIK_CLIENT};
    Ptr<UniformRandomVariable> m_seed;
    std::optional<KwikHostSetup> m_setup;
    std::unique_ptr<Ns3Environment> m_environment;
    std::unique_ptr<kwik::Host> m_host;
    std::map<kwik::SessionStream, kwik::UploadFeed> m_feeds; ///< Of the uploads under way.

    TracedCallback<kwik::Instant, const kwik::Event&> m_event;
    TracedCallback<kwik::Instant, kwik::SessionStream, kwik::ByteView, kwik::StreamFinish>
        m_delivery;
    TracedCallback<kwik::Instant, kwik::SessionStream> m_refusal;
    TracedCallback<kwik::Instant, kwik::SessionHandle, kwik::SessionEnd> m_end;
    TracedCallback<kwik::Instant,
                   const kwik::UploadSink::Upload&,
                   kwik::ByteView,
                   kwik::StreamFinish>
        m_uploaded;
    TracedCallback<kwik::Instant, kwik::SessionStream> m_uploadFinished;
    TracedCallback<kwik::Instant, const kwik::Address&, kwik::ByteView> m_datagram;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_KWIK_APPLICATION_H

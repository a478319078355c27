#ifndef KWIK_MODEL_KWIK_SOCKET_FACTORY_H
#define KWIK_MODEL_KWIK_SOCKET_FACTORY_H

#include "model/kwik-socket.h"
#include "model/ns3-environment.h"
#include "protocol-core/env/content-source.h"
#include "protocol-core/env/event-sink.h"
#include "protocol-core/quic/quic-config.h"

#include <ns3/random-variable-stream.h>
#include <ns3/socket-factory.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace ns3::kwiklab
{

/// What a KwikSocketFactory needs beyond its attributes.
struct KwikSocketSetup
{
    kwik::EndpointConfig endpoint;
    kwik::QuicConfig quic;
    kwik::SocketLimits limits;
    std::map<Ipv4Address, kwik::ServerInfo> servers; ///< Whom sockets can connect to.
};

/**
 * Makes stream sockets over Kwik for the applications of one node, which name it by
 * "ns3::KwikSocketFactory" as they name "ns3::TcpSocketFactory". Aggregated to the node; the node's
 * one Kwik host opens when the simulation starts, as it may have to serve for others, and ends with
 * the node.
 */
class KwikSocketFactory final : public SocketFactory,
                                private kwik::EventSink,
                                private kwik::ContentSource
{
  public:
    static TypeId GetTypeId();

    KwikSocketFactory();
    ~KwikSocketFactory() override;

    /// Before the first socket.
    void SetUp(KwikSocketSetup setup);
    /// The random variable streams that decide the host's seed; @returns how many were used.
    int64_t AssignStreams(int64_t stream);

    Ptr<Socket> CreateSocket() override;

    /// The name that a port of ns-3 has as a service of Kwik.
    static std::string ServiceOf(uint16_t port);
    /// Nothing when no server is known there.
    const kwik::ServerInfo* ServerAt(Ipv4Address address) const;
    Ipv4Address LocalAddress() const;
    bool IsOpen() const;
    /// @pre IsOpen()
    kwik::SocketHub& Hub();
    /// A socket lives as long as its stream, whoever has forgotten it.
    void Keep(kwik::SocketId socket, Ptr<KwikSocket> held);
    void Release(kwik::SocketId socket);

    using EventTracedCallback = void (*)(kwik::Instant, const kwik::Event&);

  protected:
    void DoInitialize() override;
    void DoDispose() override;

  private:
    void OnEvent(kwik::Instant now, const kwik::Event& event) override;
    std::optional<kwik::ByteCount> SizeOf(std::string_view name) const override;
    kwik::SharedBytes Read(std::string_view name,
                           kwik::ByteCount offset,
                           kwik::ByteCount length) const override;
    void Open();

    uint16_t m_port{0};
    Ipv4Address m_address;
    uint32_t m_sendBuffer{0};
    uint32_t m_receiveBuffer{0};
    Ptr<UniformRandomVariable> m_seed;
    std::optional<KwikSocketSetup> m_setup;
    std::unique_ptr<Ns3Environment> m_environment;
    std::map<kwik::SocketId, Ptr<KwikSocket>> m_sockets;
    std::unique_ptr<kwik::SocketHub> m_hub;
    TracedCallback<kwik::Instant, const kwik::Event&> m_event;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_KWIK_SOCKET_FACTORY_H

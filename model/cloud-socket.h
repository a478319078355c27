#ifndef KWIK_MODEL_CLOUD_SOCKET_H
#define KWIK_MODEL_CLOUD_SOCKET_H

#include "model/cloud-datagram.h"

#include <ns3/inet-socket-address.h>
#include <ns3/ptr.h>
#include <ns3/socket.h>

#include <deque>
#include <optional>

namespace ns3::kwiklab
{

class CloudSocketFactory;

/**
 * A UDP socket of a node that a CloudSwitch serves. It means what ns-3's own does, without
 * broadcast, multicast, IPv6 and options of IP. What does not fit its buffer is dropped.
 */
class CloudSocket final : public Socket
{
  public:
    static TypeId GetTypeId();

    CloudSocket();
    ~CloudSocket() override;

    /// Before anything else.
    void SetFactory(Ptr<CloudSocketFactory> factory);
    void Receive(const CloudDatagram& datagram);

    SocketErrno GetErrno() const override;
    SocketType GetSocketType() const override;
    Ptr<Node> GetNode() const override;
    int Bind(const Address& address) override;
    int Bind() override;
    int Bind6() override;
    int Close() override;
    int ShutdownSend() override;
    int ShutdownRecv() override;
    int Connect(const Address& address) override;
    int Listen() override;
    uint32_t GetTxAvailable() const override;
    int Send(Ptr<Packet> packet, uint32_t flags) override;
    int SendTo(Ptr<Packet> packet, uint32_t flags, const Address& to) override;
    uint32_t GetRxAvailable() const override;
    Ptr<Packet> Recv(uint32_t maxSize, uint32_t flags) override;
    Ptr<Packet> RecvFrom(uint32_t maxSize, uint32_t flags, Address& from) override;
    int GetSockName(Address& address) const override;
    int GetPeerName(Address& address) const override;
    bool SetAllowBroadcast(bool allowBroadcast) override;
    bool GetAllowBroadcast() const override;

  protected:
    void DoDispose() override;

  private:
    struct Arrived
    {
        InetSocketAddress from;
        Ptr<Packet> payload;
    };

    int Fail(SocketErrno error) const;

    Ptr<CloudSocketFactory> m_factory;
    InetSocketAddress m_local; ///< Port 0: not bound.
    std::optional<InetSocketAddress> m_peer;
    std::deque<Arrived> m_arrived;
    uint32_t m_arrivedBytes{0};
    uint32_t m_receiveBuffer{0};
    bool m_isMute{false}; ///< ShutdownSend() was called.
    bool m_isDeaf{false}; ///< ShutdownRecv() was called.
    mutable SocketErrno m_errno{ERROR_NOTERROR};
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_CLOUD_SOCKET_H

#ifndef KWIK_MODEL_KWIK_SOCKET_H
#define KWIK_MODEL_KWIK_SOCKET_H

#include "protocol-core/host/socket-hub.h"

#include <ns3/inet-socket-address.h>
#include <ns3/socket.h>
#include <ns3/traced-callback.h>

#include <string>

namespace ns3::kwiklab
{

class KwikSocketFactory;

/**
 * A stream socket of ns-3 over Kwik: one stream in both directions, or a listener.
 *
 * An address is the one of a Kwik host; its port names the service there, as Kwik hosts have one
 * UDP port for all. A packet is taken whole or not at all, and comes out in other pieces, as with
 * TCP. The factory keeps a socket until its stream is over.
 */
class KwikSocket final : public Socket, private kwik::SocketObserver, private kwik::SocketListener
{
  public:
    static TypeId GetTypeId();

    KwikSocket();
    ~KwikSocket() override;

    /// Before anything else. @p factory outlives the socket's use of it.
    void SetFactory(Ptr<KwikSocketFactory> factory);

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

    using StateTracedCallback = void (*)(kwik::SocketState, kwik::SocketState);

  protected:
    void DoDispose() override;

  private:
    void OnSocketReady(kwik::Instant now, kwik::SocketId socket) override;
    kwik::SocketObserver* OnSocketOffered(kwik::Instant now,
                                          kwik::SocketId socket,
                                          const kwik::Address& client) override;

    /// A client's new socket, told to the application that listens.
    void Introduce(Ptr<KwikSocket> fresh);
    /// Tells the application what has become possible.
    void Look();
    void LookForEnd(const kwik::Socket& socket);
    void NoteState(kwik::SocketState state);
    /// Gives the stream what a packet had left. @returns whether nothing is left
    bool Flush();
    int Fail(SocketErrno error) const;
    kwik::SocketHub& Hub() const;
    const kwik::Socket* Machine() const;

    Ptr<KwikSocketFactory> m_factory;
    kwik::SocketId m_socket{}; ///< 0: none yet.
    kwik::SocketState m_state{kwik::SocketState::Closed};
    uint16_t m_port{0}; ///< Bound to.
    InetSocketAddress m_peer;
    kwik::SharedBytes m_tail; ///< Of the last packet: what the stream had no room for.
    bool m_isListening{false};
    bool m_isClosing{false};   ///< Close() waits for m_tail.
    bool m_isFinishing{false}; ///< ShutdownSend() does.
    bool m_isDeaf{false};      ///< ShutdownRecv() was called.
    bool m_isEndTold{false};
    mutable SocketErrno m_errno{ERROR_NOTERROR};
    TracedCallback<kwik::SocketState, kwik::SocketState> m_stateTrace;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_KWIK_SOCKET_H

#include "tests/support/quic-peer.h"

#include "protocol-core/trust/key-pin.h"
#include "tests/support/byte-strings.h"

namespace kwik::test
{

QuicPeer::QuicPeer(SimWorld& world, const Options& options)
    : m_env(world, options.name, options.address),
      m_address(options.address),
      m_timer(m_env.NewTimer(*this))
{
    Prng(0).Fork(options.name).Fill(m_key);
    m_socket = std::move(m_env.OpenDatagram(options.address.port, *this).Value());
    const QuicEndpointOptions own{options.config,
                                  m_key,
                                  m_address,
                                  options.acceptance,
                                  {nullptr, nullptr},
                                  options.security,
                                  options.offer};
    m_endpoint = std::make_unique<QuicEndpoint>(own, m_env, Prng(m_env.Seed("quic")));
}

QuicPeer::~QuicPeer() = default;

void
QuicPeer::Do(const std::function<void(QuicEndpoint&, Instant)>& what)
{
    what(*m_endpoint, m_env.Now());
    Pump(m_env.Now());
}

CarrierId
QuicPeer::Connect(const QuicPeer& server)
{
    return Connect({server.LocalAddress(), server.Pin(), std::chrono::milliseconds(100)});
}

CarrierId
QuicPeer::Connect(const CarrierTarget& target)
{
    CarrierId id;
    Do([&](QuicEndpoint& endpoint, Instant now) { id = endpoint.Connect(now, target); });
    return id;
}

void
QuicPeer::Write(CarrierId id, CarrierStreamId stream, ByteView bytes, StreamEnd end)
{
    Do([&](QuicEndpoint& endpoint, Instant) {
        endpoint.Write(id, stream, SharedBytes(bytes), end);
    });
}

KeyPin
QuicPeer::Pin() const
{
    return PinOf(PublicKeyOf(m_key));
}

const Address&
QuicPeer::LocalAddress() const
{
    return m_address;
}

SimEnvironment&
QuicPeer::Environment()
{
    return m_env;
}

void
QuicPeer::OnTimer(Instant now)
{
    m_endpoint->OnTimeout(now);
    Pump(now);
}

void
QuicPeer::OnDatagram(Instant now, const Address& from, ByteView payload)
{
    m_endpoint->OnDatagram(now, from, payload);
    Pump(now);
}

void
QuicPeer::OnLocalAddress(Instant now, const Address& local)
{
    m_endpoint->OnLocalAddress(now, local);
    Pump(now);
}

void
QuicPeer::Pump(Instant now)
{
    bool isMoving = true;
    while (isMoving)
    {
        isMoving = ReadEvents(now);
        isMoving = SendDatagrams(now) || isMoving;
    }
    m_timer->Arm(m_endpoint->NextTimeout());
}

bool
QuicPeer::ReadEvents(Instant now)
{
    bool hasMoved = false;
    while (const auto event = m_endpoint->PollEvent())
    {
        hasMoved = true;
        if (const auto* bytes = std::get_if<CarrierBytes>(&*event))
        {
            Stream& stream = streams[{bytes->id, bytes->stream}];
            Append(stream.bytes, bytes->bytes.View());
            stream.isEnded = stream.isEnded || bytes->end == StreamEnd::Final;
        }
        else if (!std::holds_alternative<CarrierHeard>(*event))
        {
            heard.push_back({now, *event});
        }
        if (onEvent)
        {
            onEvent(*m_endpoint, *event);
        }
    }
    return hasMoved;
}

bool
QuicPeer::SendDatagrams(Instant now)
{
    bool hasMoved = false;
    while (const auto datagram = m_endpoint->PollDatagram(now))
    {
        sent.push_back({now, datagram->to, datagram->payload.size()});
        if (onSend)
        {
            onSend(datagram->to, datagram->payload);
        }
        static_cast<void>(m_socket->Send(datagram->to, datagram->payload));
        hasMoved = true;
    }
    return hasMoved;
}

} // namespace kwik::test

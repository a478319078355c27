#ifndef KWIK_TESTS_SUPPORT_QUIC_PEER_H
#define KWIK_TESTS_SUPPORT_QUIC_PEER_H

#include "protocol-core/quic/quic-endpoint.h"
#include "tests/support/sim-world.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kwik::test
{

/// A host that is nothing but a QuicEndpoint: it does what a test tells it and keeps what it hears.
class QuicPeer final : private Timer::Listener, private DatagramSocket::Listener
{
  public:
    struct Options
    {
        std::string name; ///< Decides its key and its randomness.
        Address address;
        Acceptance acceptance;
        QuicConfig config;
        SecurityConfig security{};
        TlsOffer offer = OfferOf(security.level);
    };

    struct Heard
    {
        Instant when;
        CarrierEvent event;
    };

    struct Sent
    {
        Instant when;
        Address to;
        std::size_t size;
        auto operator<=>(const Sent&) const = default;
    };

    /// The bytes of one stream of one connection.
    struct Stream
    {
        ByteVector bytes;
        bool isEnded{false};
    };

    using StreamKey = std::pair<CarrierId, CarrierStreamId>;

    QuicPeer(SimWorld& world, const Options& options);
    ~QuicPeer();

    /// Does @p what with the endpoint, then sends what that leads to.
    void Do(const std::function<void(QuicEndpoint&, Instant)>& what);
    CarrierId Connect(const QuicPeer& server);
    CarrierId Connect(const CarrierTarget& target);
    void Write(CarrierId id, CarrierStreamId stream, ByteView bytes, StreamEnd end);

    KeyPin Pin() const;
    const Address& LocalAddress() const;
    SimEnvironment& Environment();
    /// Events of one kind, in order.
    template <typename FACT>
    std::vector<FACT> All() const;
    /// When the first event of that kind came; NEVER when none did.
    template <typename FACT>
    Instant TimeOf() const;

    std::vector<Heard> heard; ///< But CarrierHeard and CarrierBytes.
    std::map<StreamKey, Stream> streams;
    std::vector<Sent> sent;
    /// Called with each event before the next is read; may write to the endpoint.
    std::function<void(QuicEndpoint&, const CarrierEvent&)> onEvent;
    /// Called with each datagram as it is sent.
    std::function<void(const Address& to, ByteView payload)> onSend;

  private:
    void OnTimer(Instant now) override;
    void OnDatagram(Instant now, const Address& from, ByteView payload) override;
    void OnLocalAddress(Instant now, const Address& local) override;
    void Pump(Instant now);
    bool ReadEvents(Instant now);
    bool SendDatagrams(Instant now);

    SimEnvironment m_env;
    KeySeed m_key{};
    Address m_address;
    std::unique_ptr<DatagramSocket> m_socket;
    std::unique_ptr<QuicEndpoint> m_endpoint;
    std::unique_ptr<Timer> m_timer;
};

template <typename FACT>
std::vector<FACT>
QuicPeer::All() const
{
    std::vector<FACT> facts;
    for (const Heard& one : heard)
    {
        if (const auto* fact = std::get_if<FACT>(&one.event))
        {
            facts.push_back(*fact);
        }
    }
    return facts;
}

template <typename FACT>
Instant
QuicPeer::TimeOf() const
{
    for (const Heard& one : heard)
    {
        if (std::holds_alternative<FACT>(one.event))
        {
            return one.when;
        }
    }
    return NEVER;
}

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_QUIC_PEER_H

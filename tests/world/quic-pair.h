#ifndef KWIK_TESTS_WORLD_QUIC_PAIR_H
#define KWIK_TESTS_WORLD_QUIC_PAIR_H

#include "tests/support/quic-peer.h"

#include <memory>

namespace kwik::test
{

/// One QUIC client and one QUIC server on a link of 20 Mbit/s and 10 ms each way.
class QuicPair
{
  public:
    static constexpr Duration ONE_WAY = std::chrono::milliseconds(10);
    static constexpr Duration ROUND_TRIP = 2 * ONE_WAY;

    struct Options
    {
        std::uint64_t seed = 1;
        QuicConfig client;
        QuicConfig server;
        LinkShape link = Link();
    };

    QuicPair()
        : QuicPair(Options())
    {
    }

    explicit QuicPair(const Options& options)
        : world(options.seed),
          client(world, {"client", Ipv4(0x0a000001, 1'000), Acceptance::Refuse, options.client}),
          m_serverConfig(options.server)
    {
        RestartServer();
        world.Connect(client.LocalAddress(), server->LocalAddress(), options.link);
    }

    static LinkShape Link()
    {
        LinkShape link;
        link.rate = BitRate{20'000'000};
        link.delay = ONE_WAY;
        return link;
    }

    void RestartServer()
    {
        server.reset();
        server = std::make_unique<QuicPeer>(
            world,
            QuicPeer::Options{"server", Ipv4(0x0a000002, 443), Acceptance::Accept, m_serverConfig});
    }

    void SetLink(bool isUp)
    {
        world.Reshape(client.LocalAddress(), server->LocalAddress(), [isUp](LinkShape& link) {
            link.isUp = isUp;
        });
    }

    /// Lets @p span pass.
    void Run(Duration span)
    {
        world.RunUntil(world.Now() + span);
    }

    SimWorld world;
    QuicPeer client;
    std::unique_ptr<QuicPeer> server;

  private:
    QuicConfig m_serverConfig;
};

} // namespace kwik::test

#endif // KWIK_TESTS_WORLD_QUIC_PAIR_H

#include "protocol-core/session/carrier-actions.h"
#include "protocol-core/session/kcp-channel.h"
#include "protocol-core/wire/kdp/kdp-codec.h"
#include "tests/support/byte-strings.h"
#include "tests/support/quic-peer.h"
#include "tests/world/hosted-server.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

const Address SERVER = Ipv4(0x0a000002, 443);

/// A server, and a client that speaks QUIC well and everything above it as it likes.
class HostileWorld
{
  public:
    explicit HostileWorld(std::uint64_t seed)
        : world(seed),
          server(world, SERVER, content),
          client(world, {"client", Ipv4(0x0a000001, 1'000), Acceptance::Refuse, QuicConfig{}})
    {
        world.Connect(client.LocalAddress(), SERVER, LinkShape{BitRate{100'000'000}, 5ms});
        Reconnect();
    }

    void Reconnect()
    {
        id = client.Connect(server.Target());
        KcpChannel::Message hello;
        hello.mutable_client_hello()->add_versions(KWIK_VERSION);
        Send(KCP_STREAM, KcpChannel().Encode(world.Now(), std::move(hello)));
    }

    void Send(CarrierStreamId stream, ByteView bytes)
    {
        client.Write(id, stream, bytes, StreamEnd::Open);
        world.RunUntil(world.Now() + 50ms);
    }

    void Ask(CarrierStreamId stream, std::uint64_t offset)
    {
        Send(stream,
             EncodeKdp(KdpRangeRequest{StreamId{0},
                                       ByteCount{offset},
                                       ByteCount{1'000},
                                       RangePriority::Normal,
                                       GeneratedName(ByteCount{100'000}, 1)}));
    }

    void SetLinkAt(Instant when, bool isUp)
    {
        world.At(when, [this, isUp] {
            world.Reshape(client.LocalAddress(), SERVER, [isUp](LinkShape& link) {
                link.isUp = isUp;
            });
        });
    }

    /// Whether an honest path to the same server works.
    bool IsServing()
    {
        Reconnect();
        const CarrierStreamId stream = FIRST_RANGE_STREAM;
        Ask(stream, 5);
        return client.streams[std::pair(id, stream)].bytes.size() > 1'000;
    }

    std::size_t Violations() const
    {
        return server.events.All<SecurityViolation>().size();
    }

    GeneratedContent content;
    SimWorld world;
    HostedServer server;
    QuicPeer client;
    CarrierId id;
};

ByteVector
Repeated(ByteView message, std::size_t times)
{
    ByteVector bytes;
    bytes.reserve(message.size() * times);
    for (std::size_t i = 0; i < times; ++i)
    {
        Append(bytes, message);
    }
    return bytes;
}

/// Bytes that look like something, most of the time.
ByteVector
SomethingOdd(Prng& prng)
{
    const std::string name = GeneratedName(ByteCount{prng.Below(200'000)}, 1);
    const StreamId stream{prng.Below(3)};
    const ByteCount offset{prng.Below(220'000)};
    switch (prng.Below(6))
    {
    case 0:
        return EncodeKdp(KdpStreamOpen{stream, name});
    case 1:
        return EncodeKdp(KdpRangeTrim{offset});
    case 2:
        return EncodeKdp(KdpStreamRefused{stream});
    case 3:
        return RandomBytes(prng, prng.Below(50));
    default:
        return EncodeKdp(KdpRangeRequest{stream,
                                         offset,
                                         ByteCount{1 + prng.Below(50'000)},
                                         RangePriority::Urgent,
                                         name});
    }
}

} // namespace

TEST(HostileClient, AnHonestOneIsServed)
{
    HostileWorld world(1);
    EXPECT_TRUE(world.IsServing());
    EXPECT_EQ(world.Violations(), 0U);
}

TEST(HostileClient, ASecondRequestOnOneStreamEndsItsPathOnly)
{
    HostileWorld world(1);
    world.Ask(FIRST_RANGE_STREAM, 0);
    world.Ask(FIRST_RANGE_STREAM, 0);
    EXPECT_EQ(world.Violations(), 1U);
    ASSERT_EQ(world.client.All<CarrierClosed>().size(), 1U);
    EXPECT_EQ(world.client.All<CarrierClosed>()[0].farewell.code, CodeOf(Violation::KdpOutOfPlace));
    EXPECT_TRUE(world.IsServing());
}

TEST(HostileClient, ARangeRequestOnTheControlStreamEndsItsPathOnly)
{
    HostileWorld world(1);
    world.Ask(KDP_STREAM, 0);
    world.Ask(KDP_STREAM, 0);
    EXPECT_EQ(world.Violations(), 1U);
    EXPECT_TRUE(world.IsServing());
}

TEST(HostileClient, AMessageBeforeTheHelloEndsItsPathOnly)
{
    HostileWorld world(1);
    world.id = world.client.Connect(world.server.Target());
    KcpChannel::Message check;
    check.mutable_health_check_req();
    world.Send(KCP_STREAM, KcpChannel().Encode(world.world.Now(), std::move(check)));
    EXPECT_EQ(world.Violations(), 1U);
    EXPECT_TRUE(world.IsServing());
}

TEST(HostileClient, AFloodThatAGapHeldBackDoesNotPileUp)
{
    HostileWorld world(1);
    // Trims of nothing, until the congestion window has room for the whole flood.
    world.Send(KDP_STREAM, Repeated(EncodeKdp(KdpRangeTrim{}), 800'000));
    world.world.RunUntil(world.world.Now() + 1s);
    const Instant firstArrival = world.world.Now() + 5ms + 100us;
    world.SetLinkAt(firstArrival, false);
    world.SetLinkAt(firstArrival + 30us, true);
    world.Send(KDP_STREAM, Repeated(EncodeKdp(KdpStreamOpen{}), 60'000));
    EXPECT_TRUE(world.IsServing());
}

TEST(HostileClient, NothingItSaysTakesTheServerDown)
{
    std::size_t violations = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        HostileWorld world(seed);
        Prng prng(seed);
        for (int i = 0; i < 60; ++i)
        {
            const CarrierStreamId stream{4 * prng.Below(6)};
            if (prng.Below(8) == 0)
            {
                world.client.Do([&](QuicEndpoint& endpoint, Instant) {
                    endpoint.AbortStream(world.id, stream);
                });
            }
            else
            {
                world.client.Write(world.id, stream, SomethingOdd(prng), StreamEnd::Open);
            }
            world.world.RunUntil(world.world.Now() + 1ms * prng.Below(15));
            if (!world.client.All<CarrierClosed>().empty())
            {
                world.client.heard.clear();
                world.Reconnect();
            }
        }
        EXPECT_TRUE(world.IsServing());
        violations += world.Violations();
    }
    EXPECT_GT(violations, 100U);
}

} // namespace kwik::test

#include "tests/support/byte-strings.h"
#include "tests/world/quic-pair.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

/// Every datagram of both sides: when it was sent, to whom, and how large it was.
std::vector<QuicPeer::Sent>
DatagramsOf(std::uint64_t seed, CongestionControl algorithm)
{
    QuicPair::Options options;
    options.seed = seed;
    options.client.congestionControl = algorithm;
    options.server.congestionControl = algorithm;
    options.link.lossPpm = 20'000;
    options.link.jitter = 2ms;
    QuicPair pair(options);
    pair.server->onEvent = [](QuicEndpoint& endpoint, const CarrierEvent& event) {
        if (const auto* bytes = std::get_if<CarrierBytes>(&event))
        {
            endpoint.Write(bytes->id, bytes->stream, bytes->bytes, bytes->end);
        }
    };
    const CarrierId id = pair.client.Connect(*pair.server);
    for (std::uint64_t i = 0; i < 20; ++i)
    {
        pair.client.Write(id, CarrierStreamId{4 * i}, ByteVector(20'000), StreamEnd::Final);
    }
    pair.Run(5s);
    std::vector<QuicPeer::Sent> all = pair.client.sent;
    all.insert(all.end(), pair.server->sent.begin(), pair.server->sent.end());
    return all;
}

} // namespace

TEST(QuicDeterminism, TheSameSeedGivesTheSameDatagramsAtTheSameTimes)
{
    for (const CongestionControl algorithm :
         {CongestionControl::Cubic, CongestionControl::Bbr, CongestionControl::Reno})
    {
        const auto first = DatagramsOf(1, algorithm);
        EXPECT_GT(first.size(), 300U);
        EXPECT_TRUE(first == DatagramsOf(1, algorithm));
        EXPECT_FALSE(first == DatagramsOf(2, algorithm)); // The comparison can fail.
    }
}

} // namespace kwik::test

#include "tests/world/quic-pair.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

TEST(QuicProbe, AReceiverSeesTheQueueThatItsSenderFills)
{
    constexpr std::size_t SIZE = 4U << 20;
    QuicPair pair; // A queue of 1 MiB takes 420 ms at 20 Mbit/s; the start-up fills more than half.
    pair.server->onEvent = [](QuicEndpoint& endpoint, const CarrierEvent& event) {
        if (const auto* asked = std::get_if<CarrierBytes>(&event))
        {
            const ByteVector answer(SIZE);
            endpoint.Write(asked->id, asked->stream, SharedBytes(answer), StreamEnd::Final);
        }
    };
    Duration longest{};
    pair.client.onEvent = [&longest](QuicEndpoint&, const CarrierEvent& event) {
        if (const auto* heard = std::get_if<CarrierHeard>(&event))
        {
            longest = std::max(longest, heard->snapshot.currentRtt);
        }
    };
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.client.Write(id, CarrierStreamId{0}, AsBytes("all"), StreamEnd::Final);
    pair.Run(4s);
    EXPECT_EQ(pair.client.streams.at({id, CarrierStreamId{0}}).bytes.size(), SIZE);
    EXPECT_GE(longest, 210ms);
    EXPECT_LE(longest, 450ms);
}

} // namespace kwik::test

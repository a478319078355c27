// Datagrams grow to what the path carries (DPLPMTUD, RFC 9000 section 14.3).
#include "tests/support/byte-strings.h"
#include "tests/world/quic-pair.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <map>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t INITIAL = 1200;
constexpr std::size_t PROBE_TRIES = 3; ///< Of one size, by ngtcp2.
constexpr CarrierStreamId STREAM{0};

QuicPair::Options
Discovering(std::uint64_t carried, std::uint64_t most = 16'384 - 28)
{
    QuicPair::Options options;
    for (QuicConfig* config : {&options.client, &options.server})
    {
        config->discoversPathMtu = true;
        config->datagramPayload = ByteCount{most};
    }
    options.link.largest = ByteCount{carried};
    return options;
}

/// Sends @p bytes from the client, and sees them arrive.
void
Transfer(QuicPair& pair, const ByteVector& bytes, Duration limit)
{
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.client.Write(id, STREAM, bytes, StreamEnd::Final);
    pair.Run(limit);
    const auto stream = pair.server->streams.find({CarrierId{1}, STREAM});
    ASSERT_NE(stream, pair.server->streams.end());
    EXPECT_TRUE(stream->second.isEnded);
    EXPECT_TRUE(stream->second.bytes == bytes);
}

ByteVector
Content()
{
    Prng prng(5);
    return RandomBytes(prng, 6'000'000);
}

/// The size of most of what the client sent in the end.
std::size_t
UsualSize(const QuicPair& pair)
{
    std::map<std::size_t, std::size_t> counts;
    const auto& sent = pair.client.sent;
    for (std::size_t i = sent.size() / 2; i < sent.size(); ++i)
    {
        counts[sent[i].size] += 1;
    }
    return std::max_element(counts.begin(),
                            counts.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

std::size_t
CountLarger(const QuicPair& pair, std::size_t size)
{
    const auto& sent = pair.client.sent;
    return static_cast<std::size_t>(
        std::count_if(sent.begin(), sent.end(), [size](const auto& one) {
            return one.size > size;
        }));
}

} // namespace

TEST(QuicPathMtu, DatagramsBecomeAsLargeAsThePathCarries)
{
    // What it carries, what is found, and how many sizes are tried in vain.
    constexpr std::array<std::array<std::size_t, 3>, 8> PATHS{{{1251, INITIAL, 3},
                                                               {1252, 1252, 2},
                                                               {1372, 1372, 2},
                                                               {1463, 1372, 2},
                                                               {1464, 1464, 1},
                                                               {1472, 1472, 2},
                                                               {8972, 8972, 1},
                                                               {65'507, 16'356, 0}}};
    for (const auto& [carried, found, failures] : PATHS)
    {
        SCOPED_TRACE(carried);
        QuicPair pair(Discovering(carried));
        Transfer(pair, Content(), 10s);
        EXPECT_EQ(UsualSize(pair), found);
        EXPECT_EQ(pair.client.sent.front().size, INITIAL);
        EXPECT_EQ(CountLarger(pair, found), failures * PROBE_TRIES);
        EXPECT_TRUE(pair.client.All<CarrierClosed>().empty());
    }
}

TEST(QuicPathMtu, NothingIsLargerThanWhatIsAllowed)
{
    for (const std::size_t most : {1472U, 5000U})
    {
        QuicPair pair(Discovering(65'507, most));
        Transfer(pair, Content(), 10s);
        EXPECT_EQ(CountLarger(pair, most), 0U);
        EXPECT_EQ(UsualSize(pair), 1472U);
    }
}

TEST(QuicPathMtu, WithoutDiscoveryTheyAreAsLargeAsSaid)
{
    QuicPair::Options options;
    options.client.datagramPayload = ByteCount{1400};
    QuicPair pair(options);
    Transfer(pair, Content(), 10s);
    EXPECT_EQ(UsualSize(pair), 1400U);
    EXPECT_EQ(CountLarger(pair, 1400), 0U);
}

TEST(QuicPathMtu, LossDelaysTheDiscoveryAndNoMore)
{
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
    {
        SCOPED_TRACE(seed);
        QuicPair::Options options = Discovering(1472);
        options.seed = seed;
        options.link.lossPpm = 50'000;
        QuicPair pair(options);
        Transfer(pair, Content(), 60s);
        EXPECT_EQ(UsualSize(pair), 1472U);
    }
}

TEST(QuicPathMtu, APathThatCarriesLessFromNowOnIsUsedAsEveryPath)
{
    QuicPair pair(Discovering(8972));
    pair.world.At(pair.world.Now() + 800ms, [&pair] {
        pair.world.Reshape(pair.client.LocalAddress(),
                           pair.server->LocalAddress(),
                           [](LinkShape& link) { link.largest = ByteCount{1472}; });
    });
    Transfer(pair, Content(), 20s);
    EXPECT_EQ(UsualSize(pair), INITIAL);
}

} // namespace kwik::test

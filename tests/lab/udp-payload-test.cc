#include "testbed/lab/emulated-wire.h"
#include "testbed/lab/udp-payload.h"

#include <bit>
#include <gtest/gtest.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t IP_HEADER = 20;
constexpr std::size_t HEADERS = IP_HEADER + 8;
constexpr int UDP = 17;
constexpr int TCP = 6;

/// An IPv4 packet with @p payload bytes behind the header of UDP, all of them 0x55.
PacketBytes
Datagram(std::size_t payload, int protocol = UDP)
{
    PacketBytes bytes(HEADERS + payload, std::byte{0x55});
    bytes[0] = std::byte{0x45};
    bytes[2] = std::byte(bytes.size() >> 8);
    bytes[3] = std::byte(bytes.size() & 0xff);
    bytes[6] = std::byte{0x40}; // Do not fragment.
    bytes[7] = std::byte{0};
    bytes[9] = std::byte(protocol);
    return bytes;
}

PacketBytes
AsItArrives(const PacketBytes& packet)
{
    EmulatedWire wire({.rate = {1'000'000}, .queue = {100'000}, .corruptionPpm = 1'000'000},
                      Prng(3));
    wire.OnPacket(Instant{}, packet);
    wire.OnTimeout(Instant{} + 1s);
    return wire.PollAction()->bytes;
}

/// The bits by which two packets differ from byte @p from on.
int
DifferentBits(const PacketBytes& a, const PacketBytes& b, std::size_t from)
{
    int bits = 0;
    for (std::size_t i = from; i < a.size(); ++i)
    {
        bits += std::popcount(std::to_integer<unsigned>(a[i] ^ b[i]));
    }
    return bits;
}

} // namespace

TEST(UdpPayload, IsWhatFollowsTheHeaders)
{
    PacketBytes packet = Datagram(100);
    EXPECT_EQ(UdpPayloadOf(packet).data(), packet.data() + HEADERS);
    EXPECT_EQ(UdpPayloadOf(packet).size(), 100U);
    packet.resize(packet.size() + 6); // Padding of the frame.
    EXPECT_EQ(UdpPayloadOf(packet).size(), 100U);
}

TEST(UdpPayload, IsNothingWhereThereIsNone)
{
    PacketBytes empty = Datagram(0);
    PacketBytes tcp = Datagram(100, TCP);
    PacketBytes later = Datagram(100);
    later[7] = std::byte{1};
    PacketBytes cut(IP_HEADER - 1, std::byte{0x45});
    PacketBytes longHeader = Datagram(3);
    longHeader[0] = std::byte{0x4f};
    for (PacketBytes* packet : {&empty, &tcp, &later, &cut, &longHeader})
    {
        EXPECT_TRUE(UdpPayloadOf(*packet).empty());
    }
}

TEST(Corruption, InvertsOneBitOfThePayloadAndForgoesTheChecksum)
{
    const PacketBytes sent = Datagram(100);
    const PacketBytes arrived = AsItArrives(sent);
    ASSERT_EQ(arrived.size(), sent.size());
    EXPECT_EQ(DifferentBits(sent, arrived, HEADERS), 1);
    EXPECT_EQ(arrived[HEADERS - 2], std::byte{0});
    EXPECT_EQ(arrived[HEADERS - 1], std::byte{0});
    EXPECT_TRUE(std::equal(sent.begin(), sent.begin() + HEADERS - 2, arrived.begin()));
}

TEST(Corruption, LeavesAPacketWithoutPayloadAsItIs)
{
    EXPECT_EQ(AsItArrives(Datagram(0)), Datagram(0));
    EXPECT_EQ(AsItArrives(Datagram(50, TCP)), Datagram(50, TCP));
}

TEST(Corruption, HitsEachDuplicateByItself)
{
    EmulatedWire wire({.rate = {1'000'000},
                       .queue = {100'000},
                       .corruptionPpm = 1'000'000,
                       .duplicationPpm = 1'000'000},
                      Prng(3));
    wire.OnPacket(Instant{}, Datagram(1000));
    wire.OnTimeout(Instant{} + 1s);
    const PacketBytes first = wire.PollAction()->bytes;
    const PacketBytes second = wire.PollAction()->bytes;
    EXPECT_EQ(DifferentBits(first, second, HEADERS), 2);
}

} // namespace kwik::testbed

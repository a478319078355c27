// Real sockets on loopback, in every way that they can send and receive.
#include "protocol-core/base/prng.h"
#include "testbed/asio-environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

namespace kwik::testbed
{

namespace
{

using Heard = std::vector<std::pair<Address, ByteVector>>;

class Ear final : public DatagramSocket::Listener
{
  public:
    void OnDatagram(Instant, const Address& from, ByteView payload) override
    {
        heard.emplace_back(from, ByteVector(payload.begin(), payload.end()));
    }

    void OnDatagrams(Instant now, std::span<const DatagramSocket::Arrival> arrivals) override
    {
        largest = std::max(largest, arrivals.size());
        Listener::OnDatagrams(now, arrivals);
    }

    Heard heard;
    std::size_t largest{0}; ///< Datagrams that came together.
};

/// Some sockets of one loop on 127.0.0.1.
class Sockets
{
  public:
    explicit Sockets(const DatagramModes& modes)
        : environment(loop, clock, Ipv4(0x7f000001, 0))
    {
        environment.Use(modes);
    }

    UdpSocket& Open(Ear& ear)
    {
        opened.push_back(std::move(environment.OpenDatagram(0, ear).Value()));
        return dynamic_cast<UdpSocket&>(*opened.back());
    }

    /// Runs until @p ear has heard so much, or nothing has come for a long time.
    void RunUntilHeard(const Ear& ear, std::size_t count)
    {
        while (ear.heard.size() < count && loop.run_one_for(std::chrono::seconds(20)) > 0)
        {
        }
    }

    boost::asio::io_context loop{1};
    RealClock clock;
    AsioEnvironment environment;
    std::vector<std::unique_ptr<DatagramSocket>> opened;
};

ByteVector
Payload(Prng& prng, std::size_t size)
{
    ByteVector bytes(size);
    for (std::byte& byte : bytes)
    {
        byte = static_cast<std::byte>(prng.Below(256));
    }
    return bytes;
}

class Modes : public testing::TestWithParam<std::tuple<SendMode, ReceiveMode>>
{
  public:
    static DatagramModes Chosen()
    {
        return {std::get<0>(GetParam()), std::get<1>(GetParam())};
    }
};

} // namespace

TEST_P(Modes, BatchesOfMixedSizesToSeveralPlacesArriveExactlyAndInOrder)
{
    constexpr std::uint64_t SEED = 7;
    constexpr std::size_t SIZES[] = {1472, 1472, 1472, 1472, 1472, 1472, 900, 1472, 1, 0, 1, 20000};
    Sockets sockets(Chosen());
    Prng prng(SEED);
    Ear sender;
    std::array<Ear, 3> ears;
    UdpSocket& from = sockets.Open(sender);
    std::array<Address, 3> places;
    for (std::size_t i = 0; i < ears.size(); ++i)
    {
        places[i] = sockets.Open(ears[i]).LocalAddress();
    }
    std::array<Heard, 3> expected;
    for (std::size_t round = 0; round < 40; ++round)
    {
        const std::size_t place = prng.Below(places.size());
        for (std::size_t run = prng.Below(12); run > 0; --run)
        {
            const ByteVector payload = Payload(prng, SIZES[prng.Below(std::size(SIZES))]);
            expected[place].emplace_back(from.LocalAddress(), payload);
            ASSERT_EQ(from.Send(places[place], payload), SendStatus::Sent);
        }
    }
    for (std::size_t i = 0; i < ears.size(); ++i)
    {
        sockets.RunUntilHeard(ears[i], expected[i].size());
        EXPECT_GT(expected[i].size(), 20U);
        EXPECT_EQ(ears[i].heard, expected[i]) << "seed " << SEED;
    }
    EXPECT_EQ(from.Mode(), Chosen().send);
}

TEST_P(Modes, AFullBatchOfEqualSizesArrives)
{
    constexpr std::size_t COUNT = 1'000;
    Sockets sockets(Chosen());
    Prng prng(1);
    Ear sender;
    Ear ear;
    UdpSocket& from = sockets.Open(sender);
    const Address to = sockets.Open(ear).LocalAddress();
    Heard expected;
    for (std::size_t i = 0; i < COUNT; ++i)
    {
        expected.emplace_back(from.LocalAddress(), Payload(prng, 1200));
        from.Send(to, expected.back().second);
    }
    sockets.RunUntilHeard(ear, COUNT);
    EXPECT_EQ(ear.heard, expected);
    EXPECT_GT(ear.largest, 10U);
}

TEST_P(Modes, WhatWasSaidLastIsHeard)
{
    Sockets sockets(Chosen());
    Ear sender;
    Ear ear;
    UdpSocket& from = sockets.Open(sender);
    const Address to = sockets.Open(ear).LocalAddress();
    const ByteVector payload(100, std::byte{1});
    for (int i = 0; i < 3; ++i)
    {
        from.Send(to, payload);
    }
    sockets.opened.front().reset();
    sockets.RunUntilHeard(ear, 3);
    EXPECT_EQ(ear.heard.size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(All,
                         Modes,
                         testing::Combine(testing::Values(SendMode::Segmented, SendMode::Batched),
                                          testing::Values(ReceiveMode::Coalesced,
                                                          ReceiveMode::Single)));

TEST(UdpSocket, SendsOneByOneForGoodWhereSegmentsAreRefused)
{
    Sockets sockets({SendMode::Segmented, ReceiveMode::Coalesced});
    Ear ear;
    const Address to = sockets.Open(ear).LocalAddress();
    const int handle = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int isOn = 1;
    // Segments need checksums: the kernel answers EINVAL to the first message that has some.
    ASSERT_EQ(::setsockopt(handle, SOL_SOCKET, SO_NO_CHECK, &isOn, sizeof(isOn)), 0);
    SendQueue queue(SendMode::Segmented);
    Prng prng(1);
    std::vector<ByteVector> sent;
    for (const std::size_t size : {10U, 1000U, 1000U, 1000U, 500U, 1000U})
    {
        sent.push_back(Payload(prng, size));
        queue.Add(to, sent.back());
    }
    EXPECT_EQ(queue.Flush(handle), std::nullopt);
    EXPECT_EQ(queue.Mode(), SendMode::Batched);
    EXPECT_TRUE(queue.IsEmpty());
    sockets.RunUntilHeard(ear, sent.size());
    std::vector<ByteVector> heard;
    for (const auto& [from, payload] : ear.heard)
    {
        heard.push_back(payload);
    }
    EXPECT_EQ(heard, sent);
    ::close(handle);
}

TEST(UdpSocket, SaysAtOnceThatThereIsNoWayAndAgainAfterOneIsLost)
{
    Sockets sockets({});
    Ear ear;
    UdpSocket& from = sockets.Open(ear);
    const ByteVector payload(10);
    // A socket that is bound to loopback has no way out.
    EXPECT_EQ(from.Send(Ipv4(0x01010101, 9), payload), SendStatus::Unreachable);
    EXPECT_EQ(from.Send(Ipv4(0x01010101, 9), payload), SendStatus::Unreachable);
}

TEST(SendQueue, NamesAPlaceThatCannotBeReachedAndSendsTheRest)
{
    Sockets sockets({});
    Ear ear;
    Ear sender;
    const Address to = sockets.Open(ear).LocalAddress();
    const int handle = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    SendQueue queue(SendMode::Segmented);
    const ByteVector payload(10, std::byte{7});
    const Address nowhere = Ipv4(0xffffffff, 9); // Broadcast, which nobody has asked for.
    queue.Add(to, payload);
    queue.Add(nowhere, payload);
    queue.Add(nowhere, payload);
    queue.Add(to, payload);
    EXPECT_EQ(queue.Flush(handle), nowhere);
    EXPECT_EQ(queue.Mode(), SendMode::Segmented);
    sockets.RunUntilHeard(ear, 2);
    EXPECT_EQ(ear.heard.size(), 2U);
    ::close(handle);
}

TEST(SendQueue, HasBounds)
{
    SendQueue queue(SendMode::Batched);
    EXPECT_TRUE(queue.HasRoomFor(SendQueue::BYTES_MAX));
    EXPECT_FALSE(queue.HasRoomFor(SendQueue::BYTES_MAX + 1));
    for (std::size_t i = 0; i < SendQueue::DATAGRAMS_MAX; ++i)
    {
        ASSERT_TRUE(queue.HasRoomFor(1));
        queue.Add(Ipv4(0x7f000001, 9), ByteVector(1));
    }
    EXPECT_FALSE(queue.HasRoomFor(1));
}

} // namespace kwik::testbed

// What every Environment promises to the core, checked in every world.
#include "tests/support/worlds/cloud-world.h"
#include "tests/support/worlds/loopback-world.h"
#include "tests/support/worlds/ns3-world.h"
#include "tests/support/worlds/sim-world-adapter.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <optional>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

WorldPlan
TwoHosts()
{
    return {3, {{"a", "b", BitRate{100'000'000}, 1ms}}};
}

class Alarm final : public Timer::Listener
{
  public:
    void OnTimer(Instant now) override
    {
        fired.push_back(now);
        if (onFire)
        {
            onFire();
        }
    }

    std::vector<Instant> fired;
    std::function<void()> onFire;
};

class Mailbox final : public DatagramSocket::Listener
{
  public:
    struct Letter
    {
        Instant when;
        Address from;
        std::string text;
    };

    void OnDatagram(Instant now, const Address& from, ByteView payload) override
    {
        letters.push_back({now, from, std::string(AsText(payload))});
    }

    std::vector<Letter> letters;
};

} // namespace

template <typename WORLD>
class EnvironmentContract : public testing::Test
{
  protected:
    /// Long enough for anything local to have happened, and short enough to wait for.
    static constexpr Duration SOON = 60ms;

    Environment& A()
    {
        return world.EnvironmentOf("a");
    }

    Environment& B()
    {
        return world.EnvironmentOf("b");
    }

    Address At(const std::string& host, std::uint16_t port)
    {
        Address address = world.AddressOf(host);
        address.port = port;
        return address;
    }

    WORLD world{TwoHosts()};
};

using Worlds = testing::Types<SimWorldAdapter, Ns3World, CloudWorld, LoopbackWorld>;
TYPED_TEST_SUITE(EnvironmentContract, Worlds);

TYPED_TEST(EnvironmentContract, TimerFiresOnceAndNotBeforeItsDeadline)
{
    Alarm alarm;
    const auto timer = this->A().NewTimer(alarm);
    const Instant deadline = this->A().Now() + 10ms;
    timer->Arm(deadline);
    this->world.RunFor(this->SOON);
    ASSERT_EQ(alarm.fired.size(), 1U);
    EXPECT_GE(alarm.fired[0], deadline);
}

TYPED_TEST(EnvironmentContract, ArmingAgainReplacesTheDeadlineInBothDirections)
{
    Alarm alarm;
    const auto timer = this->A().NewTimer(alarm);
    const Instant start = this->A().Now();
    timer->Arm(start + 5ms);
    timer->Arm(start + 30ms);
    this->world.RunFor(20ms);
    EXPECT_TRUE(alarm.fired.empty());
    timer->Arm(start + 25ms);
    this->world.RunFor(this->SOON);
    ASSERT_EQ(alarm.fired.size(), 1U);
    EXPECT_GE(alarm.fired[0], start + 25ms);
}

TYPED_TEST(EnvironmentContract, NeverDisarms)
{
    Alarm alarm;
    const auto timer = this->A().NewTimer(alarm);
    timer->Arm(this->A().Now() + 5ms);
    timer->Arm(NEVER);
    this->world.RunFor(this->SOON);
    EXPECT_TRUE(alarm.fired.empty());
}

TYPED_TEST(EnvironmentContract, APastDeadlineFiresOnTheNextTurnAndNotInsideArm)
{
    Alarm alarm;
    const auto timer = this->A().NewTimer(alarm);
    this->world.RunFor(1ms);
    timer->Arm(this->A().Now() - 1ms);
    EXPECT_TRUE(alarm.fired.empty());
    this->world.RunFor(this->SOON);
    EXPECT_EQ(alarm.fired.size(), 1U);
}

TYPED_TEST(EnvironmentContract, DestroyingATimerDisarmsIt)
{
    Alarm alarm;
    auto timer = this->A().NewTimer(alarm);
    timer->Arm(this->A().Now() + 5ms);
    timer.reset();
    this->world.RunFor(this->SOON);
    EXPECT_TRUE(alarm.fired.empty());
}

TYPED_TEST(EnvironmentContract, ATimerMayBeArmedAgainFromItsOwnCallback)
{
    Alarm alarm;
    const auto timer = this->A().NewTimer(alarm);
    alarm.onFire = [&] {
        if (alarm.fired.size() < 3)
        {
            timer->Arm(this->A().Now() + 2ms);
        }
    };
    timer->Arm(this->A().Now() + 2ms);
    this->world.RunFor(this->SOON);
    EXPECT_EQ(alarm.fired.size(), 3U);
}

TYPED_TEST(EnvironmentContract, ADatagramArrivesWholeWithItsSendersAddress)
{
    Mailbox inA;
    Mailbox inB;
    const auto a = this->A().OpenDatagram(7000, inA);
    const auto b = this->B().OpenDatagram(7001, inB);
    ASSERT_TRUE(a.IsOk() && b.IsOk());
    EXPECT_EQ(a.Value()->LocalAddress(), this->At("a", 7000));
    EXPECT_EQ(a.Value()->Send(this->At("b", 7001), AsBytes("hello")), SendStatus::Sent);
    this->world.RunFor(this->SOON);
    ASSERT_EQ(inB.letters.size(), 1U);
    EXPECT_EQ(inB.letters[0].text, "hello");
    EXPECT_EQ(inB.letters[0].from, this->At("a", 7000));
    EXPECT_TRUE(inA.letters.empty());
}

TYPED_TEST(EnvironmentContract, ManyDatagramsOfOneInstantArriveInOrder)
{
    Mailbox inA;
    Mailbox inB;
    const auto a = this->A().OpenDatagram(7000, inA);
    const auto b = this->B().OpenDatagram(7001, inB);
    ASSERT_TRUE(a.IsOk() && b.IsOk());
    for (int i = 0; i < 100; ++i)
    {
        static_cast<void>(a.Value()->Send(this->At("b", 7001), AsBytes(std::to_string(i))));
    }
    this->world.RunFor(this->SOON);
    ASSERT_EQ(inB.letters.size(), 100U);
    for (std::size_t i = 0; i < inB.letters.size(); ++i)
    {
        EXPECT_EQ(inB.letters[i].text, std::to_string(i));
    }
}

TYPED_TEST(EnvironmentContract, AClosedSocketHearsNothingAndFreesItsPort)
{
    Mailbox inA;
    Mailbox inB;
    const auto a = this->A().OpenDatagram(7000, inA);
    auto b = this->B().OpenDatagram(7001, inB);
    ASSERT_TRUE(a.IsOk() && b.IsOk());
    b.Value().reset();
    static_cast<void>(a.Value()->Send(this->At("b", 7001), AsBytes("lost")));
    this->world.RunFor(this->SOON);
    EXPECT_TRUE(inB.letters.empty());
    EXPECT_TRUE(this->B().OpenDatagram(7001, inB).IsOk());
}

TYPED_TEST(EnvironmentContract, APortIsGivenOutOnce)
{
    Mailbox mailbox;
    const auto first = this->A().OpenDatagram(7000, mailbox);
    ASSERT_TRUE(first.IsOk());
    const auto second = this->A().OpenDatagram(7000, mailbox);
    ASSERT_FALSE(second.IsOk());
    EXPECT_EQ(second.Failure().code, ErrorCode::Refused);
}

TYPED_TEST(EnvironmentContract, PortZeroTakesAnyFreePort)
{
    Mailbox mailbox;
    const auto first = this->A().OpenDatagram(0, mailbox);
    const auto second = this->A().OpenDatagram(0, mailbox);
    ASSERT_TRUE(first.IsOk() && second.IsOk());
    EXPECT_NE(first.Value()->LocalAddress().port, 0);
    EXPECT_NE(first.Value()->LocalAddress().port, second.Value()->LocalAddress().port);
}

TYPED_TEST(EnvironmentContract, EntropyFillsEveryByteAndDoesNotRepeat)
{
    ByteVector first(64);
    ByteVector second(64);
    this->A().FillEntropy(first);
    this->A().FillEntropy(second);
    EXPECT_NE(first, second);
    const auto zeros = std::count(first.begin(), first.end(), std::byte{0});
    EXPECT_LT(zeros, 8);
}

TYPED_TEST(EnvironmentContract, TimeNeverGoesBack)
{
    Instant last = this->A().Now();
    for (int i = 0; i < 10; ++i)
    {
        this->world.RunFor(1ms);
        EXPECT_GE(this->A().Now(), last);
        last = this->A().Now();
    }
}

} // namespace kwik::test

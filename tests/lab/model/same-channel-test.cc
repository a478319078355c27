// The emulated wire and the simulated one share no code; what they do has to be the same.
#include "model/access-line.h"
#include "protocol-core/base/prng.h"
#include "testbed/lab/emulated-wire.h"

#include <ns3/nstime.h>
#include <ns3/simulator.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr std::size_t HEADERS = 28;
constexpr ByteCount QUEUE{20'000};
constexpr int STEPS = 1'000;
/// By these every size of a packet takes whole nanoseconds: the two worlds round differently.
constexpr std::array<std::uint64_t, 4> RATES_bps{1'000'000, 2'000'000, 10'000'000, 100'000'000};
constexpr std::array<Duration, 4> DELAYS{0ms, 1ms, 7ms, 40ms};

struct Step
{
    enum class Kind
    {
        Send,
        Rate,
        Delay,
        Down,
        Up,
    };

    Duration after; ///< The start.
    Kind kind;
    std::uint32_t payload{0}; ///< Bytes, at least 4.
    std::size_t choice{0};    ///< Of a rate or a delay.
};

struct Arrival
{
    std::uint32_t number;
    std::int64_t when_ns;
    bool operator==(const Arrival&) const = default;
};

std::vector<Step>
RandomStory(std::uint64_t seed)
{
    Prng prng(seed);
    std::vector<Step> story;
    Duration after{};
    for (int i = 0; i < STEPS; ++i)
    {
        after += Duration(static_cast<Duration::rep>(1 + prng.Below(3'000'000)));
        Step step{after, Step::Kind::Send, 4 + static_cast<std::uint32_t>(prng.Below(1400))};
        const std::uint64_t kind = prng.Below(100);
        if (kind < 10)
        {
            step.kind = kind < 5 ? Step::Kind::Rate : Step::Kind::Delay;
            step.choice = prng.Below(RATES_bps.size());
        }
        else if (kind < 14)
        {
            step.kind = kind < 12 ? Step::Kind::Down : Step::Kind::Up;
        }
        story.push_back(step);
    }
    return story;
}

std::vector<Arrival>
InTheSimulation(const std::vector<Step>& story)
{
    std::vector<Arrival> arrivals;
    const ns3::kwiklab::AccessLine::Plan plan{
        .rate = {RATES_bps[0]},
        .queue = ns3::QueueSize(ns3::QueueSizeUnit::BYTES, static_cast<std::uint32_t>(QUEUE.value)),
        .shape = {.delay = DELAYS[1]}};
    ns3::kwiklab::AccessLine line(plan, 0, [&arrivals](const auto& datagram) {
        std::uint32_t number = 0;
        datagram.payload->CopyData(reinterpret_cast<std::uint8_t*>(&number), sizeof number);
        arrivals.push_back({number, ns3::Simulator::Now().GetNanoSeconds()});
    });
    std::uint32_t number = 0;
    for (const Step& step : story)
    {
        ns3::Simulator::Schedule(ns3::NanoSeconds(step.after.count()), [&line, step, n = number++] {
            std::vector<std::uint8_t> bytes(step.payload);
            switch (step.kind)
            {
            case Step::Kind::Send:
                std::memcpy(bytes.data(), &n, sizeof n);
                line.Send({.payload = ns3::Create<ns3::Packet>(bytes.data(), step.payload)});
                return;
            case Step::Kind::Rate:
                return line.SetRate({RATES_bps[step.choice]});
            case Step::Kind::Delay:
                line.Channel().Shape().delay = DELAYS[step.choice];
                return;
            case Step::Kind::Down:
                return line.Impairment().SetDown();
            case Step::Kind::Up:
                return line.Impairment().SetUp();
            }
        });
    }
    ns3::Simulator::Run();
    ns3::Simulator::Destroy();
    return arrivals;
}

/// Told of the time only now and then, as an emulator is that is late.
std::vector<Arrival>
InTheEmulator(const std::vector<Step>& story)
{
    testbed::DirectionShape shape{.rate = {RATES_bps[0]}, .queue = QUEUE, .delay = DELAYS[1]};
    testbed::EmulatedWire wire(shape, Prng(1));
    std::uint32_t number = 0;
    for (const Step& step : story)
    {
        const Instant now = Instant{} + step.after;
        testbed::PacketBytes bytes(HEADERS + step.payload);
        std::memcpy(bytes.data() + HEADERS, &number, sizeof number);
        ++number;
        switch (step.kind)
        {
        case Step::Kind::Send:
            wire.OnPacket(now, std::move(bytes));
            continue;
        case Step::Kind::Rate:
            shape.rate = {RATES_bps[step.choice]};
            break;
        case Step::Kind::Delay:
            shape.delay = DELAYS[step.choice];
            break;
        case Step::Kind::Down:
        case Step::Kind::Up:
            shape.isUp = step.kind == Step::Kind::Up;
            break;
        }
        wire.OnShape(now, shape);
    }
    wire.OnTimeout(Instant{} + 1h);
    std::vector<Arrival> arrivals;
    while (const auto packet = wire.PollAction())
    {
        std::memcpy(&number, packet->bytes.data() + HEADERS, sizeof number);
        arrivals.push_back({number, packet->due.time_since_epoch().count()});
    }
    return arrivals;
}

} // namespace

TEST(SameChannel, BothWorldsAgreeToTheNanosecondOnWhatArrivesAndWhen)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const std::vector<Step> story = RandomStory(seed);
        const std::vector<Arrival> simulated = InTheSimulation(story);
        const std::vector<Arrival> emulated = InTheEmulator(story);
        ASSERT_GT(simulated.size(), 50U);
        ASSERT_LT(simulated.size(), 900U); // Some met a full queue or an outage.
        ASSERT_EQ(emulated.size(), simulated.size());
        for (std::size_t i = 0; i < simulated.size(); ++i)
        {
            ASSERT_EQ(emulated[i].number, simulated[i].number) << i;
            ASSERT_EQ(emulated[i].when_ns, simulated[i].when_ns) << simulated[i].number;
        }
    }
}

} // namespace kwik::test

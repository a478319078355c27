// What holds of scaling whatever happens.
#include "protocol-core/base/prng.h"
#include "tests/unit/core/scaled-session.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

bool
IsElective(ScalingTrigger trigger, ScalingTrigger next)
{
    using enum ScalingTrigger;
    const auto isOwn = [](ScalingTrigger one) {
        return one == DemandIncrease || one == DemandDecrease || one == CostOptimization;
    };
    return isOwn(trigger) && isOwn(next);
}

ScalingConfig
RandomConfig(Prng& prng)
{
    ScalingConfig config;
    config.isAutomatic = true;
    config.isAggressive = prng.Below(2) == 0;
    config.upAfter = 100ms * prng.Below(30);
    config.downAfter = 100ms * prng.Below(100);
    config.cooldown = 100ms * (1 + prng.Below(100));
    for (std::uint32_t server = 2; server < 6; ++server)
    {
        config.prices.push_back({ScaledServer(server), static_cast<std::uint32_t>(prng.Below(3))});
    }
    return config;
}

std::vector<BitRate>
RandomCapacities(Prng& prng)
{
    std::vector<BitRate> capacities;
    for (int i = 0; i < 6; ++i)
    {
        capacities.push_back({1'000'000 + prng.Below(20'000'000)});
    }
    return capacities;
}

/// One of the things that happen to sessions.
void
Happen(ScaledSession& session, Prng& prng)
{
    const auto server = static_cast<std::uint32_t>(2 + prng.Below(5));
    switch (prng.Below(12))
    {
    case 0:
        return session.SetCapacity(server, {1'000'000 + prng.Below(20'000'000)});
    case 1:
        return session.SetReachable(server, prng.Below(2) == 0);
    case 2:
        return session.Lose(server);
    case 3:
        return session.Complain();
    case 4:
        return session.Command(static_cast<std::uint32_t>(prng.Below(9)));
    default:
        session.Live(100ms * (1 + prng.Below(200)), {prng.Below(60'000'000)});
    }
}

} // namespace

TEST(ScalingProperties, StaysWithinItsLimitsAndItsCooldownWhateverHappens)
{
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        const ScalingConfig config = RandomConfig(prng);
        ScaledSession session(config, RandomCapacities(prng));
        const auto least = static_cast<std::uint32_t>(1 + prng.Below(2));
        const auto most = static_cast<std::uint32_t>(least + prng.Below(4));
        session.Limit(least, most);
        for (int i = 0; i < 60; ++i)
        {
            Happen(session, prng);
            ASSERT_LE(session.Paths(), most);
        }
        const auto& decisions = session.Decisions();
        for (std::size_t i = 0; i < decisions.size(); ++i)
        {
            const ScalingStarted& now = decisions[i].what;
            ASSERT_LE(now.pathsAfter, std::max(most, now.pathsBefore));
            ASSERT_GE(now.pathsAfter, std::min(least, now.pathsBefore));
            if (i == 0 || !IsElective(decisions[i - 1].what.trigger, now.trigger))
            {
                continue;
            }
            // Several at once are one change.
            const Duration pause = decisions[i].at - decisions[i - 1].at;
            ASSERT_TRUE(pause == 0s || pause >= config.cooldown) << i;
        }
    }
}

TEST(ScalingProperties, NeverUndoesUnderASteadyLoadWhatItHasDone)
{
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        ScalingConfig config;
        config.isAutomatic = true;
        config.cooldown = 1s;
        config.downAfter = 5s;
        ScaledSession session(config, RandomCapacities(prng));
        session.Live(2s, BitRate{80'000'000}); // So that the first path is seen to be full.
        const std::uint64_t load = prng.Below(40'000'000);
        session.Live(120s, {load}); // Until what was late is here.
        const std::size_t before = session.Decisions().size();
        for (int second = 0; second < 600; ++second)
        {
            session.Live(1s, {load * (95 + prng.Below(11)) / 100});
        }
        std::optional<bool> grew;
        for (std::size_t i = before; i < session.Decisions().size(); ++i)
        {
            const ScalingStarted& what = session.Decisions()[i].what;
            const bool grows = what.pathsAfter > what.pathsBefore;
            ASSERT_EQ(grew.value_or(grows), grows) << "of " << load << " bit/s";
            grew = grows;
        }
    }
}

} // namespace kwik::test

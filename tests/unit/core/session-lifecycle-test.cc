#include "protocol-core/base/prng.h"
#include "protocol-core/session/session-lifecycle.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace kwik::test
{

namespace
{

using enum SessionState;

constexpr SessionState ALL[] = {Initializing,
                                Negotiating,
                                Discovering,
                                Establishing,
                                Active,
                                Scaling,
                                Degraded,
                                Closing,
                                Closed};

/// The picture in session-lifecycle.h and seed 004, written down a second time.
const std::map<SessionState, std::set<SessionState>> EXPECTED = {
    {Initializing, {Negotiating, Closing}},
    {Negotiating, {Discovering, Degraded, Closing}},
    {Discovering, {Establishing, Degraded, Closing}},
    {Establishing, {Active, Degraded, Closing}},
    {Active, {Scaling, Degraded, Closing}},
    {Scaling, {Active, Degraded, Closing}},
    {Degraded, {Active, Discovering, Closing}},
    {Closing, {Closed}},
    {Closed, {}}};

} // namespace

TEST(SessionLifecycle, AllowsTheTransitionsOfItsTableAndNoOther)
{
    for (const SessionState from : ALL)
    {
        for (const SessionState to : ALL)
        {
            EXPECT_EQ(IsAllowed(from, to), EXPECTED.at(from).contains(to))
                << ToText(from) << " to " << ToText(to);
        }
    }
}

TEST(SessionLifecycle, MovesThroughEveryTransitionAndReportsIt)
{
    std::set<std::pair<SessionState, SessionState>> seen;
    Prng prng(1);
    for (int life = 0; life < 1'000; ++life)
    {
        SessionLifecycle lifecycle;
        while (lifecycle.State() != Closed)
        {
            const SessionState from = lifecycle.State();
            const SessionState to = ALL[prng.Below(std::size(ALL))];
            if (!EXPECTED.at(from).contains(to))
            {
                continue;
            }
            const auto change = lifecycle.MoveTo(to);
            ASSERT_TRUE(change.has_value());
            ASSERT_EQ(change->from, from);
            ASSERT_EQ(change->to, to);
            ASSERT_EQ(lifecycle.State(), to);
            seen.insert({from, to});
        }
    }
    EXPECT_EQ(seen.size(), 21U);
}

TEST(SessionLifecycle, StayingIsNoChangeAndLeavingTheTableAMistake)
{
    SessionLifecycle lifecycle;
    EXPECT_EQ(lifecycle.State(), Initializing);
    EXPECT_FALSE(lifecycle.MoveTo(Initializing).has_value());
    EXPECT_DEATH(static_cast<void>(lifecycle.MoveTo(Active)), "assertion failed");
    static_cast<void>(lifecycle.MoveTo(Closing));
    static_cast<void>(lifecycle.MoveTo(Closed));
    EXPECT_DEATH(static_cast<void>(lifecycle.MoveTo(Negotiating)), "assertion failed");
}

} // namespace kwik::test

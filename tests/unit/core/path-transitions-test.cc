#include "protocol-core/base/prng.h"
#include "protocol-core/path/path.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using enum PathState;

constexpr PathState ALL[] =
    {Initializing, Connecting, Handshaking, Active, Degraded, Failing, Closed};

/// The picture in path.h and seed 004, written down a second time.
const std::map<PathState, std::set<PathState>> EXPECTED = {{Initializing, {Connecting, Failing}},
                                                           {Connecting, {Handshaking, Failing}},
                                                           {Handshaking, {Active, Failing}},
                                                           {Active, {Degraded, Failing}},
                                                           {Degraded, {Active, Failing}},
                                                           {Failing, {Closed}},
                                                           {Closed, {}}};

using Transitions = std::set<std::pair<PathState, PathState>>;

/// Paths that live one after the other under random inputs.
class RandomLives
{
  public:
    explicit RandomLives(std::uint64_t seed)
        : m_prng(seed)
    {
    }

    void Step()
    {
        if (m_path.State() == Closed)
        {
            m_path = Path(PathConfig{});
            m_last = Initializing;
        }
        if (m_prng.Below(3) == 0)
        {
            PassTime();
        }
        else
        {
            Disturb();
        }
        ReadActions();
        ASSERT_EQ(m_path.State(), m_last);
    }

    const Transitions& Seen() const
    {
        return m_seen;
    }

  private:
    /// To one nanosecond before the deadline, where nothing may happen, then to the deadline.
    void PassTime()
    {
        const Instant next = m_path.NextTimeout();
        if (next == NEVER)
        {
            m_now += 1s;
            m_path.OnTimeout(m_now);
            EXPECT_FALSE(m_path.PollAction()) << "acted without a deadline";
            return;
        }
        if (next > m_now)
        {
            m_path.OnTimeout(next - 1ns);
            EXPECT_FALSE(m_path.PollAction()) << "acted before its deadline";
        }
        m_now = std::max(m_now, next);
        const PathState before = m_path.State();
        m_path.OnTimeout(m_now);
        EXPECT_NE(m_path.State(), before) << "had a deadline for nothing";
        EXPECT_GT(m_path.NextTimeout(), m_now) << "would be called again at once";
    }

    void Disturb()
    {
        m_now += Duration(static_cast<Duration::rep>(m_prng.Below(80'000'000)));
        const auto cause = static_cast<PathCause>(m_prng.Below(13));
        switch (m_prng.Below(12))
        {
        case 0:
        case 1:
            if (m_path.State() == Initializing)
            {
                m_path.OnOpened(m_now);
            }
            break;
        case 2:
        case 3:
            m_path.OnPeerReplied(m_now);
            break;
        case 4:
            m_path.OnHelloAccepted(m_now);
            break;
        case 5:
        case 6:
            m_path.OnHeard(m_now, 1ms * (1 + m_prng.Below(200)));
            break;
        case 7:
            m_path.OnExpectation(m_now, Path::Expectation::Nothing);
            break;
        case 8:
            if (m_prng.Below(3) == 0)
            {
                m_path.OnClosed(m_now, cause);
            }
            break;
        default:
            m_path.OnExpectation(m_now, Path::Expectation::Answer);
        }
    }

    void ReadActions()
    {
        while (const auto action = m_path.PollAction())
        {
            if (const auto* change = std::get_if<Path::ChangeState>(&*action))
            {
                EXPECT_EQ(change->from, m_last);
                EXPECT_TRUE(EXPECTED.at(change->from).contains(change->to))
                    << ToText(change->from) << " to " << ToText(change->to);
                m_seen.insert({change->from, change->to});
                m_last = change->to;
            }
        }
    }

    Prng m_prng;
    Path m_path{PathConfig{}};
    Instant m_now{1s};
    PathState m_last{Initializing};
    Transitions m_seen;
};

} // namespace

TEST(PathTransitions, TheTableAllowsTheseAndNoOther)
{
    for (const PathState from : ALL)
    {
        for (const PathState to : ALL)
        {
            EXPECT_EQ(IsAllowed(from, to), EXPECTED.at(from).contains(to))
                << ToText(from) << " to " << ToText(to);
        }
    }
}

TEST(PathTransitions, AllThatAreAllowedHappenAndNoOtherUnderRandomInputs)
{
    Transitions allowed;
    for (const auto& [from, targets] : EXPECTED)
    {
        for (const PathState to : targets)
        {
            allowed.insert({from, to});
        }
    }
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomLives lives(seed);
        for (int i = 0; i < 20'000 && !testing::Test::HasFailure(); ++i)
        {
            lives.Step();
        }
        EXPECT_EQ(lives.Seen(), allowed);
    }
}

} // namespace kwik::test

#ifndef KWIK_TESTS_SUPPORT_WORLDS_WORLD_H
#define KWIK_TESTS_SUPPORT_WORLDS_WORLD_H

#include "protocol-core/base/units.h"
#include "protocol-core/env/environment.h"

#include <functional>
#include <string>
#include <vector>

namespace kwik::test
{

/// What the links of every world queue; more than any test sends, because worlds count a full queue
/// differently.
inline constexpr ByteCount WORLD_QUEUE{256U << 20};

/// A link between two hosts; a world without links of its own (loopback) ignores its figures.
struct WorldLink
{
    std::string a;
    std::string b;
    BitRate rate;
    Duration delay;
};

/// What a world is made of; every host is named by some link.
struct WorldPlan
{
    std::uint64_t seed;
    std::vector<WorldLink> links;
};

/// Somewhere hosts can live: in-process, in ns-3, or on real sockets. The same tests run in each.
class World
{
  public:
    virtual ~World() = default;
    virtual Environment& EnvironmentOf(const std::string& host) = 0;
    /// The address of a host; its port is 0.
    virtual Address AddressOf(const std::string& host) const = 0;
    virtual Instant Now() const = 0;
    /// Calls @p what at @p after from now, from inside RunUntil.
    virtual void After(Duration after, std::function<void()> what) = 0;
    /// Runs until @p isDone or for @p limit; @returns whether it was done.
    virtual bool RunUntil(const std::function<bool()>& isDone, Duration limit) = 0;
    void RunFor(Duration span);
};

inline void
World::RunFor(Duration span)
{
    RunUntil([] { return false; }, span);
}

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_WORLDS_WORLD_H

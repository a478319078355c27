#ifndef KWIK_TESTS_SUPPORT_WORLDS_LOOPBACK_WORLD_H
#define KWIK_TESTS_SUPPORT_WORLDS_LOOPBACK_WORLD_H

#include "testbed/asio-environment.h"
#include "tests/support/worlds/world.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>

namespace kwik::test
{

/// The hosts of a WorldPlan on real UDP sockets, each on a loopback address of its own.
class LoopbackWorld final : public World
{
  public:
    explicit LoopbackWorld(const WorldPlan& plan);

    Environment& EnvironmentOf(const std::string& host) override;
    Address AddressOf(const std::string& host) const override;
    Instant Now() const override;
    void After(Duration after, std::function<void()> what) override;
    bool RunUntil(const std::function<bool()>& isDone, Duration limit) override;

  private:
    struct Host
    {
        Address address;
        std::unique_ptr<testbed::AsioEnvironment> environment;
    };

    void AddHost(const std::string& name);

    boost::asio::io_context m_loop;
    testbed::RealClock m_clock;
    std::map<std::string, Host> m_hosts;
};

} // namespace kwik::test

#endif // KWIK_TESTS_SUPPORT_WORLDS_LOOPBACK_WORLD_H
